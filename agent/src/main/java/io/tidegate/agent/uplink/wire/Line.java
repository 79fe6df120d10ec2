package io.tidegate.agent.uplink.wire;

import java.time.Instant;
import java.util.Optional;

/**
 * What connects the agent to the ingest.
 *
 * @param protocol {@code h2} or {@code http/1.1}; empty while nothing stands
 * @param since when the oldest connection that stands was made
 */
public record Line(String protocol, Optional<Instant> since) {
    /** Nothing stands. */
    public static final Line NONE = new Line("", Optional.empty());
}
