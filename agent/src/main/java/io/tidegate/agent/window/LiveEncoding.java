package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Encodes what live passes found new, the newest first, a chunk at a time. What it remembers is in
 * the ledger too: after a restart the first pass finds it again. Used by one thread.
 */
final class LiveEncoding {
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

    private final String stream;
    private final Store store;
    private final Clock clock;
    private final LivePlan plan;
    private final LiveSchedule schedule;
    private final Chunk chunk;
    private final PassTally.Limits limits;
    private final Approvals approvals;
    private final NavigableSet<Instant> pending = new TreeSet<>();
    private long notBefore;

    LiveEncoding(
            SourceConfig config,
            Store store,
            Clock clock,
            LivePlan plan,
            LiveSchedule schedule,
            Chunk chunk) {
        this.stream = config.name();
        this.store = store;
        this.clock = clock;
        this.plan = plan;
        this.schedule = schedule;
        this.chunk = chunk;
        this.limits = PassTally.Limits.of(config);
        this.approvals = new Approvals(limits);
        this.notBefore = clock.nanoTime();
    }

    void add(LivePass.Outcome pass) {
        if (pass.span() == LiveSchedule.Span.WHOLE) {
            pending.clear();
            approvals.clear();
        }
        for (LivePass.New one : pass.toSend()) {
            pending.add(one.line().from());
            approvals.approve(one.line(), one.found());
        }
        notBefore = clock.nanoTime();
    }

    boolean holds(WindowRecord window) {
        return pending.contains(window.from());
    }

    /** Whether there was anything to encode. */
    boolean turn(Instant now)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        if (pending.isEmpty() || clock.nanoTime() - notBefore < 0) {
            return false;
        }
        List<WindowRecord> run = store.read(this::newestRun);
        if (run.isEmpty()) {
            notBefore = clock.nanoTime() + RETRY_PERIOD.toNanos();
            return false;
        }
        Instant upTo = store.read(this::upTo);
        chunk.encode(run, Lane.LIVE, upTo, now, (lines, found) -> judge(now).weigh(lines, found))
                .ifPresent(outcome -> done(run, outcome));
        return true;
    }

    private Instant upTo(Tx tx) {
        Instant bound = tx.stream(stream).flatMap(StreamRecord::bound).orElseThrow();
        return plan.upTo(tx, LiveSchedule.Span.WHOLE, bound);
    }

    private Judge judge(Instant now) {
        return new Judge(
                limits,
                new PassTally(limits),
                Judge.Scope.GLIMPSE,
                plan.lookBackFrom(now),
                approvals,
                Older.of(store, stream));
    }

    private void done(List<WindowRecord> run, Encoding.Outcome outcome) {
        run.forEach(w -> pending.remove(w.from()));
        run.forEach(approvals::forget);
        if (!outcome.left().isEmpty()) {
            schedule.askForWhole();
        }
    }

    private List<WindowRecord> newestRun(Tx tx) {
        List<WindowRecord> ready = new ArrayList<>();
        for (Instant from : List.copyOf(pending)) {
            WindowRecord line = tx.window(stream, from).orElse(null);
            if (line == null || line.state() != State.STALE) {
                pending.remove(from);
            } else if (!tx.onItsWay(Ledger.unit(line))) {
                ready.add(line);
            }
        }
        List<List<WindowRecord>> runs = Runs.of(ready, Integer.MAX_VALUE);
        return runs.isEmpty() ? List.of() : newest(runs.getLast());
    }

    private List<WindowRecord> newest(List<WindowRecord> run) {
        return List.copyOf(run.subList(Math.max(0, run.size() - chunk.windows()), run.size()));
    }
}
