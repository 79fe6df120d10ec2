package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * Reads what was never read: the seven oldest days that hold data first, then the newest first.
 * What is left to do stands in the ledger, so it goes on at any window after a restart. Used by one
 * thread.
 */
final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    /** How often a finished history is looked over again. */
    private static final Duration LOOK_PERIOD = Duration.ofHours(1);

    /** The same when windows had to be left because they were on their way. */
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(5);

    private final History history;
    private final Clock clock;
    private final Progress progress;
    private OldestDays oldest;
    private Sweep sweep;
    private boolean ended;
    private boolean leftSome;
    private boolean told;
    private long endedAt;

    Backfill(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
        this.progress = new Progress(clock);
    }

    /** Begins from the top: windows were missed, or cut into pieces. */
    void again() {
        sweep = null;
        ended = false;
    }

    /** Empty before the history was looked at. */
    Optional<IntakeStatus.Backfill> status() {
        return sweep == null && !ended ? Optional.empty() : Optional.of(progress.status());
    }

    /**
     * Reads a chunk, or several without a pause between them.
     *
     * @param goOn asked before each further chunk
     * @param upTo rows at or after it are left for another time
     * @param speed seconds of reading that a day of the look-back took; 0 if unknown
     * @return whether there was anything to read
     */
    boolean turn(Instant now, Instant upTo, double speed, BooleanSupplier goOn)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        if (ended && isTimeToLook()) {
            again();
        }
        if (ended || !history.isAllowed(now)) {
            return false;
        }
        if (sweep == null) {
            begin(now, speed);
        }
        List<WindowRecord> run = next(oldest::next);
        if (!run.isEmpty()) {
            return readOldest(run, now, upTo);
        }
        boolean any = sweep(now, upTo, goOn);
        if (!any) {
            end();
        }
        return any;
    }

    /** A chunk that is being stored while the next one is read. */
    private record Swept(List<WindowRecord> run, Encoding.Begun begun) {}

    /** Whether there was anything to read. All of it is stored at the end. */
    private boolean sweep(Instant now, Instant upTo, BooleanSupplier goOn)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        Deque<Swept> open = new ArrayDeque<>();
        boolean any = false;
        try {
            do {
                List<WindowRecord> run = next(sweep::next);
                if (run.isEmpty()) {
                    break;
                }
                any = true;
                begin(run, now, upTo).ifPresent(open::add);
                if (open.size() > 1) {
                    stored(open.remove());
                }
            } while (goOn.getAsBoolean());
        } finally {
            stored(open);
        }
        return any;
    }

    /** Whatever becomes of one, none is left behind, unless all is to stop. */
    private void stored(Deque<Swept> open) throws InterruptedException {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                stored(open.remove());
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Optional<Swept> begin(List<WindowRecord> run, Instant now, Instant upTo)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        try {
            var begun = history.begin(run, upTo, now, history.alone(now));
            begun.ifPresent(_ -> sweep.passed(run));
            return begun.map(b -> new Swept(run, b));
        } catch (WindowTooLargeException e) {
            sweep.passed(run); // The others go on.
            throw e;
        }
    }

    private void stored(Swept swept) throws InterruptedException {
        boolean stored = false;
        try {
            done(swept.run(), swept.begun().done());
            stored = true;
        } finally {
            if (!stored) {
                again(); // The sweep has passed windows that are still to be read.
            }
        }
    }

    private boolean isTimeToLook() {
        Duration period = leftSome ? RETRY_PERIOD : LOOK_PERIOD;
        return clock.nanoTime() - endedAt >= period.toNanos();
    }

    private void begin(Instant now, double speed) {
        Instant to = history.plan().liveFrom(now);
        Instant from =
                history.store()
                        .read(tx -> tx.stream(history.stream()))
                        .map(Backfill::from)
                        .orElse(to);
        leftSome = false;
        oldest =
                new OldestDays(
                        history.cut(), history.config().zone(), Backfill::isWanted, from, to);
        sweep = new Sweep(history.cut(), Backfill::isWanted, from, to);
        history.store()
                .read(
                        tx -> {
                            progress.count(tx, history.cut(), Backfill::isWanted, from, to);
                            return null;
                        });
        sayEstimate(from, to, speed);
    }

    private static Instant from(StreamRecord stream) {
        return stream.cutFrom().or(stream::cutBase).orElseThrow();
    }

    /** What was read before and missed since is {@link StaleWork}'s: it is weighed as a whole. */
    private static boolean isWanted(WindowRecord window) {
        return window.state() == State.UNREAD && window.content().isEmpty();
    }

    private void sayEstimate(Instant from, Instant to, double speed) {
        if (progress.missing() == 0) {
            return;
        }
        told = true;
        double load = Cut.sql(history.config()).backfillLoad();
        double days = Duration.between(from, to).toSeconds() / 86_400.0;
        Events.info(LOG, WindowEvent.BACKFILL_BEGUN)
                .addKeyValue("stream", history.stream())
                .log(
                        "{} from {} to {} to be read{}",
                        Words.count(progress.missing(), "window"),
                        from,
                        to,
                        speed == 0
                                ? ""
                                : ", in about %d min if they hold as much as the look-back"
                                        .formatted(rounded(days * speed / load)));
    }

    private static long rounded(double seconds) {
        return 1 + (long) (seconds / 60);
    }

    private List<WindowRecord> next(BiFunction<Tx, Integer, List<WindowRecord>> finder) {
        return history.store().read(tx -> finder.apply(tx, history.chunk().windows()));
    }

    private boolean readOldest(List<WindowRecord> run, Instant now, Instant upTo)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        try {
            history.encode(run, upTo, now, history.alone(now))
                    .ifPresent(outcome -> done(run, outcome));
        } catch (WindowTooLargeException e) {
            oldest.end(); // The others go on.
            throw e;
        }
        return true;
    }

    private void done(List<WindowRecord> run, Encoding.Outcome outcome) {
        leftSome |= !outcome.left().isEmpty();
        progress.read(run.size() - outcome.left().size(), outcome.rows());
    }

    private void end() {
        ended = true;
        endedAt = clock.nanoTime();
        if (told) {
            told = false;
            Events.info(LOG, WindowEvent.BACKFILL_DONE)
                    .addKeyValue("stream", history.stream())
                    .log("the history is read");
        }
    }
}
