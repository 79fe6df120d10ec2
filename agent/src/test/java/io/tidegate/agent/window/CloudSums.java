package io.tidegate.agent.window;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;

/**
 * What a cloud holds of contacts or of intervals: offered, answered and the thousandths of seconds
 * that they took, in words that SQL can find for the same rows. Stateless.
 */
record CloudSums(Cloud cloud, DataType data) {
    /** By queue and start of an interval; two rows of one are two lines. */
    List<String> rows() {
        return all().stream()
                .map(row -> key(row, WireTime.format(row.time())) + words(amounts(row)))
                .sorted()
                .toList();
    }

    /** By queue and day. */
    List<String> days(ZoneId zone) {
        var sums = new TreeMap<String, long[]>();
        for (Row row : all()) {
            LocalDate day = LocalDate.ofInstant(WireTime.instant(row.time()), zone);
            sums.merge(key(row, day), amounts(row), CloudSums::sum);
        }
        return sums.entrySet().stream()
                .map(e -> e.getKey() + words(e.getValue()))
                .sorted()
                .toList();
    }

    private List<Row> all() {
        return cloud.windows.values().stream().flatMap(w -> w.rows().stream()).toList();
    }

    private String key(Row row, Object time) {
        return row.text(column("queueidentifier")) + " " + time;
    }

    private long[] amounts(Row row) {
        boolean contacts = data == DataType.CONTACTS;
        return new long[] {
            contacts ? 1 : row.number(column("offered")),
            row.number(column("answered")),
            row.number(column(contacts ? "duration" : "handlingtime"))
        };
    }

    private static long[] sum(long[] a, long[] b) {
        return new long[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
    }

    private static String words(long[] amounts) {
        return " " + amounts[0] + " " + amounts[1] + " " + amounts[2];
    }

    private Column column(String name) {
        return data.column(name).orElseThrow();
    }
}
