package io.tidegate.agent.verify;

import io.tidegate.agent.window.Totals;
import io.tidegate.agent.window.Totals.Key;
import io.tidegate.agent.window.Totals.Line;
import io.tidegate.agent.window.Totals.Sums;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Local days with their queues, as they become complete, so that memory holds a few days at a time.
 * Used by one thread.
 */
final class DayTable {
    private final NavigableMap<Key, Line> lines = new TreeMap<>();
    private final NavigableMap<LocalDate, Day> days = new TreeMap<>();

    /**
     * A day as a whole.
     *
     * @param source rows that can be stored
     */
    record Day(LocalDate day, Word word, long source, long rejected, long ingest) {
        private Day plus(Day other) {
            return new Day(
                    day,
                    word.graver(other.word),
                    source + other.source,
                    rejected + other.rejected,
                    ingest + other.ingest);
        }
    }

    /** A day and what its queues add up to; none if nobody asked. */
    record Complete(Day day, List<Queue> queues) {
        Sums sums() {
            return queues.stream().map(q -> q.line.sums()).reduce(Sums.NONE, Sums::plus);
        }
    }

    record Queue(Key key, Line line) {}

    void add(Judged one, LocalDate day) {
        var part =
                new Day(
                        day,
                        one.outcome().word(),
                        Math.max(0, one.source()),
                        one.rejected(),
                        one.ingest());
        days.merge(day, part, Day::plus);
    }

    void add(Totals totals) {
        totals.lines().forEach((key, line) -> lines.merge(key, line, Line::plus));
    }

    /** Takes out the days before that one. */
    List<Complete> before(LocalDate end) {
        List<Complete> complete = new ArrayList<>();
        var done = days.headMap(end, false);
        done.values().forEach(day -> complete.add(new Complete(day, queues(day.day()))));
        done.clear();
        return complete;
    }

    private List<Queue> queues(LocalDate day) {
        var from = new Key(day, "", "");
        var of = lines.subMap(from, true, new Key(day.plusDays(1), "", ""), false);
        List<Queue> queues =
                of.entrySet().stream().map(e -> new Queue(e.getKey(), e.getValue())).toList();
        of.clear();
        return queues;
    }
}
