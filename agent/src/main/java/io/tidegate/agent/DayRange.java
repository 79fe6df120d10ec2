package io.tidegate.agent;

import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.WindowHash;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Windows with one reason on neighbouring local days. Reasons that differ in numbers alone are one:
 * the first is told.
 *
 * @param from first local day, @param to last, included
 * @param stored rows that stand in the cloud
 * @param found rows that the last read found instead, @param rejected those that it rejected
 * @param first the reason of the first window, @param alike whether another one's has other numbers
 */
record DayRange(
        LocalDate from,
        LocalDate to,
        long windows,
        long stored,
        long found,
        long rejected,
        String first,
        boolean alike) {

    /** In the order of their days. */
    static List<DayRange> fold(List<WindowRecord> oldestFirst, ZoneId zone) {
        List<DayRange> ranges = new ArrayList<>();
        Map<String, Integer> latest = new HashMap<>();
        for (WindowRecord line : oldestFirst) {
            DayRange one = of(line, zone);
            Integer at = latest.get(one.likeness());
            if (at != null && ranges.get(at).reaches(one)) {
                ranges.set(at, ranges.get(at).with(one));
            } else {
                latest.put(one.likeness(), ranges.size());
                ranges.add(one);
            }
        }
        return List.copyOf(ranges);
    }

    private static DayRange of(WindowRecord line, ZoneId zone) {
        return new DayRange(
                line.from().atZone(zone).toLocalDate(),
                line.to().minusNanos(1).atZone(zone).toLocalDate(),
                1,
                line.content().map(WindowHash::rows).orElse(0L),
                line.found().map(WindowHash::rows).orElse(0L),
                line.rejected(),
                line.reason(),
                false);
    }

    private String likeness() {
        return first.replaceAll("[0-9][0-9.,]*", "#");
    }

    private boolean reaches(DayRange next) {
        return !next.from.isAfter(to.plusDays(1));
    }

    private DayRange with(DayRange next) {
        return new DayRange(
                from,
                to.isAfter(next.to) ? to : next.to,
                windows + next.windows,
                stored + next.stored,
                found + next.found,
                rejected + next.rejected,
                first,
                alike || !first.equals(next.first));
    }

    /** What stands and what was found instead. */
    String rows() {
        String bad = rejected == 0 ? "" : ", %,d rejected".formatted(rejected);
        String good = rejected == 0 ? "%,d found" : "%,d good ones found";
        return Words.count(stored, "row") + " stored" + bad + ", " + good.formatted(found);
    }

    String reason() {
        return alike ? first + ", others alike" : first;
    }

    /** Whether one command for the days of one would meet the other. */
    boolean overlaps(DayRange other) {
        return !other.from.isAfter(to) && !other.to.isBefore(from);
    }

    String days() {
        return Words.days(from, to);
    }
}
