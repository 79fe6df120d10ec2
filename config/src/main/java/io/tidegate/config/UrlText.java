package io.tidegate.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses: of the ingest, of a proxy, of a database. None may hold credentials. */
final class UrlText {
    private static final Pattern PROXY =
            Pattern.compile("http://(\\[[0-9a-fA-F:]+]|[^/:@\\[\\]\\s]+):(\\d{1,5})/?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");

    private UrlText() {}

    /** {@code https://...}, or {@code http://} to a loopback address. */
    static URI ingest(String text) throws RefusedException {
        URI uri = uri(text);
        if (uri.getRawUserInfo() != null || text.contains("@")) {
            throw new RefusedException("must not hold credentials: put them into ingest.token");
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new RefusedException(
                    Quoted.text(text) + " is no address such as https://host/path");
        }
        if ("http".equals(uri.getScheme()) && LOOPBACK.matcher(uri.getHost()).matches()) {
            return uri;
        }
        if (!"https".equals(uri.getScheme())) {
            throw new RefusedException(
                    "must begin with https:// (plain http:// only to this machine itself)",
                    Optional.of("https://" + text.replaceFirst("^\\w+://", "")));
        }
        return uri;
    }

    private static URI uri(String text) throws RefusedException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new RefusedException(
                    "is no address such as https://host/path: see its character "
                            + (e.getIndex() + 1));
        }
    }

    /** {@code http://host:port} or {@code none}. */
    static AgentConfig.Proxy proxy(String text) throws RefusedException {
        if (text.equals("none")) {
            return new AgentConfig.Proxy.None();
        }
        if (text.contains("@")) {
            throw new RefusedException(
                    "must not hold credentials: put them into ingest.proxy.username and"
                            + " ingest.proxy.password");
        }
        Matcher proxy = PROXY.matcher(text);
        if (!proxy.matches() || Integer.parseInt(proxy.group(2)) > 65535) {
            throw new RefusedException(
                    Quoted.text(text) + " is no proxy such as http://proxy.example:3128, nor none");
        }
        return new AgentConfig.Proxy.Http(
                proxy.group(1),
                Integer.parseInt(proxy.group(2)),
                Optional.empty(),
                Optional.empty());
    }
}
