package io.tidegate.agent.file;

import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.source.csv.PassedOver;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.Optional;

/** What the first reading of a file counts. Used by one thread. */
final class Tally implements RowTaker {
    private final Rejects rejects;
    private final Optional<IntervalCounts> counts;
    private final Optional<IntervalCounts> volumes;
    private final boolean rejectsRepeated;
    private final Column end;
    private final long length;
    private long rows;
    private long ignored;
    private PassedOver passed = new PassedOver();
    private long leftOut;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long rejectedFrom = Long.MAX_VALUE;
    private long rejectedTo = Long.MIN_VALUE;

    Tally(SourceConfig source, DataType data, Rejects rejects) {
        this.rejects = rejects;
        this.counts =
                data == DataType.INTERVALS
                        ? Optional.of(new IntervalCounts(source, data))
                        : Optional.empty();
        this.volumes =
                data != DataType.INTERVALS && FileStream.mode(source) == Mode.REPLACE
                        ? Optional.of(new IntervalCounts(source, data))
                        : Optional.empty();
        this.rejectsRepeated = source.same() == SameKey.REJECT;
        this.end = data.column("endtime").orElse(null);
        this.length =
                data == DataType.INTERVALS
                        ? WireTime.micros(Instant.EPOCH.plus(source.intervalLength()))
                        : 0;
    }

    @Override
    public void taken(Row row) {
        rows++;
        from = Math.min(from, row.time());
        to = Math.max(to, end(row));
        said().ifPresent(c -> c.add(row));
    }

    @Override
    public void rejected(Rejection rejection) {
        rejects.add(rejection);
        if (rejection.time() != Row.NULL) {
            rejectedFrom = Math.min(rejectedFrom, rejection.time());
            rejectedTo = Math.max(rejectedTo, rejection.time() + length);
        }
    }

    @Override
    public void ignored() {
        ignored++;
    }

    /** Rows were passed over, as the settings say. */
    void leftOut(long rows) {
        leftOut = rows;
    }

    /** Rows that were passed over, as the settings say; they count nowhere else. */
    long leftOut() {
        return leftOut;
    }

    /** Good rows, before any are combined. */
    long rows() {
        return rows;
    }

    /** Which lines were no data; to be told once, after the last. */
    void passedOver(PassedOver lines) {
        passed = lines;
    }

    /** Which lines were no data. */
    PassedOver passed() {
        return passed;
    }

    /** Rejected rows, with those that {@code same-key = reject} will reject. */
    long rejected() {
        return rejects.count() + (rejectsRepeated ? repeated() : 0);
    }

    /** All that the file holds. */
    long all() {
        return rows + rejects.count() + ignored;
    }

    Rejects rejects() {
        return rejects;
    }

    /** Of intervals only. */
    Optional<IntervalCounts> counts() {
        return counts;
    }

    /** How much it says of which time: of intervals, and of what replaces all there is. */
    Optional<IntervalCounts> said() {
        return counts.or(() -> volumes);
    }

    /** The file is the whole truth for its queues from its first to its last time. */
    void replaces() {
        if (rows > 0) {
            said().ifPresent(c -> c.replaces(from, to));
        }
    }

    /** The first time; empty if there are no rows. */
    Optional<Instant> from() {
        return rows == 0 ? Optional.empty() : Optional.of(WireTime.instant(from));
    }

    /** The end of the last; empty if there are no rows. */
    Optional<Instant> to() {
        return rows == 0 ? Optional.empty() : Optional.of(WireTime.instant(to));
    }

    /** The first time, of rejected rows too; empty if none could be read. */
    Optional<Instant> firstTime() {
        long first = Math.min(from, rejectedFrom);
        return first == Long.MAX_VALUE ? Optional.empty() : Optional.of(WireTime.instant(first));
    }

    /** The end of the last, of rejected rows too; empty if none could be read. */
    Optional<Instant> lastTime() {
        long last = Math.max(to, rejectedTo);
        return last == Long.MIN_VALUE ? Optional.empty() : Optional.of(WireTime.instant(last));
    }

    private long repeated() {
        return counts.map(c -> c.repeatedRows() + c.repeatedIdentities()).orElse(0L);
    }

    private long end(Row row) {
        return end != null && !row.isNull(end) ? row.number(end) : row.time() + length;
    }
}
