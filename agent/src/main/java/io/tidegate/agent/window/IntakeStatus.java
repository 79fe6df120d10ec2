package io.tidegate.agent.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one SQL source is doing, for people and probes.
 *
 * @param phase what it does in a word
 * @param reason why it does not read, as a sentence with the remedy; empty while it reads
 * @param trouble why the live read fails; empty when it does not
 * @param historyTrouble why backfill and reconciliation fail while the live read goes on
 * @param clock what is wrong with the source's clock, as a sentence with the remedy; empty when
 *     nothing is
 * @param twins what is to be known of rows that come more than once, in the same form
 * @param backfill how far the history has come; empty before it was looked at, and when there is
 *     none
 * @param open the agent-status spans that go on, as the last pass that looked at all of them found
 *     them; empty before it, and for other data
 */
public record IntakeStatus(
        Phase phase,
        String reason,
        Optional<Trouble> trouble,
        Optional<Trouble> historyTrouble,
        Optional<String> clock,
        Optional<String> twins,
        Optional<Backfill> backfill,
        Optional<Open> open) {

    public enum Phase {
        /** Has not read yet. */
        STARTING,
        READING,
        /** A person, the cloud, the ingest or a changed shape has paused it. */
        PAUSED,
        /** The spool is full: rows wait in the source. */
        FULL,
        /** The source cannot be read; tried again by itself. */
        TROUBLED
    }

    /**
     * @param reason a sentence for a person
     * @param since when it began, by this machine's clock
     * @param lasting whether a person must mend something
     */
    public record Trouble(String reason, Instant since, boolean lasting) {}

    /**
     * @param spans how many go on and are watched
     * @param old those of them that began more than a day ago, to a window's length
     */
    public record Open(long spans, long old) {}

    /**
     * @param done windows read; @param total windows of the history
     * @param rows read since the process started
     * @param eta how long it will go on at the present speed; empty when unknown or done
     */
    public record Backfill(long done, long total, long rows, Optional<Duration> eta) {}
}
