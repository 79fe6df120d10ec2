package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;
import io.tidegate.protocol.Row;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes one row of several interval rows of one identity (queue, channel, start), as {@code
 * same-key} says. Holds every row until {@link #drain}: whoever uses it bounds {@link #size()}.
 * Used by one thread.
 */
public final class SameKeyRows {
    private static final Column QUEUE = column("queueidentifier");
    private static final Column CHANNEL = column("channel");

    private final SameKey same;
    private final boolean ordered;
    private final Map<Identity, Held> held = new LinkedHashMap<>();
    private long combined;

    /** For rows in no order that means something: {@code last} goes by what they hold. */
    public SameKeyRows(SameKey same) {
        this(same, false);
    }

    /**
     * @param ordered whether the last row is the last for a reason ({@link RawShape#ordered()});
     *     otherwise the same rows must give the same result in whatever order they are read
     */
    public SameKeyRows(SameKey same, boolean ordered) {
        this.same = same;
        this.ordered = ordered;
    }

    public void add(Row row) {
        held.merge(Identity.of(row), new Held(row, 1), (before, now) -> combine(before, now.row));
    }

    /** How many rows are held. */
    public int size() {
        return held.size();
    }

    /** How many rows went into another since the beginning, to be reported. */
    public long combined() {
        return combined;
    }

    /** Gives the rows away, in the order in which their identities first came, and holds none. */
    public void drain(RowTaker taker) throws InterruptedException {
        for (Held one : held.values()) {
            if (one.count > 1 && (same == SameKey.REJECT || one.row == null)) {
                reject(one, taker);
            } else {
                taker.taken(one.row);
            }
        }
        held.clear();
    }

    private Held combine(Held before, Row now) {
        combined++;
        return switch (same) {
            case ADD ->
                    new Held(
                            before.row == null ? null : sum(before.row, now),
                            before.count + 1,
                            now.time());
            case LAST, REJECT -> new Held(later(before.row, now), before.count + 1);
        };
    }

    private Row later(Row before, Row now) {
        return ordered || RowOrder.BY_CONTENT.compare(before, now) < 0 ? now : before;
    }

    /** Null when a sum leaves the range of a number. */
    private static Row sum(Row one, Row other) {
        var columns = DataType.INTERVALS.columns();
        var numbers = new long[columns.size()];
        var texts = new String[columns.size()];
        try {
            for (Column column : columns) {
                int at = column.ordinal();
                numbers[at] = number(column, one.number(column), other.number(column));
                texts[at] = other.text(column);
            }
        } catch (ArithmeticException tooLarge) {
            return null;
        }
        return new Row(DataType.INTERVALS, numbers, texts);
    }

    /** Unknown plus known is unknown: a sum of some would pass for the sum of all. */
    private static long number(Column column, long one, long other) {
        if (column.kind() != Kind.COUNT && column.kind() != Kind.SECONDS) {
            return other;
        }
        return one == Row.NULL || other == Row.NULL ? Row.NULL : Math.addExact(one, other);
    }

    private static void reject(Held one, RowTaker taker) throws InterruptedException {
        String reason =
                one.row == null
                        ? one.count
                                + " rows of one queue, channel and interval add up to more than a number holds; see same-key"
                        : one.count
                                + " rows of one queue, channel and interval; same-key = reject takes none of them";
        for (int i = 0; i < one.count; i++) {
            taker.rejected(new Rejection("", QUEUE.name(), reason, one.time));
        }
    }

    private static Column column(String name) {
        return DataType.INTERVALS.column(name).orElseThrow();
    }

    private record Held(Row row, int count, long time) {
        Held(Row row, int count) {
            this(row, count, row.time());
        }
    }

    /** A row without a channel is one of calls. */
    private record Identity(String queue, long channel, long time) {
        static Identity of(Row row) {
            return new Identity(row.text(QUEUE), Math.max(0, row.number(CHANNEL)), row.time());
        }
    }
}
