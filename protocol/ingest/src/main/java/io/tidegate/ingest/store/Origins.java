package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Incoming;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Scope;
import io.tidegate.protocol.StoredOrigin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The files of a stream. What is stored is as if they had been taken in their own order (modified,
 * name, revision), whenever they came; the same file again takes the place of its own rows. Used by
 * the transaction that holds the stream.
 */
final class Origins {
    private final Tx tx;
    private final RowTable table;
    private final int streamId;
    private final Instant now;

    Origins(Tx tx, RowTable table, int streamId, Instant now) {
        this.tx = tx;
        this.table = table;
        this.streamId = streamId;
        this.now = now;
    }

    /** Whether a newer revision of that file is stored. */
    boolean supersede(Scope.Origin origin) throws SQLException {
        return tx.one(
                        "SELECT revision FROM origin_row WHERE stream_id = ? AND sha256 = ?",
                        row -> row.getLong("revision"),
                        streamId,
                        origin.sha256())
                .filter(revision -> revision > origin.revision())
                .isPresent();
    }

    /**
     * Stores the rows of a file.
     *
     * @param minutes the length of an interval; 0 where there are none
     * @return what the last part held
     */
    Incoming.Content take(Scope.Origin origin, Mode mode, int minutes, List<Part> parts)
            throws SQLException, Refusal {
        int id = put(origin, mode);
        Optional<TimeRange> before = forget(id);
        QueueNames names = new QueueNames(table.data());
        FileRows file = new FileRows(tx, table, streamId, id);
        file.begin();
        Incoming.Content last = null;
        for (Part part : parts) {
            last = part.copy(file::room, (_, row) -> names.add(row));
        }
        names.write(tx, streamId);
        Optional<TimeRange> range = file.range(minutes);
        describe(id, file.count(), range);
        if (range.isPresent()) {
            if (mode == Mode.REPLACE) {
                file.claim(minutes);
            }
            file.settle(mode, range.get(), NewerFiles.than(tx, streamId, origin, range.get()));
        }
        reckon(before);
        reckon(range);
        return last;
    }

    private int put(Scope.Origin origin, Mode mode) throws SQLException {
        return tx.one(
                        "INSERT INTO origin_row (stream_id, sha256, name, modified, revision, mode, rows, at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (stream_id, sha256)"
                                + " DO UPDATE SET name = excluded.name, modified = excluded.modified,"
                                + " revision = excluded.revision, mode = excluded.mode,"
                                + " at = excluded.at RETURNING origin_id",
                        row -> row.getInt("origin_id"),
                        streamId,
                        origin.sha256(),
                        origin.name(),
                        origin.modified(),
                        origin.revision(),
                        mode.wireName(),
                        now)
                .orElseThrow();
    }

    /** Deletes what the same file brought before; says over which time. */
    private Optional<TimeRange> forget(int id) throws SQLException {
        tx.update("DELETE FROM origin_queue_row WHERE origin_id = ?", id);
        tx.update("DELETE FROM %s WHERE origin_id = ?".formatted(table.name()), id);
        return tx.one(
                "SELECT range_from, range_to FROM origin_row"
                        + " WHERE origin_id = ? AND range_from IS NOT NULL",
                row -> new TimeRange(Tx.instant(row, "range_from"), Tx.instant(row, "range_to")),
                id);
    }

    private void describe(int id, long rows, Optional<TimeRange> range) throws SQLException {
        tx.update(
                "UPDATE origin_row SET rows = ?, range_from = ?, range_to = ? WHERE origin_id = ?",
                rows,
                range.map(TimeRange::from).orElse(null),
                range.map(TimeRange::to).orElse(null),
                id);
    }

    /** Windows in a stream of files are left from a time when it was one of queries. */
    private void reckon(Optional<TimeRange> range) throws SQLException {
        if (range.isPresent()) {
            new Windows(tx, table, streamId, now).reckon(range.get().from(), range.get().to());
        }
    }

    /** The files after one, in the order in which they first came. */
    static List<Listed> after(Tx tx, int streamId, int originId, int most) throws SQLException {
        return tx.list(
                "SELECT origin_id, sha256, name, modified, revision, mode, rows FROM origin_row"
                        + " WHERE stream_id = ? AND origin_id > ? ORDER BY origin_id LIMIT ?",
                Origins::read,
                streamId,
                originId,
                most);
    }

    record Listed(int id, StoredOrigin origin) {}

    private static Listed read(ResultSet row) throws SQLException {
        return new Listed(
                row.getInt("origin_id"),
                new StoredOrigin(
                        row.getString("sha256"),
                        row.getString("name"),
                        Tx.instant(row, "modified"),
                        row.getLong("revision"),
                        Mode.of(row.getString("mode")).orElseThrow(),
                        row.getLong("rows")));
    }
}
