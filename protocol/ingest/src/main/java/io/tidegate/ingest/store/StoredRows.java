package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Measure;
import io.tidegate.protocol.Channel;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.Kind;
import io.tidegate.protocol.Row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.stream.Collectors;

/** Reads stored rows back into what they were when they were hashed. Without state. */
final class StoredRows {
    private StoredRows() {}

    /** What the rows in [from, to) add up to. */
    static Measure measure(Tx tx, RowTable table, int streamId, Instant from, Instant to)
            throws SQLException {
        Measure measure = new Measure(table.data());
        String columns =
                table.data().columns().stream()
                        .map(StoredRows::expression)
                        .collect(Collectors.joining(", "));
        tx.each(
                "SELECT %s FROM %s WHERE stream_id = ? AND %s >= ? AND %s < ?"
                        .formatted(columns, table.name(), table.time(), table.time()),
                row -> measure.add(read(table, row)),
                streamId,
                from,
                to);
        return measure;
    }

    private static String expression(Column column) {
        String name = RowTable.column(column);
        return column.kind() == Kind.INSTANT
                ? "(extract(epoch FROM %s) * 1000000)::bigint".formatted(name)
                : name;
    }

    private static Row read(RowTable table, ResultSet row) throws SQLException {
        int width = table.data().columns().size();
        long[] numbers = new long[width];
        String[] texts = new String[width];
        for (Column column : table.data().columns()) {
            int i = column.ordinal();
            if (column.kind().isText()) {
                texts[i] = row.getString(i + 1);
                numbers[i] = Row.NULL;
            } else {
                numbers[i] = number(row, column);
            }
        }
        return new Row(table.data(), numbers, texts);
    }

    private static long number(ResultSet row, Column column) throws SQLException {
        int at = column.ordinal() + 1;
        if (column.kind() == Kind.CHANNEL) {
            return Channel.of(row.getString(at)).orElseThrow().ordinal();
        }
        long value = row.getLong(at);
        return row.wasNull() ? Row.NULL : value;
    }
}
