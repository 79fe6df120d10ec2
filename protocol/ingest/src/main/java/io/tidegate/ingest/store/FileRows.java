package io.tidegate.ingest.store;

import io.tidegate.protocol.Mode;

import java.sql.SQLException;
import java.util.Optional;

/**
 * The rows of one file on their way into their table, by way of a temporary one that ends with the
 * transaction: which of them stay, and which stored ones they replace, is settled in SQL for all at
 * once. Used once, by one thread.
 */
final class FileRows {
    /** From how many rows on the planner is told what there is. */
    private static final long ANALYZE_ROWS = 1_000;

    private final Tx tx;
    private final RowTable table;
    private final String arriving;
    private final int streamId;
    private final int originId;
    private long parts;

    FileRows(Tx tx, RowTable table, int streamId, int originId) {
        this.tx = tx;
        this.table = table;
        this.arriving = "arriving_" + table.name();
        this.streamId = streamId;
        this.originId = originId;
    }

    /** Makes the temporary table. */
    void begin() throws SQLException {
        tx.call(
                "CREATE TEMPORARY TABLE %s (LIKE %s, ord bigint NOT NULL) ON COMMIT DROP"
                        .formatted(arriving, table.name()));
    }

    /** Takes the rows of one more part, in the order of the file. */
    RowCopy room() throws SQLException {
        return RowCopy.ofFile(tx, table, arriving, streamId, originId, parts++ << 32);
    }

    /** How many rows came. */
    long count() throws SQLException {
        long count =
                tx.one("SELECT count(*) FROM " + arriving, row -> row.getLong(1)).orElseThrow();
        if (count >= ANALYZE_ROWS) {
            tx.call("ANALYZE " + arriving);
        }
        return count;
    }

    /**
     * From the first time to the end of the last; empty without rows.
     *
     * @param minutes the length of an interval
     */
    Optional<TimeRange> range(int minutes) throws SQLException {
        return tx.one(
                "SELECT min(%s) AS range_from, %s AS range_to FROM %s HAVING count(*) > 0"
                        .formatted(table.time(), end(minutes), arriving),
                row -> new TimeRange(Tx.instant(row, "range_from"), Tx.instant(row, "range_to")));
    }

    /**
     * Writes for which queues or ACD agents the file speaks, and until when: until its last row,
     * and for an ACD agent at least until the end of that agent's last span.
     */
    void claim(int minutes) throws SQLException {
        tx.update(
                ("INSERT INTO origin_queue_row (origin_id, queue, range_to)"
                                + " SELECT ?, %s, greatest(%s, (SELECT %s FROM %s))"
                                + " FROM %s GROUP BY 2")
                        .formatted(
                                table.queue(), end(minutes), moment(minutes), arriving, arriving),
                originId);
    }

    private String end(int minutes) {
        return table.hasSpans()
                ? "greatest(%s, max(endtime))".formatted(moment(minutes))
                : moment(minutes);
    }

    /** When the time of the last row is over; the end of a span does not count. */
    private String moment(int minutes) {
        String length = minutes > 0 ? minutes + " minutes" : "1 microsecond";
        return "max(%s) + interval '%s'".formatted(table.time(), length);
    }

    /**
     * Moves the rows into their table.
     *
     * @param range their time, as {@link #range}
     * @param newer the files before which this one steps back
     */
    void settle(Mode mode, TimeRange range, NewerFiles newer) throws SQLException {
        if (!newer.isEmpty()) {
            stepBack(range, newer);
        }
        switch (mode) {
            case UPSERT -> takePlaces(range, newer);
            case REPLACE -> clear(newer);
            case APPEND, SKIP -> {}
        }
        tx.update(
                "INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY ord"
                        .formatted(table.name(), table.columns(), table.columns(), arriving));
    }

    /** Drops what a newer file speaks for, or has another version of. */
    private void stepBack(TimeRange range, NewerFiles newer) throws SQLException {
        tx.update(
                ("DELETE FROM %s a USING origin_row o, origin_queue_row q"
                                + " WHERE o.origin_id = ANY(?) AND q.origin_id = o.origin_id"
                                + " AND q.queue = a.%s AND a.%s >= o.range_from"
                                + " AND a.%s < q.range_to")
                        .formatted(arriving, table.queue(), table.time(), table.time()),
                (Object) newer.all());
        tx.update(
                "DELETE FROM %s a USING %s b WHERE %s AND b.origin_id = ANY(?)"
                        .formatted(arriving, table.name(), stored()),
                streamId,
                range.from(),
                range.to(),
                newer.replacing());
    }

    /** Takes the place of rows of the same identity; within the file the last one does. */
    private void takePlaces(TimeRange range, NewerFiles newer) throws SQLException {
        String identity = String.join(", ", table.identity());
        tx.update(
                ("DELETE FROM %s WHERE ord IN (SELECT ord FROM (SELECT ord, row_number() OVER"
                                + " (PARTITION BY %s ORDER BY ord DESC) AS place, num_nulls(%s)"
                                + " AS unknown FROM %s) n WHERE place > 1 AND unknown = 0)")
                        .formatted(arriving, identity, identity, arriving));
        tx.update(
                "DELETE FROM %s b USING %s a WHERE %s AND (b.origin_id = ANY(?)) IS NOT TRUE"
                        .formatted(table.name(), arriving, stored()),
                streamId,
                range.from(),
                range.to(),
                newer.all());
    }

    /** A stored row, called b, of the same identity as an arriving one, called a. */
    private String stored() {
        return "b.stream_id = ? AND b.%s >= ? AND b.%s < ? AND %s"
                .formatted(table.time(), table.time(), table.sameIdentity("a", "b"));
    }

    /** Deletes what the file speaks for, but for rows of newer files. */
    private void clear(NewerFiles newer) throws SQLException {
        tx.update(
                ("DELETE FROM %s b USING origin_row o, origin_queue_row q WHERE o.origin_id = ?"
                                + " AND q.origin_id = o.origin_id AND b.stream_id = o.stream_id"
                                + " AND b.%s >= o.range_from AND b.%s < o.range_to"
                                + " AND b.%s < q.range_to AND q.queue = b.%s"
                                + " AND (b.origin_id = ANY(?)) IS NOT TRUE")
                        .formatted(
                                table.name(),
                                table.time(),
                                table.time(),
                                table.time(),
                                table.queue()),
                originId,
                newer.all());
    }
}
