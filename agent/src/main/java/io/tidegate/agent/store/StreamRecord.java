package io.tidegate.agent.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What is remembered of a stream.
 *
 * @param name the source's name
 * @param cutBase the local midnight before (first start - look-back): hour pieces from here on,
 *     days before; empty until first start
 * @param cutFrom where the backfill begins; empty when there is none
 * @param bound up to where the live read has come; moves back only when the source's clock has gone
 *     back by more than a minute
 * @param shape the frozen column names and types, in the store's own form; empty before the first
 *     success
 * @param paused who paused it ({@code local}, {@code cloud}, {@code shape}, {@code query}, {@code
 *     conflict}, {@code ingest}) and why; empty when it runs
 * @param reconciled the local date of the last nightly pass
 * @param reconciledDeep the local date of the last Sunday pass
 * @param lastRead when a read last succeeded
 */
public record StreamRecord(
        String name,
        Optional<Instant> cutBase,
        Optional<Instant> cutFrom,
        Optional<Instant> bound,
        Optional<String> shape,
        Optional<Pause> paused,
        Optional<LocalDate> reconciled,
        Optional<LocalDate> reconciledDeep,
        Optional<Instant> lastRead) {

    /** A stream of which nothing is known yet. */
    public static StreamRecord unread(String name) {
        return new StreamRecord(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same stream, paused or running. */
    public StreamRecord paused(Optional<Pause> now) {
        return new StreamRecord(
                name, cutBase, cutFrom, bound, shape, now, reconciled, reconciledDeep, lastRead);
    }

    /**
     * @param by {@code local}, {@code cloud}, {@code shape}, {@code query}, {@code conflict} or
     *     {@code ingest}
     * @param reason a sentence for a person
     */
    public record Pause(String by, String reason) {
        /** The ingest takes no batch of it, or has others under its numbers. */
        public static final String INGEST = "ingest";

        /** The ingest knows the stream with other data or another interval. */
        public static final String CONFLICT = "conflict";

        /** How a conflict's reason begins, also where it was stored as any other of the ingest. */
        public static final String IN_CONFLICT =
                "the ingest knows this stream with other data or another interval-length";

        /** Whether what was made before it would be refused again, so that all of it must go. */
        public boolean isConflict() {
            return by.equals(CONFLICT) || by.equals(INGEST) && reason.startsWith(IN_CONFLICT);
        }

        /** Whether nothing of the stream is sent either. */
        public boolean stopsDelivery() {
            return by.equals(INGEST) || by.equals(CONFLICT);
        }
    }
}
