package io.tidegate.agent.uplink.wire;

import java.net.URI;

/**
 * Where {@code ingest.url} points.
 *
 * @param host without brackets
 * @param base path before {@code /v1/}, without a slash at its end
 */
record Target(boolean tls, String host, int port, String base) {
    static Target of(URI url) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        String host = url.getHost();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return new Target(
                tls,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80,
                path.replaceFirst("/+$", ""));
    }

    /** What the {@code Host} header says. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return authority();
    }
}
