package io.tidegate.agent.window;

import io.tidegate.agent.source.Source;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one read that have a time for which it did not ask, where that does not come from
 * bounds that are coarser than the range (whole days, texts, a wall clock that shows an hour
 * twice). All are counted, the first {@value #MOST} kept. Used by one thread.
 */
final class StrayRows {
    static final int MOST = 32;

    private final Source source;
    private final Instant from;
    private final Instant to;
    private final Instant begin;
    private final long first;
    private final long end;
    private final Map<String, Row> some = new LinkedHashMap<>();
    private long count;

    /**
     * Of a read of [from, to).
     *
     * @param begin rows of before it are no matter
     */
    StrayRows(Source source, Instant from, Instant to, Instant begin) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.begin = begin;
        this.first = WireTime.micros(from);
        this.end = WireTime.micros(to);
    }

    Instant from() {
        return from;
    }

    Instant to() {
        return to;
    }

    /** Looks at a good row as the source gave it. */
    void see(Row row) {
        long time = row.time();
        if (time >= first && time < end) {
            return;
        }
        Instant at = WireTime.instant(time);
        if (at.isBefore(begin) || source.mayGive(at, from, to)) {
            return;
        }
        count++;
        if (some.size() < MOST) {
            some.putIfAbsent(key(row), row);
        }
    }

    long count() {
        return count;
    }

    /** The first of them, by {@link #key}. */
    Map<String, Row> some() {
        return some;
    }

    /**
     * How far a time lies from what was asked for: what a database rounds lies close.
     *
     * @return microseconds
     */
    long distance(Row row) {
        return row.time() < first ? first - row.time() : row.time() - end;
    }

    /** What stays of a row while its other columns change: its identity and its time. */
    static String key(Row row) {
        var key = new StringBuilder().append(row.time());
        for (Column column : identity(row.type())) {
            key.append('\0').append(row.text(column));
        }
        return key.toString();
    }

    private static List<Column> identity(DataType type) {
        return switch (type) {
            case INTERVALS -> columns(type, "queueidentifier");
            case CONTACTS -> columns(type, "queueidentifier", "contactidentifier");
            case AGENT_STATUS -> columns(type, "agentidentifier", "activity");
        };
    }

    private static List<Column> columns(DataType type, String... names) {
        return java.util.Arrays.stream(names).map(n -> type.column(n).orElseThrow()).toList();
    }
}
