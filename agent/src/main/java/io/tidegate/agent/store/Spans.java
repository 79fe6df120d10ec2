package io.tidegate.agent.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the ACD agents' states that begin in a window, as long as it matters: that they
 * go on, or that they end where rows may still come late. Kept beside the ledger, so that a restart
 * knows it. Says when windows are read sooner than by night and what is shown, never what is sent.
 * Part of a transaction.
 */
public interface Spans {
    /**
     * Of one window.
     *
     * @param open how many states that begin in it go on
     * @param latestEnd where the last of the others ends; empty if that no longer matters
     */
    record Of(String stream, Instant from, Instant to, long open, Optional<Instant> latestEnd) {}

    /**
     * States that go on.
     *
     * @param since where the window of the oldest begins; empty if there is none
     */
    record Open(long count, Optional<Instant> since) {}

    /** Takes the place of what was known of that window. */
    void put(Of window);

    /** The beginnings of the windows of which a state ends at that time or later. */
    Set<Instant> reaching(String stream, Instant end);

    /** Forgets ends before that time. */
    void forgetEnds(String stream, Instant before);

    /** The states that go on and began in windows that end at that time or earlier. */
    Open open(String stream, Instant until);
}
