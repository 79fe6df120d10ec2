package io.tidegate.agent.window;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * What the readers of the past share: how to encode, how to pace, and what was weighed before. Used
 * by one thread.
 */
record History(
        SourceConfig config,
        Cut cut,
        Store store,
        Chunk chunk,
        Pace pace,
        LivePlan plan,
        PassTally.Limits limits,
        Approvals approvals) {

    History(SourceConfig config, Cut cut, Store store, Chunk chunk, Pace pace, LivePlan plan) {
        this(
                config,
                cut,
                store,
                chunk,
                pace,
                plan,
                PassTally.Limits.of(config),
                new Approvals(PassTally.Limits.of(config)));
    }

    String stream() {
        return config.name();
    }

    /** {@code backfill.hours}, at the source's wall clock. */
    boolean isAllowed(Instant now) {
        return Cut.sql(config)
                .backfillHours()
                .map(h -> within(h, LocalTime.ofInstant(now, config.zone())))
                .orElse(true);
    }

    static boolean within(SourceConfig.Hours hours, LocalTime time) {
        boolean overMidnight = !hours.from().isBefore(hours.to());
        boolean afterFrom = !time.isBefore(hours.from());
        boolean beforeTo = time.isBefore(hours.to());
        return overMidnight ? afterFrom || beforeTo : afterFrom && beforeTo;
    }

    /** Judges windows of the past as part of the pass of that tally. */
    Judge judge(PassTally tally, Instant now) {
        return judge(tally, Judge.Scope.PASS, now);
    }

    Judge judge(PassTally tally, Judge.Scope scope, Instant now) {
        return new Judge(
                limits, tally, scope, plan.lookBackFrom(now), approvals, Older.of(store, stream()));
    }

    /** Weighs the windows of one read as a pass of their own. */
    Encoding.Weighing alone(Instant now) {
        return (lines, found) -> judge(new PassTally(limits), now).weigh(lines, found);
    }

    /**
     * Encodes adjacent windows, and rests afterwards as the load asks for.
     *
     * @return empty if they turned out to be too many
     */
    Optional<Encoding.Outcome> encode(
            List<WindowRecord> run, Instant upTo, Instant now, Encoding.Weighing weighing)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        var begun = begin(run, upTo, now, weighing);
        return begun.isPresent() ? Optional.of(begun.get().done()) : Optional.empty();
    }

    /** The same, without waiting until they are stored: see {@link Encoding#begin}. */
    Optional<Encoding.Begun> begin(
            List<WindowRecord> run, Instant upTo, Instant now, Encoding.Weighing weighing)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        var begun = chunk.begin(run, Lane.BACKFILL, upTo, now, weighing);
        begun.ifPresent(b -> pace.worked(b.took()));
        return begun;
    }
}
