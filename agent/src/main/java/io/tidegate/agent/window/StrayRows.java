package io.tidegate.agent.window;

import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.source.Source;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one read that have a time for which it did not ask, where that does not come from
 * bounds that are coarser than the range (whole days, texts, a wall clock that shows an hour
 * twice). All are counted, the first {@value #MOST} kept, and of the bad ones the first {@value
 * #MOST_BAD}. Used by one thread.
 */
final class StrayRows {
    static final int MOST = 32;
    static final int MOST_BAD = 1_000;

    private final Source source;
    private final Instant from;
    private final Instant to;
    private final Instant begin;
    private final long first;
    private final long end;
    private final Map<String, Row> some = new LinkedHashMap<>();
    private final Map<String, Rejection> bad = new LinkedHashMap<>();
    private final Alike alike = new Alike();
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
        if (!isStray(row.time())) {
            return;
        }
        count++;
        if (some.size() < MOST) {
            some.putIfAbsent(key(row), row);
        }
    }

    /** Looks at a bad row that belongs to another window. */
    void see(Rejection rejection) {
        if (rejection.time() == Row.NULL || !isStray(rejection.time())) {
            return;
        }
        count++;
        if (bad.size() < MOST_BAD) {
            bad.put(alike.key(rejection), rejection);
        }
    }

    private boolean isStray(long time) {
        if (time >= first && time < end) {
            return false;
        }
        Instant at = WireTime.instant(time);
        return !at.isBefore(begin) && !source.mayGive(at, from, to);
    }

    long count() {
        return count;
    }

    /** The first of them, by {@link #key}. */
    Map<String, Row> some() {
        return some;
    }

    /** The first of the bad ones, by {@link Alike#key}. */
    Map<String, Rejection> bad() {
        return bad;
    }

    /**
     * How far a time lies from what was asked for: what a database rounds lies close.
     *
     * @return microseconds
     */
    long distance(long time) {
        return time < first ? first - time : time - end;
    }

    /** Bad rows have no identity: those of one time and fault are told apart by their number. */
    static final class Alike {
        private final Map<String, Integer> numbers = new HashMap<>();

        String key(Rejection bad) {
            String fault = bad.time() + "\0" + bad.column() + '\0' + bad.reason();
            return fault + '\0' + numbers.merge(fault, 1, Integer::sum);
        }
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
