package io.tidegate.agent.window;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.window.Examined.Follow;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.WindowHash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads stretches of time again for {@code verify}, and sees to it that what differs is sent under
 * the usual rules: windows beyond the look-back become STALE, held or gone as after a nightly
 * comparison; those of the look-back are left to a live pass, which is asked for. Used by one
 * thread.
 */
final class Examination {
    private static final int MOST = 256;
    private static final long ROWS = 200_000;
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration PAGE = Duration.ofDays(64);

    private final History history;
    private final DataType data;
    private final Surveyor surveyor;
    private final Ledger ledger;
    private final LiveSchedule schedule;
    private final RunLength length = new RunLength(8, MOST, ROWS, TIME);

    /** It cannot be read at once, so it is read by nobody now. */
    private Optional<Instant> tooLarge = Optional.empty();

    Examination(
            History history,
            DataType data,
            Surveyor surveyor,
            Ledger ledger,
            LiveSchedule schedule) {
        this.history = history;
        this.data = data;
        this.surveyor = surveyor;
        this.ledger = ledger;
        this.schedule = schedule;
    }

    /**
     * Reads the next windows of [from, to), as many as the source bears at once.
     *
     * @param upTo rows at or after it are left for another time
     */
    Examined turn(Question question, Instant now, Instant upTo)
            throws SourceException, ShapeException, InterruptedException {
        Instant to = question.to().isBefore(upTo) ? question.to() : upTo;
        if (!question.from().isBefore(to)) {
            return new Examined(List.of(), Optional.empty(), question.to());
        }
        List<WindowRecord> run = run(question.from(), to);
        Instant kept = Cut.keptFrom(history.config(), now);
        List<WindowRecord> purged = run.stream().filter(w -> w.from().isBefore(kept)).toList();
        if (!purged.isEmpty()) {
            return unread(purged, Follow.GONE);
        }
        if (tooLarge.filter(run.getFirst().from()::equals).isPresent()) {
            return unread(List.of(run.getFirst()), Follow.UNREADABLE);
        }
        return read(question, run, now, upTo);
    }

    private List<WindowRecord> run(Instant from, Instant to) {
        Instant page = from.plus(PAGE).isBefore(to) ? from.plus(PAGE) : to;
        List<WindowRecord> all = history.store().read(tx -> history.cut().windows(tx, from, page));
        int most = Math.min(length.windows(), all.size());
        for (int i = 1; i < most; i++) {
            Instant begin = all.get(i).from();
            if (tooLarge.filter(begin::equals).isPresent()) {
                most = i;
            }
        }
        return all.subList(0, most);
    }

    private static Examined unread(List<WindowRecord> windows, Follow follow) {
        List<Examined.Window> all =
                windows.stream()
                        .map(w -> new Examined.Window(w, w, follow, Optional.empty(), 0))
                        .toList();
        return new Examined(all, Optional.empty(), windows.getLast().to());
    }

    private Examined read(Question question, List<WindowRecord> run, Instant now, Instant upTo)
            throws SourceException, ShapeException, InterruptedException {
        Totals totals = question.totals() ? new Totals(data, history.config().zone()) : null;
        try {
            var survey = surveyor.survey(run, upTo, now, totals);
            length.read(run.size(), survey.rows(), survey.took());
            history.pace().worked(survey.took());
            return examined(run, survey.found(), now, Optional.ofNullable(totals));
        } catch (WindowTooLargeException e) {
            tooLarge = Optional.of(e.window().from());
            return new Examined(List.of(), Optional.empty(), question.from()); // The same again.
        }
    }

    private Examined examined(
            List<WindowRecord> run, List<Found> found, Instant now, Optional<Totals> totals) {
        // A tally is not asked in a round: what has lost rows is weighed when it is read again.
        Judge judge =
                history.judge(new PassTally(history.limits()), Judge.Scope.ROUND, now)
                        .look(run, found);
        var log = new PassLog(history.stream());
        List<Examined.Window> windows =
                history.store()
                        .write(
                                tx -> {
                                    Instant begin = historyFrom(tx);
                                    List<Examined.Window> all = new ArrayList<>();
                                    for (int i = 0; i < run.size(); i++) {
                                        var one = new One(run.get(i), found.get(i), judge, now);
                                        all.add(one.examine(tx, begin, log));
                                    }
                                    return all;
                                });
        log.say();
        if (windows.stream().anyMatch(w -> isForLive(w, now))) {
            schedule.askForWhole();
        }
        return new Examined(windows, totals, run.getLast().to());
    }

    private Instant historyFrom(Tx tx) {
        StreamRecord stream = tx.stream(history.stream()).orElseThrow();
        return stream.cutFrom().or(stream::cutBase).orElseThrow();
    }

    private boolean isForLive(Examined.Window w, Instant now) {
        return w.follow() != Follow.NOTHING && !w.line().from().isBefore(liveFrom(now));
    }

    private Instant liveFrom(Instant now) {
        return history.plan().liveFrom(now);
    }

    /** A window and what a read found in it. */
    private final class One {
        private final WindowRecord line;
        private final Found found;
        private final Verdict verdict;
        private final Instant now;

        One(WindowRecord line, Found found, Judge judge, Instant now) {
            this.line = line;
            this.found = found;
            this.verdict = judge.verdict(line, found);
            this.now = now;
        }

        Examined.Window examine(Tx tx, Instant historyFrom, PassLog log) {
            Optional<WindowRecord> current = tx.window(line.stream(), line.from());
            WindowRecord noted = current.orElse(line);
            if (current.isPresent() && isOurs() && Line.isUnmoved(tx, line)) {
                ledger.note(tx, current.get(), found, verdict, now);
                log.noted(line, verdict, found.rejections());
                noted = tx.window(line.stream(), line.from()).orElseThrow();
            }
            return new Examined.Window(
                    line, noted, follow(historyFrom), Optional.of(found.hash()), found.rejected());
        }

        /** What the look-back and the history are about to read is theirs. */
        private boolean isOurs() {
            return line.from().isBefore(liveFrom(now))
                    && switch (line.state()) {
                        case READ, HELD, GONE, ASIDE -> true;
                        case UNREAD, STALE -> false;
                    };
        }

        private Follow follow(Instant historyFrom) {
            boolean same = line.content().filter(found.hash()::equals).isPresent();
            boolean nothing = line.content().isEmpty() && found.rows() == 0;
            if (same && !(verdict instanceof Verdict.Held) || nothing && found.rejected() == 0) {
                return Follow.NOTHING;
            }
            if (line.state() == State.UNREAD && line.content().isEmpty()) {
                return line.to().isAfter(historyFrom) ? Follow.NOT_READ : Follow.OLDER;
            }
            return switch (verdict) {
                case Verdict.Same _ -> isKept() ? Follow.KEPT : Follow.NOTHING;
                case Verdict.Send _ -> Follow.TO_BE_SENT;
                case Verdict.Doubtful _ -> Follow.TO_BE_WEIGHED;
                case Verdict.Held _ -> Follow.HELD;
                case Verdict.Gone _ -> Follow.GONE;
            };
        }

        private boolean isKept() {
            return line.kept().filter(found.hash()::equals).isPresent()
                    && line.content().map(WindowHash::rows).isPresent();
        }
    }
}
