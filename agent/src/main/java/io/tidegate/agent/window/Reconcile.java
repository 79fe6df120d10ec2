package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the last days again, once per local date, and those of a longer horizon on Sundays; windows
 * that differ become STALE. A window that was read since the pass fell due is not read again, so a
 * pass goes on after a restart. Used by one thread.
 */
final class Reconcile {
    private static final Logger LOG = LoggerFactory.getLogger(Reconcile.class);
    private static final int MOST = 256;
    private static final long ROWS = 200_000;
    private static final Duration TIME = Duration.ofSeconds(2);

    private final History history;
    private final Surveyor surveyor;
    private final OlderNeighbour before;
    private final Ledger ledger;
    private final OutsideCount outside;
    private final LeftOpen left;
    private final RunLength length = new RunLength(8, MOST, ROWS, TIME);
    private Pass pass;

    Reconcile(
            History history,
            Surveyor surveyor,
            OlderNeighbour before,
            Ledger ledger,
            OutsideCount outside) {
        this.before = before;
        this.history = history;
        this.surveyor = surveyor;
        this.ledger = ledger;
        this.outside = outside;
        this.left = new LeftOpen(history.config(), history.store());
    }

    /**
     * One night's work.
     *
     * @param waiting what has lost or rejected rows and waits for what all have lost: the first
     *     windows to be compared must not slip by
     */
    private record Pass(
            LocalDate on,
            LocalDate from,
            boolean deep,
            Sweep sweep,
            PassTally tally,
            List<Compared> waiting) {}

    /**
     * @param at the source's time of the read
     */
    private record Compared(WindowRecord line, Found found, Instant at) {}

    /**
     * Reads a chunk.
     *
     * @param upTo rows at or after it are left for another time
     * @return whether there was anything to read
     */
    boolean turn(Instant now, Instant upTo)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        Optional<LocalDate> due = due(now);
        if (pass != null && due.filter(d -> !d.equals(pass.on)).isPresent()) {
            // It has not come to its end in a day: it is weighed as far as it came.
            weighWaiting(now);
            pass = null;
        }
        if (pass == null) {
            pass = due.map(on -> begin(on, now)).orElse(null);
        }
        if (pass == null) {
            return false;
        }
        List<WindowRecord> run = history.store().read(tx -> pass.sweep.next(tx, length.windows()));
        if (run.isEmpty()) {
            lookBefore(now, upTo);
            boolean any = weighWaiting(now);
            outside.count(now);
            left.say(now);
            end();
            return any;
        }
        try {
            compare(run, now, upTo);
        } catch (WindowTooLargeException e) {
            pass.sweep.passed(run); // The others go on.
            throw e;
        }
        pass.sweep.passed(run);
        return true;
    }

    /** The local date of the pass that is due; empty if none is. */
    private Optional<LocalDate> due(Instant now) {
        SourceConfig.Sql sql = Cut.sql(history.config());
        LocalDateTime local = LocalDateTime.ofInstant(now, history.config().zone());
        LocalDate today = local.toLocalDate();
        boolean isTime = !local.toLocalTime().isBefore(sql.reconcileAt());
        return isTime && stream().reconciled().filter(today::equals).isEmpty()
                ? Optional.of(today)
                : Optional.empty();
    }

    private StreamRecord stream() {
        return history.store().read(tx -> tx.stream(history.stream())).orElseThrow();
    }

    private Pass begin(LocalDate on, Instant now) {
        SourceConfig.Sql sql = Cut.sql(history.config());
        ZoneId zone = history.config().zone();
        boolean deep = isDeepDue(stream(), on) && !sql.reconcileDeep().isZero();
        Period horizon = deep ? longer(sql.reconcile(), sql.reconcileDeep(), on) : sql.reconcile();
        Instant since = since(zone, on, sql.reconcileAt());
        LocalDate day = on.minus(horizon);
        Instant from = Cut.startOf(zone, day);
        Sweep behind = sweep(from, w -> isKnown(w) && isRead(w, since, now), now);
        return new Pass(
                on,
                day,
                deep,
                sweep(from, w -> isKnown(w) && !isRead(w, since, now), now),
                tally(behind),
                new ArrayList<>());
    }

    /** A pass that goes on after a restart has found those windows as they are known. */
    private PassTally tally(Sweep behind) {
        var tally = new PassTally(history.limits());
        List<WindowRecord> run = history.store().read(tx -> behind.next(tx, MOST));
        while (!run.isEmpty()) {
            run.forEach(tally::whole);
            behind.passed(run);
            run = history.store().read(tx -> behind.next(tx, MOST));
        }
        return tally;
    }

    /**
     * The last Sunday's pass is made up for when nothing ran on that day. One of a day that has not
     * come is due to a wrong clock.
     */
    private static boolean isDeepDue(StreamRecord stream, LocalDate today) {
        LocalDate sunday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        return stream.reconciledDeep()
                .filter(d -> !d.isBefore(sunday) && !d.isAfter(today))
                .isEmpty();
    }

    private static Period longer(Period one, Period other, LocalDate today) {
        return today.minus(one).isBefore(today.minus(other)) ? one : other;
    }

    private static Instant since(ZoneId zone, LocalDate day, LocalTime at) {
        return day.atTime(at).atZone(zone).toInstant();
    }

    private Sweep sweep(Instant from, Predicate<WindowRecord> wanted, Instant now) {
        Instant kept = Cut.keptFrom(history.config(), now);
        Instant start = from.isBefore(kept) ? kept : from;
        return new Sweep(history.cut(), wanted, start, history.plan().liveFrom(now));
    }

    private static boolean isKnown(WindowRecord w) {
        return switch (w.state()) {
            case READ, HELD, GONE, ASIDE -> true;
            case UNREAD, STALE -> false;
        };
    }

    /** What was read at a time that has not come was read by a wrong clock. */
    private static boolean isRead(WindowRecord w, Instant since, Instant now) {
        return w.lastRead().filter(t -> !t.isBefore(since) && !t.isAfter(now)).isPresent();
    }

    private void compare(List<WindowRecord> run, Instant now, Instant upTo)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        var survey = surveyor.survey(run, upTo, now);
        Judge judge =
                history.judge(pass.tally, Judge.Scope.ROUND, now)
                        .weigh(survey.lines(), survey.found());
        List<Compared> waiting = new ArrayList<>();
        List<Compared> settled = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            Compared one = new Compared(run.get(i), survey.found().get(i), now);
            boolean doubtful = judge.verdict(one.line, one.found) instanceof Verdict.Doubtful;
            (doubtful ? waiting : settled).add(one);
        }
        note(settled, judge, survey.rows());
        pass.waiting.addAll(waiting);
        length.read(run.size(), survey.rows(), survey.took());
        history.pace().worked(survey.took());
    }

    /** The day that rows are leaving may be the first of those that are compared. */
    private void lookBefore(Instant now, Instant upTo)
            throws SourceException, ShapeException, InterruptedException {
        Instant since =
                since(history.config().zone(), pass.on, Cut.sql(history.config()).reconcileAt());
        Optional<WindowRecord> first =
                pass.waiting.stream()
                        .filter(c -> OldEnd.lacksMoreThanFew(c.line, c.found))
                        .map(Compared::line)
                        .min(Comparator.comparing(WindowRecord::from));
        if (first.isPresent()) {
            before.look(first.get(), w -> !isRead(w, since, now), now, upTo);
        }
    }

    /** Whether there were any. */
    private boolean weighWaiting(Instant now) {
        boolean any = !pass.waiting.isEmpty();
        // By now the ledger says what is gone before them.
        Judge judge =
                history.judge(pass.tally, now)
                        .look(
                                pass.waiting.stream().map(Compared::line).toList(),
                                pass.waiting.stream().map(Compared::found).toList());
        while (!pass.waiting.isEmpty()) {
            List<Compared> some = pass.waiting.subList(0, Math.min(MOST, pass.waiting.size()));
            note(some, judge, 0);
            some.clear();
        }
        return any;
    }

    private void note(List<Compared> compared, Judge judge, long rows) {
        var log = new PassLog(history.stream());
        history.store()
                .change(
                        tx -> {
                            tx.count(history.stream(), Counter.ROWS_READ, rows);
                            compared.forEach(c -> note(tx, c, judge, log));
                        });
        log.say();
    }

    private void note(Tx tx, Compared compared, Judge judge, PassLog log) {
        WindowRecord line = compared.line;
        Optional<WindowRecord> current = tx.window(line.stream(), line.from());
        if (!Line.isUnmoved(tx, line)) {
            return;
        }
        Verdict verdict = judge.verdict(line, compared.found);
        ledger.note(tx, current.orElseThrow(), compared.found, verdict, compared.at);
        log.noted(line, verdict, compared.found.rejections());
        if (verdict instanceof Verdict.Send) {
            history.approvals().approve(line, compared.found);
        }
    }

    private void end() {
        Pass ended = pass;
        history.store()
                .change(
                        tx ->
                                tx.stream(history.stream())
                                        .map(s -> StreamLine.reconciled(s, ended.on, ended.deep))
                                        .ifPresent(tx::putStream));
        Events.info(LOG, WindowEvent.RECONCILED)
                .addKeyValue("stream", history.stream())
                .log(
                        "days from {} on were compared with the source{}",
                        ended.from,
                        ended.deep ? " (deep)" : "");
        pass = null;
    }
}
