package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.Optional;

/**
 * Notices rows that come more than once, as those of a JOIN that finds several rows for one key. By
 * their identity, where they have one; else by all of their values but the queue's name, which is
 * what such rows differ in. Memory: that of {@link TwinSample}. Used by one thread, for one read.
 */
public final class Twins {
    private static final Column CONTACT =
            DataType.CONTACTS.column("contactidentifier").orElseThrow();
    private static final Column OFFERED = DataType.INTERVALS.column("offered").orElseThrow();

    private final DataType data;
    private final boolean byIdentity;
    private final Column group;
    private final Column[] identity;
    private final Column[] values;
    private final TwinSample sample = new TwinSample();
    private long repeats;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    private Twins(DataType data, boolean byIdentity) {
        this.data = data;
        this.byIdentity = byIdentity;
        this.identity = data.identity().toArray(Column[]::new);
        this.values = values(data);
        this.group = group(data);
    }

    /**
     * For a person who looks at some rows: intervals of one identity are shown as such. Empty if
     * rows of one identity are nothing to be known.
     */
    public static Optional<Twins> toBeShown(SourceConfig source) {
        DataType rows = DataType.of(source.rows()).orElseThrow();
        return source.shaping().status() == StatusShape.CHANGES
                ? Optional.empty() // Of changes at one instant the last counts.
                : Optional.of(new Twins(rows, true));
    }

    /**
     * For the daily work: several interval rows of one identity may be parts of one, so only those
     * are twins that are equal, hold something and would be added up.
     */
    public static Optional<Twins> toBeReported(SourceConfig source) {
        DataType rows = DataType.of(source.rows()).orElseThrow();
        return rows == DataType.INTERVALS
                ? Optional.of(new Twins(rows, false)).filter(_ -> source.same() == SameKey.ADD)
                : toBeShown(source);
    }

    private static Column[] values(DataType data) {
        return data.columns().stream()
                .filter(c -> !c.name().equals("queuename"))
                .toArray(Column[]::new);
    }

    /** A JOIN multiplies the rows of a queue, or of an agent. */
    private static Column group(DataType data) {
        return data.column(data == DataType.AGENT_STATUS ? "agentidentifier" : "queueidentifier")
                .orElseThrow();
    }

    public void see(Row row) {
        if (!byIdentity && data == DataType.INTERVALS && row.number(OFFERED) <= 0) {
            return;
        }
        boolean identified = byIdentity && (data != DataType.CONTACTS || row.text(CONTACT) != null);
        long hash = hash(row, identified ? identity : values);
        // The sign says by what it was hashed.
        long signed = identified ? hash | Long.MIN_VALUE : hash & Long.MAX_VALUE;
        if (sample.add(signed, row.text(group).hashCode()) > 1) {
            repeats++;
            first = Math.min(first, row.time());
            last = Math.max(last, row.time());
        }
    }

    private static long hash(Row row, Column[] columns) {
        long hash = 0;
        for (Column column : columns) {
            long value = column.kind().isText() ? hash(row.text(column)) : row.number(column);
            hash = mixed(hash ^ value);
        }
        return hash;
    }

    private static long hash(String text) {
        return text == null
                ? 0
                : (long) text.length() << Integer.SIZE | text.hashCode() & 0xFFFFFFFFL;
    }

    /** Spreads a change of any bit over all of them (the finalizer of SplitMix64). */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** What was found so far. */
    public Found found() {
        var tally = new TwinTally();
        if (repeats > 0) {
            sample.forEach(tally);
        }
        return new Found(
                tally.rows(),
                tally.repeated(),
                sample.isWhole(),
                tally.groups(),
                time(first),
                time(last),
                tally.isNamed(),
                tally.isSeen(),
                tally.isMultiplied());
    }

    private Optional<Instant> time(long micros) {
        return repeats == 0 ? Optional.empty() : Optional.of(WireTime.instant(micros));
    }

    /**
     * @param rows that were counted; 0 if none came twice
     * @param repeated those of them that are like one before
     * @param whole whether all rows were counted; otherwise a fair sample of them
     * @param groups queues, or agents, that they belong to
     * @param first time of one that is like another; empty if there is none
     * @param last the same
     * @param named whether they have an identity that should come once
     * @param seen whether a person who looks at the rows should know
     * @param multiplied whether they are so many that rows must have been multiplied
     */
    public record Found(
            long rows,
            long repeated,
            boolean whole,
            int groups,
            Optional<Instant> first,
            Optional<Instant> last,
            boolean named,
            boolean seen,
            boolean multiplied) {
        /** The share of rows that are like one before. */
        public double share() {
            return rows == 0 ? 0 : (double) repeated / rows;
        }
    }
}
