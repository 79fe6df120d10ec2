package io.tidegate.agent.preset;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Sums per queue and local day: offered, answered, seconds handled, seconds waited. */
final class Totals {
    private static final long SECOND = 1_000;

    private Totals() {}

    /** What must come out of those stays that began in the range. */
    static Map<String, List<Long>> expected(List<Visit> visits) {
        Map<String, List<Long>> totals = new TreeMap<>();
        for (Visit visit : visits) {
            if (!visit.entered().isBefore(Visit.FROM) && visit.entered().isBefore(Visit.TO)) {
                add(
                        totals,
                        visit.queue() + " " + visit.day(),
                        List.of(
                                1L,
                                visit.answered() ? 1L : 0L,
                                visit.talked() ? (long) visit.talk() : 0L,
                                visit.exit() == Visit.Exit.STILL_WAITING
                                        ? 0L
                                        : (long) visit.waited()));
            }
        }
        return totals;
    }

    static Map<String, List<Long>> ofContacts(List<Row> rows) {
        return of(rows, DataType.CONTACTS, _ -> 1L, "duration");
    }

    static Map<String, List<Long>> ofIntervals(List<Row> rows) {
        Column offered = DataType.INTERVALS.column("offered").orElseThrow();
        return of(rows, DataType.INTERVALS, row -> row.number(offered), "handlingtime");
    }

    private static Map<String, List<Long>> of(
            List<Row> rows, DataType data, Function<Row, Long> offered, String handled) {
        Map<String, List<Long>> totals = new TreeMap<>();
        for (Row row : rows) {
            String day = WireTime.instant(row.time()).atZone(Visit.ZONE).toLocalDate().toString();
            String queue = row.text(data.column("queueidentifier").orElseThrow());
            add(
                    totals,
                    queue + " " + day,
                    List.of(
                            offered.apply(row),
                            number(row, data, "answered"),
                            number(row, data, handled) / SECOND,
                            number(row, data, "waittime") / SECOND));
        }
        return totals;
    }

    private static long number(Row row, DataType data, String name) {
        Column column = data.column(name).orElseThrow();
        return row.isNull(column) ? 0 : row.number(column);
    }

    private static void add(Map<String, List<Long>> totals, String key, List<Long> more) {
        totals.merge(
                key,
                more,
                (a, b) ->
                        List.of(
                                a.get(0) + b.get(0),
                                a.get(1) + b.get(1),
                                a.get(2) + b.get(2),
                                a.get(3) + b.get(3)));
    }
}
