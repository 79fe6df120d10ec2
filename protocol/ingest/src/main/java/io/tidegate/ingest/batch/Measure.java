package io.tidegate.ingest.batch;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WindowHasher;

import java.time.Instant;

/** What the rows of a window add up to: content hash and totals. Used by one thread. */
public final class Measure {
    private final WindowHasher hasher = new WindowHasher();
    private final DataType data;
    private final Column offeredColumn;
    private final Column answeredColumn;
    private final Column timeColumn;
    private long rows;
    private long offered;
    private long answered;
    private long handlingMillis;

    public Measure(DataType data) {
        this.data = data;
        this.offeredColumn = data.column("offered").orElse(null);
        this.answeredColumn = data.column("answered").orElse(null);
        this.timeColumn =
                data.column("handlingtime").or(() -> data.column("duration")).orElse(null);
    }

    /** Adds a row that is stored. */
    public void add(Row row) {
        hasher.add(row);
        rows++;
        offered = sum(offered, value(row, offeredColumn));
        answered = sum(answered, value(row, answeredColumn));
        handlingMillis = sum(handlingMillis, value(row, timeColumn));
    }

    /** Stays at the largest number rather than to turn negative. */
    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long value(Row row, Column column) {
        return column == null || row.isNull(column) ? 0 : row.number(column);
    }

    /** The window with what was added; without intervals every row is one offered. */
    public StoredWindow of(Instant from, Instant to, long revision) {
        return new StoredWindow(
                from,
                to,
                revision,
                hasher.result(),
                data == DataType.INTERVALS ? offered : rows,
                answered,
                handlingMillis);
    }
}
