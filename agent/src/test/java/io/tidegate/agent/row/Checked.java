package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** Runs raw rows through a check and remembers what came of them. */
public class Checked implements RowTaker {
    public static final Instant LATEST = Instant.parse("2026-11-20T12:00:00Z");

    public final List<Row> rows = new ArrayList<>();
    public final List<Rejection> rejections = new ArrayList<>();
    public int ignored;
    RowCheck check;

    /** Columns by name, rows as arrays of values in that order. */
    static Checked rows(SourceConfig source, String columns, Object[]... rows) throws Exception {
        return rows(source, new RawShape(names(columns), List.of()), LATEST, rows);
    }

    static Checked rows(SourceConfig source, RawShape shape, Instant latest, Object[]... rows)
            throws Exception {
        var data = DataType.of(source.rows()).orElseThrow();
        var checked = new Checked();
        checked.check = new RowCheck(source, data, shape, value -> "#" + value.strip());
        checked.check.begin(latest);
        for (int i = 0; i < rows.length; i++) {
            checked.check.check(raw(i, rows[i]), checked);
        }
        checked.check.finish(checked);
        return checked;
    }

    static Object[] row(Object... values) {
        return values;
    }

    static List<String> names(String columns) {
        return Arrays.asList(columns.split(" "));
    }

    /** Rows in short: each value, a dash where absent, times as on the wire. */
    public List<String> shown() {
        return rows.stream().map(Checked::shown).toList();
    }

    public List<String> times() {
        return rows.stream().map(r -> WireTime.format(r.time())).toList();
    }

    /** Rejections in short: place, column and reason. */
    public List<String> reasons() {
        return rejections.stream()
                .map(r -> r.place() + ": " + r.column() + " " + r.reason())
                .toList();
    }

    public static String shown(Row row) {
        var text = new StringJoiner(" ");
        for (Column column : row.type().columns()) {
            text.add(row.isNull(column) ? "-" : shown(row, column));
        }
        return text.toString();
    }

    private static String shown(Row row, Column column) {
        if (column.kind().isText()) {
            return row.text(column);
        }
        return column.kind() == Kind.INSTANT
                ? WireTime.format(row.number(column))
                : Long.toString(row.number(column));
    }

    @Override
    public void taken(Row row) {
        rows.add(row);
    }

    @Override
    public void rejected(Rejection rejection) {
        rejections.add(rejection);
    }

    @Override
    public void ignored() {
        ignored++;
    }

    private static RawRow raw(int index, Object[] values) {
        return new RawRow() {
            @Override
            public Object value(int at) {
                return values[at];
            }

            @Override
            public String place() {
                return "line " + (index + 1);
            }
        };
    }
}
