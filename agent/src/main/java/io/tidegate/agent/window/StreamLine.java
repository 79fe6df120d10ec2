package io.tidegate.agent.window;

import io.tidegate.agent.store.StreamRecord;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** What is remembered of a stream, written anew from what is remembered now. */
final class StreamLine {
    private StreamLine() {}

    /**
     * A stream that is read for the first time.
     *
     * @param night the local date whose comparison is behind it
     */
    static StreamRecord first(
            String name, Instant cutBase, Optional<Instant> cutFrom, LocalDate night) {
        return new StreamRecord(
                name,
                Optional.of(cutBase),
                cutFrom,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(night),
                Optional.of(night),
                Optional.empty());
    }

    static StreamRecord backfillFrom(StreamRecord s, Optional<Instant> cutFrom) {
        return new StreamRecord(
                s.name(),
                s.cutBase(),
                cutFrom,
                s.bound(),
                s.shape(),
                s.paused(),
                s.reconciled(),
                s.reconciledDeep(),
                s.lastRead());
    }

    /** After the source's clock went back: read up to that earlier bound. */
    static StreamRecord back(StreamRecord s, Instant bound) {
        return new StreamRecord(
                s.name(),
                s.cutBase(),
                s.cutFrom(),
                Optional.of(bound),
                s.shape(),
                s.paused(),
                s.reconciled(),
                s.reconciledDeep(),
                s.lastRead());
    }

    /** After a live read up to that bound, which moves back by {@link #back} alone. */
    static StreamRecord read(StreamRecord s, Instant bound, Optional<String> shape, Instant at) {
        Instant furthest = s.bound().filter(b -> b.isAfter(bound)).orElse(bound);
        return new StreamRecord(
                s.name(),
                s.cutBase(),
                s.cutFrom(),
                Optional.of(furthest),
                shape.or(s::shape),
                s.paused(),
                s.reconciled(),
                s.reconciledDeep(),
                Optional.of(at));
    }

    /** With the columns forgotten and, if they were why it was paused, running. */
    static StreamRecord anyShape(StreamRecord s) {
        return new StreamRecord(
                s.name(),
                s.cutBase(),
                s.cutFrom(),
                s.bound(),
                Optional.empty(),
                s.paused().filter(p -> !p.by().equals(Checks.PAUSED_BY)),
                s.reconciled(),
                s.reconciledDeep(),
                s.lastRead());
    }

    static StreamRecord reconciled(StreamRecord s, LocalDate on, boolean deep) {
        return new StreamRecord(
                s.name(),
                s.cutBase(),
                s.cutFrom(),
                s.bound(),
                s.shape(),
                s.paused(),
                Optional.of(on),
                deep ? Optional.of(on) : s.reconciledDeep(),
                s.lastRead());
    }
}
