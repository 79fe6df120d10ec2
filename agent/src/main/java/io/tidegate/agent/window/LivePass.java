package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the look-back, or a part of it, to see what is new: counts and hashes its windows; in one
 * transaction those that are new become STALE and the bound moves on. Encoding them is {@link
 * LiveEncoding}'s: a kill in between forgets nothing. Used by one thread.
 */
final class LivePass {
    private static final Logger LOG = LoggerFactory.getLogger(LivePass.class);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final String stream;
    private final Store store;
    private final Clock clock;
    private final Checks checks;
    private final LivePlan plan;
    private final LiveSchedule schedule;
    private final Surveyor surveyor;
    private final OlderNeighbour before;
    private final Ledger ledger;
    private final PassTally.Limits limits;
    private final boolean ofSpans;
    private final Baseline baseline;

    LivePass(
            SourceConfig config,
            Store store,
            Clock clock,
            Checks checks,
            LivePlan plan,
            LiveSchedule schedule,
            Surveyor surveyor,
            OlderNeighbour before,
            Ledger ledger) {
        this.stream = config.name();
        this.store = store;
        this.clock = clock;
        this.checks = checks;
        this.plan = plan;
        this.schedule = schedule;
        this.surveyor = surveyor;
        this.before = before;
        this.ledger = ledger;
        this.limits = PassTally.Limits.of(config);
        this.baseline = new Baseline(config);
        this.ofSpans = config.data().equals(DataType.AGENT_STATUS.wireName());
    }

    /**
     * What came of a pass.
     *
     * @param toSend windows that are new, with what was found in them
     * @param undecided whether a read of the whole look-back is needed to tell
     * @param held what was found of held windows
     * @param missed whether the agent stood still for longer than the look-back
     * @param open the spans that go on; empty if the pass did not look at all of them
     * @param took nanoseconds of reading
     */
    record Outcome(
            LiveSchedule.Span span,
            List<New> toSend,
            boolean undecided,
            AnyHeld held,
            boolean missed,
            Optional<IntakeStatus.Open> open,
            long took) {}

    record New(WindowRecord line, Found found) {}

    /**
     * What a pass found of held windows.
     *
     * @param still whether any is held
     * @param newly whether one that was not held before
     * @param doubtful whether one has changed, and only a read of the whole look-back can tell
     */
    record AnyHeld(boolean still, boolean newly, boolean doubtful) {
        private static final AnyHeld NONE = new AnyHeld(false, false, false);

        AnyHeld and(WindowRecord before) {
            return new AnyHeld(true, newly || before.state() != WindowRecord.State.HELD, doubtful);
        }

        AnyHeld andDoubtful() {
            return new AnyHeld(true, newly, true);
        }
    }

    Outcome pass(LiveSchedule.Span span, Instant now)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        long began = clock.nanoTime();
        Instant settled = schedule.bound(now);
        Instant bound = notBack(settled);
        Instant upTo = store.read(tx -> plan.upTo(tx, span, bound));
        boolean part = span != LiveSchedule.Span.WHOLE;
        boolean heldToo = part && schedule.isHeldDue(began);
        List<WindowRecord> planned = store.read(tx -> plan.windows(tx, span, now, settled, upTo));
        List<WindowRecord> windows =
                heldToo ? store.read(tx -> plan.withHeld(tx, planned, now, upTo)) : planned;
        var survey = surveyor.survey(windows, upTo, now, since(span, now, settled));
        if (!part) {
            baseline.look(survey.lines(), survey.found());
            lookBefore(survey, now, upTo);
        }
        // Held ones that lie elsewhere would make a loss of the few look like one of the whole.
        Outcome outcome = note(span, survey, beginnings(planned), now, bound);
        schedule.done(span, began, settled);
        if (!part || heldToo || outcome.held().newly()) {
            schedule.lookedAtHeld(began, outcome.held().still(), outcome.held().newly());
        }
        // At each poll, one held window that grows would have all of the look-back read.
        if (outcome.undecided() || heldToo && outcome.held().doubtful()) {
            schedule.askForWhole();
        }
        return outcome;
    }

    private static Set<Instant> beginnings(List<WindowRecord> windows) {
        return windows.stream().map(WindowRecord::from).collect(Collectors.toUnmodifiableSet());
    }

    /** The window that rows are leaving may be the first of those that were read. */
    private void lookBefore(Surveyor.Survey survey, Instant now, Instant upTo)
            throws SourceException, ShapeException, InterruptedException {
        Set<Instant> read = beginnings(survey.lines());
        for (int i = 0; i < survey.lines().size(); i++) {
            WindowRecord line = survey.lines().get(i);
            if (OldEnd.lacksMoreThanFew(line, survey.found().get(i))) {
                before.look(line, w -> !read.contains(w.from()), now, upTo);
            }
        }
    }

    /**
     * From where ends of states are looked for again that were not there before: late ones are in
     * the look-back, others in what the fast poll reads.
     */
    private Instant since(LiveSchedule.Span span, Instant now, Instant settled) {
        return switch (span) {
            case WHOLE -> plan.liveFrom(now);
            case LAST, OPEN -> store.read(tx -> plan.lastTwo(tx, settled));
        };
    }

    /** A little step back of the source's clock moves nothing; {@link ClockWatch} sees a larger. */
    private Instant notBack(Instant settled) {
        return store.read(tx -> tx.stream(stream))
                .flatMap(StreamRecord::bound)
                .filter(settled::isBefore)
                .orElse(settled);
    }

    /**
     * @param planned the windows of the pass itself, by their beginning
     */
    private Outcome note(
            LiveSchedule.Span span,
            Surveyor.Survey survey,
            Set<Instant> planned,
            Instant now,
            Instant bound) {
        boolean whole = span == LiveSchedule.Span.WHOLE;
        Judge judge =
                new Judge(
                                limits,
                                new PassTally(limits),
                                whole ? Judge.Scope.PASS : Judge.Scope.GLIMPSE,
                                plan.lookBackFrom(now),
                                new Approvals(limits),
                                Older.of(store, stream))
                        .weigh(survey.lines(), survey.found(), w -> planned.contains(w.from()));
        var noting = new Noting(judge, new PassLog(stream), now);
        boolean missed =
                store.write(
                        tx -> {
                            tx.count(stream, Counter.ROWS_READ, survey.rows());
                            for (int i = 0; i < survey.lines().size(); i++) {
                                noting.note(tx, survey.lines().get(i), survey.found().get(i));
                            }
                            StreamRecord s = tx.stream(stream).orElseThrow();
                            Extent.read(
                                    tx,
                                    s,
                                    StreamLine.read(s, bound, checks.learned(), clock.instant()));
                            return whole && plan.wholeRead(tx, now);
                        });
        noting.log.say();
        sayMissed(missed);
        return new Outcome(
                span,
                noting.toSend,
                noting.undecided,
                noting.held,
                missed,
                open(span, survey, now),
                survey.took());
    }

    private Optional<IntakeStatus.Open> open(
            LiveSchedule.Span span, Surveyor.Survey survey, Instant now) {
        if (!ofSpans || span == LiveSchedule.Span.LAST) {
            return Optional.empty();
        }
        long spans = 0;
        long old = 0;
        for (int i = 0; i < survey.lines().size(); i++) {
            int open = survey.found().get(i).spans().open();
            spans += open;
            old += survey.lines().get(i).to().isAfter(now.minus(A_DAY)) ? 0 : open;
        }
        return Optional.of(new IntakeStatus.Open(spans, old));
    }

    /** Writes the lines of one pass. */
    private final class Noting {
        private final Judge judge;
        private final PassLog log;
        private final Instant now;
        private final List<New> toSend = new ArrayList<>();
        private boolean undecided;
        private AnyHeld held = AnyHeld.NONE;

        Noting(Judge judge, PassLog log, Instant now) {
            this.judge = judge;
            this.log = log;
            this.now = now;
        }

        void note(Tx tx, WindowRecord line, Found found) {
            var current = tx.window(stream, line.from());
            if (!Line.isUnmoved(tx, line)) {
                undecided = true;
                return;
            }
            Verdict verdict = judge.verdict(line, found);
            if (verdict instanceof Verdict.Doubtful && line.state() == WindowRecord.State.HELD) {
                held = held.andDoubtful(); // It stays so until a whole pass says otherwise.
                return;
            }
            ledger.note(tx, current.orElse(line), found, verdict, now);
            log.noted(line, verdict, found.rejections());
            switch (verdict) {
                case Verdict.Send _ -> toSend.add(new New(line, found));
                case Verdict.Doubtful _ -> undecided = true;
                case Verdict.Held _ -> held = held.and(line);
                case Verdict.Same _, Verdict.Gone _ -> {}
            }
        }
    }

    private void sayMissed(boolean missed) {
        if (missed) {
            Events.info(LOG, WindowEvent.READING_MISSED)
                    .addKeyValue("stream", stream)
                    .log(
                            "nothing was read for longer than the look-back; what was missed is"
                                    + " read along with the history");
        }
    }
}
