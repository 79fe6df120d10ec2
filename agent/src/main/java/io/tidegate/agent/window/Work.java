package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The readers of one stream whose cut is known, in the order in which they go. One thread. */
final class Work {
    /** How long whoever wants the stream's thread may have to wait for the past. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private final String stream;
    private final Cut cut;
    private final Store store;
    private final Clock clock;
    private final double lookBackDays;
    private final LiveSchedule schedule;
    private final LivePlan plan;
    private final ClockWatch watch;
    private final LivePass pass;
    private final LiveEncoding encoding;
    private final Pace pace;
    private final StaleWork stale;
    private final Reconcile reconcile;
    private final Backfill backfill;
    private final Examination examination;
    private double secondsPerDay;
    private Optional<IntakeStatus.Open> open = Optional.empty();
    private Optional<WindowRecord> uncut = Optional.empty();

    Work(
            SourceConfig config,
            DataType data,
            Instant base,
            Store store,
            BatchEncoder encoder,
            WindowReader reader,
            Checks checks,
            Clock clock) {
        SourceConfig.Sql sql = Cut.sql(config);
        this.stream = config.name();
        this.cut = Cut.of(config, base);
        this.store = store;
        this.clock = clock;
        this.lookBackDays = sql.lookBack().toSeconds() / 86_400.0;
        this.schedule = new LiveSchedule(config, data);
        this.pace = new Pace(clock, sql.backfillLoad());
        this.plan = new LivePlan(config, cut);
        this.watch = new ClockWatch(config, store, clock, schedule);
        var ledger = new Ledger(config, clock);
        var spool = new Encoding(config, store, encoder, reader, ledger);
        var history = new History(config, cut, store, new Chunk(spool, cut), pace, plan);
        var before =
                new OlderNeighbour(
                        config, store, plan, new Surveyor(reader, sql.queryTimeout()), ledger);
        this.pass =
                new LivePass(
                        config,
                        store,
                        clock,
                        checks,
                        plan,
                        schedule,
                        new Surveyor(reader, sql.queryTimeout()),
                        before,
                        ledger);
        this.encoding =
                new LiveEncoding(config, store, clock, plan, schedule, new Chunk(spool, cut));
        this.stale = new StaleWork(history, clock, schedule, encoding, before);
        this.reconcile =
                new Reconcile(
                        history,
                        new Surveyor(reader, sql.queryTimeout()),
                        before,
                        ledger,
                        new OutsideCount(stream, store, reader));
        this.backfill = new Backfill(history, clock);
        this.examination =
                new Examination(
                        history, data, new Surveyor(reader, sql.queryTimeout()), ledger, schedule);
    }

    /** What came of a live turn. */
    enum Live {
        NOTHING,
        WORKED,
        /** The source's clock went back, and all of this was planned by it: begin anew. */
        VOID
    }

    /** A live pass if one is due, else a chunk of what it found new. */
    Live live(SourceTime time)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        LiveSchedule.Span span = schedule.due(clock.nanoTime(), time.reckoned());
        if (span == null) {
            boolean any = !isToBeCut() && encoding.turn(time.reckoned());
            return any ? Live.WORKED : Live.NOTHING;
        }
        Instant now = time.ask();
        if (watch.look(now)) {
            return Live.VOID;
        }
        LivePass.Outcome outcome = pass.pass(span, now);
        encoding.add(outcome);
        open = outcome.open().or(() -> open);
        if (outcome.missed()) {
            backfill.again();
        }
        if (span == LiveSchedule.Span.WHOLE) {
            secondsPerDay = outcome.took() / 1e9 / lookBackDays;
        }
        return Live.WORKED;
    }

    /**
     * Some of the past, if the load allows it.
     *
     * @param room whether the spool has room for more of it
     */
    boolean history(SourceTime time, BooleanSupplier room)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        if (pace.isResting() || isToBeCut()) {
            return false;
        }
        Instant now = time.reckoned();
        Optional<Instant> upTo = store.read(this::upTo);
        if (upTo.isEmpty()) {
            return false;
        }
        if (stale.turn(now, upTo.get())) {
            return true;
        }
        if (reconcile.turn(now, upTo.get())) {
            stale.lookNow();
            return true;
        }
        long until = clock.nanoTime() + TURN.toNanos();
        return backfill.turn(
                now,
                upTo.get(),
                secondsPerDay,
                () ->
                        clock.nanoTime() - until < 0
                                && !pace.isResting()
                                && !isLiveDue(time)
                                && room.getAsBoolean());
    }

    /** What the source holds of a piece of the past; empty while the load asks for a rest. */
    Optional<Examined> examine(SourceTime time, Question question)
            throws SourceException, ShapeException, InterruptedException {
        if (pace.isResting() || isToBeCut()) {
            return Optional.empty();
        }
        Optional<Instant> upTo = store.read(this::upTo);
        return upTo.isEmpty()
                ? Optional.empty()
                : Optional.of(examination.turn(question, time.reckoned(), upTo.get()));
    }

    private Optional<Instant> upTo(Tx tx) {
        return tx.stream(stream)
                .flatMap(StreamRecord::bound)
                .map(bound -> plan.upTo(tx, LiveSchedule.Span.WHOLE, bound));
    }

    private boolean isLiveDue(SourceTime time) {
        return schedule.due(clock.nanoTime(), time.reckoned()) != null;
    }

    /** What came of cutting a window into pieces. */
    sealed interface Split {
        record Done(int pieces) implements Split {}

        /**
         * It is done as soon as what was begun of the window is off its way; until then it rests.
         */
        record Later() implements Split {}

        /** It was sent before, or is as small as it can be. */
        record Impossible() implements Split {}
    }

    /**
     * The next live read is of the whole look-back: what a pause was for may matter in all of it.
     */
    void lookAtAll() {
        schedule.askForWhole();
    }

    /** Cuts a window that was never sent as a whole into pieces. */
    Split split(WindowRecord window) {
        List<WindowRecord> pieces = cut.pieces(window);
        Split split =
                pieces.isEmpty()
                        ? new Split.Impossible()
                        : store.write(tx -> split(tx, window, pieces));
        uncut = split instanceof Split.Later ? Optional.of(window) : Optional.empty();
        if (split instanceof Split.Done) {
            backfill.again();
            schedule.askForWhole();
        }
        return split;
    }

    private Split split(Tx tx, WindowRecord window, List<WindowRecord> pieces) {
        Optional<WindowRecord> now = tx.window(stream, window.from());
        if (now.isPresent() && !isNeverSent(window, now.get())) {
            return new Split.Impossible();
        }
        if (tx.onItsWay(Ledger.unit(window))) {
            return new Split.Later();
        }
        if (now.isPresent()) {
            tx.dropUnattempted(Ledger.unit(window));
            tx.dropWindow(stream, window.from());
        }
        pieces.forEach(tx::putWindow);
        return new Split.Done(pieces.size());
    }

    /** Parts of it may have gone, which the ingest has dropped since. */
    private static boolean isNeverSent(WindowRecord planned, WindowRecord now) {
        return now.to().equals(planned.to())
                && now.revision() == 0
                && (now.state() == WindowRecord.State.UNREAD
                        || now.state() == WindowRecord.State.STALE);
    }

    /** Whether a window has to be cut before it can be read again. */
    private boolean isToBeCut() {
        return uncut.isPresent() && split(uncut.get()) instanceof Split.Later;
    }

    /** What people should know of the source's clock. */
    Optional<String> clockTrouble() {
        return watch.trouble();
    }

    Optional<IntakeStatus.Open> open() {
        return open;
    }

    Optional<IntakeStatus.Backfill> progress() {
        return backfill.status();
    }
}
