package io.tidegate.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The judgement over a row that sender and ingest share; PROTOCOL.md, "Rows", states it in words.
 * Looks at one row at a time and at nothing else: whether a time lies in the future is for the
 * sender, who knows the source's clock. Used by one thread.
 */
public final class RowRules {
    private final DataType data;
    private final Column[] columns;

    /** The largest number that each column may hold; -1 for a text. The smallest is 0 for all. */
    private final long[] most;

    private final Column end;
    private final IntervalGrid grid;
    private final String offGrid;
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;
    private boolean identityNeeded;

    private RowRules(DataType data, IntervalGrid grid, String offGrid) {
        this.data = data;
        this.columns = data.columns().toArray(Column[]::new);
        this.most = data.columns().stream().mapToLong(c -> most(c.kind())).toArray();
        this.end = data.column("endtime").orElse(null);
        this.grid = grid;
        this.offGrid = offGrid;
    }

    /**
     * Rules for a data type.
     *
     * @param interval the length of an interval; looked at for {@link DataType#INTERVALS} only
     * @param zone whose wall clock the grid follows; looked at for {@link DataType#INTERVALS} only
     */
    public static RowRules of(DataType data, Duration interval, ZoneId zone) {
        return data == DataType.INTERVALS
                ? new RowRules(data, new IntervalGrid(interval, zone), offGrid(interval, zone))
                : new RowRules(data, null, "");
    }

    /** Further demands that rows lie in [from, to). */
    public RowRules within(Instant from, Instant to) {
        this.from = WireTime.micros(from);
        this.to = WireTime.micros(to);
        return this;
    }

    /** Further demands every column of the identity, as {@link Mode#UPSERT} does. */
    public RowRules withIdentity() {
        this.identityNeeded = true;
        return this;
    }

    /** The first fault of a row in the order of its columns; empty if it is good. */
    public Optional<RowFault> judge(Row row) {
        if (row.type() != data) {
            throw new IllegalArgumentException(row.type() + " judged by the rules of " + data);
        }
        long[] numbers = row.numbers();
        String[] texts = row.texts();
        long textBytes = 0;
        long plain = 0;
        for (int i = 0; i < most.length; i++) {
            if (most[i] >= 0) {
                long number = numbers[i];
                if ((number < 0 || number > most[i]) && reason(columns[i], number) != null) {
                    return fault(columns[i], reason(columns[i], number));
                }
            } else {
                long json = texts[i] == null ? 0 : RowText.jsonLength(texts[i]);
                String reason =
                        texts[i] == null ? absent(columns[i]) : RowText.fault(json, texts[i]);
                if (reason != null) {
                    return fault(columns[i], reason);
                }
                textBytes += json;
                plain |= texts[i] != null && json == texts[i].length() + 2 ? 1L << i : 0;
            }
        }
        row.plain(plain);
        return whole(row, textBytes);
    }

    private static long most(Kind kind) {
        return switch (kind) {
            case TEXT -> -1;
            case INSTANT -> WireTime.MAX;
            case COUNT -> Limits.COUNT;
            case SECONDS -> Limits.SECONDS_MILLIS;
            case FLAG -> 1;
            case CHANNEL -> Channel.values().length - 1;
        };
    }

    /** What is wrong with a number outside its range; null if its absence is not. */
    private String reason(Column column, long number) {
        if (number == Row.NULL) {
            return absent(column);
        }
        return switch (column.kind()) {
            case INSTANT -> "lies outside the years 1970 to 9999";
            case COUNT, SECONDS -> number < 0 ? "is below zero" : "is larger than any real value";
            case FLAG -> "is neither 0 nor 1";
            case CHANNEL -> "is no channel";
            case TEXT -> throw new IllegalArgumentException("a text is no number");
        };
    }

    private String absent(Column column) {
        if (column.required()) {
            return "is missing: every row needs it";
        }
        boolean needed =
                identityNeeded && column.kind() != Kind.CHANNEL && data.identity().contains(column);
        return needed ? "is missing: without it a row cannot be told from others (upsert)" : null;
    }

    private Optional<RowFault> whole(Row row, long textBytes) {
        long time = row.time();
        if (time < from || time >= to) {
            return fault(data.timeColumn(), "lies outside the window it was sent for");
        }
        if (grid != null && !grid.holds(time)) {
            return fault(data.timeColumn(), offGrid);
        }
        if (end != null && !row.isNull(end) && row.number(end) < time) {
            return fault(end, "lies before the start of its span");
        }
        if (textBytes + columns.length * 32L > Limits.ROW_BYTES) {
            return Optional.of(new RowFault("", "the row is longer than 1 MiB"));
        }
        return Optional.empty();
    }

    private static Optional<RowFault> fault(Column column, String reason) {
        return Optional.of(new RowFault(column.name(), reason));
    }

    private static String offGrid(Duration interval, ZoneId zone) {
        return "does not begin an interval of %d minutes on the clock of %s"
                .formatted(interval.toMinutes(), zone);
    }
}
