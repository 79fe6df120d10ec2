package io.tidegate.agent.uplink;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How delivery stands, to be shown. Immutable.
 *
 * @param protocol {@code h2} or {@code http/1.1}; empty while no connection stands
 * @param connectedSince when the oldest connection that stands was made
 * @param lastContact when the ingest itself last answered anything
 * @param lastAnswer what it or something in between answered last, for a person; empty at first
 * @param waiting until when nothing is sent, and why; empty when sending goes on
 * @param fenced why nothing is sent until a person or the other connector acts; empty when all is
 *     well
 * @param clockSkew by how much the ingest's clock is ahead of this machine's, to a second or so;
 *     negative if behind
 */
public record UplinkState(
        String protocol,
        Optional<Instant> connectedSince,
        Optional<Instant> lastContact,
        String lastAnswer,
        Optional<Wait> waiting,
        Optional<String> fenced,
        Optional<Duration> clockSkew) {

    /**
     * @param why a sentence for a person, with the remedy where there is one
     */
    public record Wait(Instant until, String why) {}

    /** Before anything was tried. */
    static final UplinkState NEW =
            new UplinkState(
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
}
