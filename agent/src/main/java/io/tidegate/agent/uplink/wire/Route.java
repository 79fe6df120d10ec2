package io.tidegate.agent.uplink.wire;

import io.tidegate.config.AgentConfig.Proxy;
import io.tidegate.config.Secret;
import io.tidegate.config.UnavailableSecretException;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How to reach the host: straight, or through a proxy by CONNECT. */
sealed interface Route {
    record Direct() implements Route {}

    /**
     * @param username empty: without authentication
     */
    record Via(String host, int port, Optional<String> username, String password) implements Route {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Decides, and reads the proxy's secrets anew.
     *
     * @param environment where {@code https_proxy} and {@code no_proxy} are looked up, in lower
     *     case first
     * @throws UnusableProxyException if the environment names a proxy that cannot be used, or a
     *     secret cannot be read
     */
    static Route choose(Proxy proxy, Map<String, String> environment, String host, int port)
            throws UnusableProxyException {
        return switch (proxy) {
            case Proxy.None _ -> new Direct();
            case Proxy.Http(var via, var at, var username, var password) ->
                    new Via(via, at, reveal(username), reveal(password).orElse(""));
            case Proxy.Environment(var username, var password) ->
                    fromEnvironment(environment, host, port, reveal(username), reveal(password));
        };
    }

    private static Route fromEnvironment(
            Map<String, String> environment,
            String host,
            int port,
            Optional<String> username,
            Optional<String> password)
            throws UnusableProxyException {
        String proxy = variable(environment, "https_proxy");
        if (proxy.isEmpty() || NoProxy.matches(variable(environment, "no_proxy"), host, port)) {
            return new Direct();
        }
        URI uri = parse(proxy);
        String[] user = userInfo(uri);
        return new Via(
                uri.getHost(),
                uri.getPort() < 0 ? 80 : uri.getPort(),
                username.or(() -> Optional.of(user[0]).filter(u -> !u.isEmpty())),
                password.orElse(user[1]));
    }

    private static URI parse(String proxy) throws UnusableProxyException {
        try {
            URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Falls through: the text may hold a password, so nothing of it is shown.
        }
        throw new UnusableProxyException(
                "the environment's https_proxy is not of the form http://host:port; correct it,"
                        + " or set ingest.proxy");
    }

    private static String[] userInfo(URI uri) {
        String info = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = info.indexOf(':');
        return new String[] {
            decode(colon < 0 ? info : info.substring(0, colon)),
            decode(colon < 0 ? "" : info.substring(colon + 1))
        };
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String variable(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank()
                ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
                : value.strip();
    }

    private static Optional<String> reveal(Optional<Secret> secret) throws UnusableProxyException {
        try {
            return secret.isEmpty() ? Optional.empty() : Optional.of(secret.get().reveal());
        } catch (UnavailableSecretException e) {
            throw new UnusableProxyException(e.getMessage());
        }
    }
}
