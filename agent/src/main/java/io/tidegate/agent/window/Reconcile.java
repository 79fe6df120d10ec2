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
import java.util.List;
import java.util.Optional;

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
    private final Ledger ledger;
    private final OutsideCount outside;
    private final RunLength length = new RunLength(8, MOST, ROWS, TIME);
    private Pass pass;

    Reconcile(History history, Surveyor surveyor, Ledger ledger, OutsideCount outside) {
        this.history = history;
        this.surveyor = surveyor;
        this.ledger = ledger;
        this.outside = outside;
    }

    /**
     * One night's work.
     *
     * @param lost what has lost rows and waits for what all have lost: the first windows to be
     *     compared must not slip by
     */
    private record Pass(
            LocalDate on, boolean deep, Sweep sweep, PassTally tally, List<Compared> lost) {}

    private record Compared(WindowRecord line, Found found) {}

    /**
     * Reads a chunk.
     *
     * @param upTo rows at or after it are left for another time
     * @return whether there was anything to read
     */
    boolean turn(Instant now, Instant upTo)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        if (pass == null) {
            pass = due(now).orElse(null);
        }
        if (pass == null) {
            return false;
        }
        List<WindowRecord> run = history.store().read(tx -> pass.sweep.next(tx, length.windows()));
        if (run.isEmpty()) {
            outside.count(now);
            weighLost(now);
            end();
            return false;
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

    private Optional<Pass> due(Instant now) {
        SourceConfig.Sql sql = Cut.sql(history.config());
        ZoneId zone = history.config().zone();
        LocalDateTime local = LocalDateTime.ofInstant(now, zone);
        LocalDate today = local.toLocalDate();
        StreamRecord stream = history.store().read(tx -> tx.stream(history.stream())).orElseThrow();
        boolean isTime = !local.toLocalTime().isBefore(sql.reconcileAt());
        if (!isTime || stream.reconciled().filter(today::equals).isPresent()) {
            return Optional.empty();
        }
        boolean deep = isDeepDue(stream, today) && !sql.reconcileDeep().isZero();
        Period horizon =
                deep ? longer(sql.reconcile(), sql.reconcileDeep(), today) : sql.reconcile();
        Instant since = since(zone, today, sql.reconcileAt());
        Instant from = Cut.startOf(zone, today.minus(horizon));
        return Optional.of(
                new Pass(
                        today,
                        deep,
                        sweep(from, since, now),
                        new PassTally(history.limits()),
                        new ArrayList<>()));
    }

    /** The last Sunday's pass is made up for when nothing ran on that day. */
    private static boolean isDeepDue(StreamRecord stream, LocalDate today) {
        LocalDate sunday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        return stream.reconciledDeep().filter(d -> !d.isBefore(sunday)).isEmpty();
    }

    private static Period longer(Period one, Period other, LocalDate today) {
        return today.minus(one).isBefore(today.minus(other)) ? one : other;
    }

    private static Instant since(ZoneId zone, LocalDate day, LocalTime at) {
        return day.atTime(at).atZone(zone).toInstant();
    }

    private Sweep sweep(Instant from, Instant since, Instant now) {
        Instant kept = Cut.keptFrom(history.config(), now);
        Instant start = from.isBefore(kept) ? kept : from;
        return new Sweep(
                history.cut(), w -> isWanted(w, since), start, history.plan().liveFrom(now));
    }

    private static boolean isWanted(WindowRecord w, Instant since) {
        boolean known =
                switch (w.state()) {
                    case READ, HELD, GONE, ASIDE -> true;
                    case UNREAD, STALE -> false;
                };
        return known && w.lastRead().filter(t -> !t.isBefore(since)).isEmpty();
    }

    private void compare(List<WindowRecord> run, Instant now, Instant upTo)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        var survey = surveyor.survey(run, upTo, now);
        Judge judge =
                history.judge(pass.tally, Judge.Scope.ROUND, now)
                        .weigh(survey.lines(), survey.found());
        List<Compared> compared = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            Compared one = new Compared(run.get(i), survey.found().get(i));
            boolean doubtful = judge.verdict(one.line, one.found) instanceof Verdict.Doubtful;
            (doubtful ? pass.lost : compared).add(one);
        }
        note(compared, judge, now, survey.rows());
        length.read(run.size(), survey.rows(), survey.took());
        history.pace().worked(survey.took());
    }

    private void weighLost(Instant now) {
        if (!pass.lost.isEmpty()) {
            note(pass.lost, history.judge(pass.tally, now), now, 0);
        }
    }

    private void note(List<Compared> compared, Judge judge, Instant now, long rows) {
        var log = new PassLog(history.stream());
        history.store()
                .change(
                        tx -> {
                            tx.count(history.stream(), Counter.ROWS_READ, rows);
                            compared.forEach(c -> note(tx, c.line, c.found, judge, now, log));
                        });
        log.say();
    }

    private void note(
            Tx tx, WindowRecord line, Found found, Judge judge, Instant now, PassLog log) {
        Optional<WindowRecord> current = tx.window(line.stream(), line.from());
        if (!Line.isUnmoved(line, current)) {
            return;
        }
        Verdict verdict = judge.verdict(line, found);
        ledger.note(tx, current.orElseThrow(), found, verdict, now);
        log.noted(line, verdict);
        if (verdict instanceof Verdict.Send) {
            history.approvals().approve(line, found);
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
                .log("past days were compared with the source{}", ended.deep ? " (deep)" : "");
        pass = null;
    }
}
