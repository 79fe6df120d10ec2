package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads windows beyond the look-back that are to be sent again: a reimport, a lost part, a restored
 * ingest, what the nightly comparison found; and those that were missed while the agent stood
 * still, which are sent if they are new. The newest first, in two rounds: those that lost rows are
 * sent or held in the second, when it is known what all have lost together. Stale windows of the
 * look-back are left to a live pass, which weighs them together. Used by one thread.
 */
final class StaleWork {
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(5);
    private static final int PAGE = 500;

    private final History history;
    private final Clock clock;
    private final LiveSchedule schedule;
    private final LiveEncoding live;
    private final OlderNeighbour before;
    private Supplier<Sweep> sweeps;
    private Sweep sweep;
    private boolean missedToo;
    private boolean secondRound;
    private boolean leftSome;
    private PassTally tally;

    /** When the first round began, by the source's clock. */
    private Instant begun;

    private long notBefore;

    StaleWork(
            History history,
            Clock clock,
            LiveSchedule schedule,
            LiveEncoding live,
            OlderNeighbour before) {
        this.before = before;
        this.history = history;
        this.clock = clock;
        this.schedule = schedule;
        this.live = live;
        this.notBefore = clock.nanoTime();
    }

    /**
     * Reads a chunk.
     *
     * @param upTo rows at or after it are left for another time
     * @return whether there was anything to read
     */
    boolean turn(Instant now, Instant upTo)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        // A second round that was cut short would not know how much was whole.
        if (sweep != null && missedToo && !secondRound && !history.isAllowed(now)) {
            end(Duration.ZERO);
        }
        if (sweep == null && !begin(now, upTo)) {
            return false;
        }
        List<WindowRecord> run =
                history.store().read(tx -> sweep.next(tx, history.chunk().windows()));
        if (run.isEmpty()) {
            return nextRound();
        }
        try {
            if (secondRound) {
                before.look(run.getFirst(), this::isUnread, now, upTo);
            }
            history.encode(run, upTo, now, weighing(now)).ifPresent(o -> passed(run, o));
        } catch (WindowTooLargeException e) {
            passed(run); // The others go on.
            throw e;
        }
        return true;
    }

    private boolean isUnread(WindowRecord w) {
        return w.lastRead().filter(t -> !t.isBefore(begun)).isEmpty();
    }

    /** Windows have become stale. */
    void lookNow() {
        notBefore = clock.nanoTime();
    }

    /** Whoever lost rows waits for what all have lost: the first to be read must not slip by. */
    private Encoding.Weighing weighing(Instant now) {
        return secondRound
                ? (lines, found) -> history.judge(tally, now).look(lines, found)
                : (lines, found) ->
                        history.judge(tally, Judge.Scope.ROUND, now).weigh(lines, found);
    }

    private boolean nextRound() {
        if (secondRound || !leftSome) {
            // What is left was on its way: it is asked for again after a rest.
            end(REST);
            return false;
        }
        secondRound = true;
        sweep = sweeps.get();
        return true;
    }

    private void passed(List<WindowRecord> run, Encoding.Outcome outcome) {
        leftSome |= !outcome.left().isEmpty();
        passed(run);
    }

    private void passed(List<WindowRecord> run) {
        sweep.passed(run);
        run.forEach(history.approvals()::forget);
    }

    private boolean begin(Instant now, Instant upTo) {
        if (clock.nanoTime() - notBefore < 0) {
            return false;
        }
        missedToo = history.isAllowed(now);
        List<WindowRecord> first = history.store().read(tx -> due(tx, 1));
        Instant liveFrom = history.plan().liveFrom(now);
        if (!first.isEmpty()) {
            history.store().read(tx -> lookAtLive(tx, liveFrom, upTo));
            giveUpPurged(Cut.keptFrom(history.config(), now));
            first = history.store().read(tx -> due(tx, 1));
        }
        if (first.isEmpty() || !first.getFirst().from().isBefore(liveFrom)) {
            end(LOOK_PERIOD);
            return false;
        }
        tally = new PassTally(history.limits());
        begun = now;
        Instant from = first.getFirst().from();
        sweeps = () -> new Sweep(history.cut(), this::isDue, from, liveFrom);
        sweep = sweeps.get();
        secondRound = false;
        leftSome = false;
        return true;
    }

    private void end(Duration rest) {
        sweep = null;
        notBefore = clock.nanoTime() + rest.toNanos();
    }

    private Void lookAtLive(Tx tx, Instant from, Instant to) {
        if (from.isBefore(to)
                && tx.windows(history.stream(), from, to).stream()
                        .anyMatch(w -> w.state() == State.STALE && !live.holds(w))) {
            schedule.askForWhole();
        }
        return null;
    }

    /** What the source no longer keeps cannot be read again: what is stored stands. */
    private void giveUpPurged(Instant kept) {
        List<WindowRecord> purged;
        do {
            purged =
                    history.store().read(tx -> due(tx, PAGE)).stream()
                            .filter(w -> w.from().isBefore(kept))
                            .toList();
            List<WindowRecord> page = purged;
            if (!page.isEmpty()) {
                history.store().change(tx -> page.forEach(w -> giveUp(tx, w)));
            }
        } while (purged.size() == PAGE);
    }

    private static void giveUp(Tx tx, WindowRecord planned) {
        tx.window(planned.stream(), planned.from())
                .filter(w -> w.state() == planned.state())
                .map(Line::of)
                .map(
                        w ->
                                planned.state() == State.STALE
                                        ? w.gone("older than the source keeps its rows")
                                        : w.state(State.READ))
                .map(Line::record)
                .ifPresent(tx::putWindow);
    }

    private List<WindowRecord> due(Tx tx, int most) {
        Stream<WindowRecord> stale =
                tx.windows(history.stream(), Set.of(State.STALE), most).stream();
        return missedToo
                ? Stream.concat(stale, tx.rereads().missed(history.stream(), most).stream())
                        .sorted(Comparator.comparing(WindowRecord::from))
                        .limit(most)
                        .toList()
                : stale.toList();
    }

    private boolean isDue(WindowRecord w) {
        boolean missed = w.state() == State.UNREAD && w.content().isPresent();
        return w.state() == State.STALE || missedToo && missed;
    }
}
