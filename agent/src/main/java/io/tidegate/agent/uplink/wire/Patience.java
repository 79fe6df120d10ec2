package io.tidegate.agent.uplink.wire;

import java.time.Duration;

/**
 * How long to wait for what.
 *
 * @param connect for a name and a TCP connection, a proxy's consent included
 * @param handshake for TLS, and for the first word of HTTP/2
 * @param progress without a byte of the request written or of the answer read
 * @param total for one exchange on a connection that stands
 * @param idle how long an HTTP/1.1 connection may stand unused
 */
record Patience(
        Duration connect, Duration handshake, Duration progress, Duration total, Duration idle) {
    static Patience usual() {
        return new Patience(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(90));
    }
}
