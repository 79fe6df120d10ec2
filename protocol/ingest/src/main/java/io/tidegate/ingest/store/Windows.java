package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Incoming;
import io.tidegate.ingest.batch.Measure;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.Scope;
import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WindowHash;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The stored windows of a stream. Their lines never overlap, and each says what the rows in it add
 * up to: a window with other edges cuts those it overlaps, and what is left of them is reckoned
 * anew. Used by the transaction that holds the stream.
 */
final class Windows {
    private static final String COLUMNS =
            "window_from, window_to, revision, rows, hash, offered, answered, handlingtime_ms";

    private final Tx tx;
    private final RowTable table;
    private final int streamId;
    private final Instant now;

    Windows(Tx tx, RowTable table, int streamId, Instant now) {
        this.tx = tx;
        this.table = table;
        this.streamId = streamId;
        this.now = now;
    }

    /** Whether something newer than that window is stored in it. */
    boolean supersede(Scope.Window window) throws SQLException {
        return overlapping(tx, streamId, window.from(), window.to(), Integer.MAX_VALUE).stream()
                .anyMatch(stored -> stored.revision() > window.revision());
    }

    /**
     * Replaces all rows of a window by those of its parts.
     *
     * @return what the last part held
     */
    Incoming.Content replace(Scope.Window window, List<Part> parts) throws SQLException, Refusal {
        tx.update(
                "DELETE FROM %s WHERE stream_id = ? AND %s >= ? AND %s < ?"
                        .formatted(table.name(), table.time(), table.time()),
                streamId,
                window.from(),
                window.to());
        Measure measure = new Measure(table.data());
        QueueNames names = new QueueNames(table.data());
        Incoming.Content last = null;
        for (Part part : parts) {
            last =
                    part.copy(
                            () -> RowCopy.ofWindow(tx, table, streamId),
                            (_, row) -> {
                                measure.add(row);
                                names.add(row);
                            });
        }
        names.write(tx, streamId);
        cut(window);
        put(measure.of(window.from(), window.to(), window.revision()));
        return last;
    }

    /** Takes a piece of time out of the lines that overlap it. */
    private void cut(Scope.Window window) throws SQLException {
        for (StoredWindow old :
                overlapping(tx, streamId, window.from(), window.to(), Integer.MAX_VALUE)) {
            remove(old);
            if (old.from().isBefore(window.from())) {
                reckon(old.from(), window.from(), old.revision());
            }
            if (old.to().isAfter(window.to())) {
                reckon(window.to(), old.to(), old.revision());
            }
        }
    }

    /** Reckons the lines anew that overlap [from, to), where rows were changed by a file. */
    void reckon(Instant from, Instant to) throws SQLException {
        for (StoredWindow old : overlapping(tx, streamId, from, to, Integer.MAX_VALUE)) {
            remove(old);
            reckon(old.from(), old.to(), old.revision());
        }
    }

    private void reckon(Instant from, Instant to, long revision) throws SQLException {
        put(StoredRows.measure(tx, table, streamId, from, to).of(from, to, revision));
    }

    private void remove(StoredWindow line) throws SQLException {
        tx.update(
                "DELETE FROM window_row WHERE stream_id = ? AND window_from = ?",
                streamId,
                line.from());
    }

    private void put(StoredWindow line) throws SQLException {
        tx.update(
                "INSERT INTO window_row (stream_id, at, "
                        + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                streamId,
                now,
                line.from(),
                line.to(),
                line.revision(),
                line.hash().rows(),
                line.hash().hex(),
                line.offered(),
                line.answered(),
                line.handlingMillis());
    }

    /** The first lines that overlap [from, to), in the order of time. */
    static List<StoredWindow> overlapping(Tx tx, int streamId, Instant from, Instant to, int most)
            throws SQLException {
        // Since lines do not overlap, only the last that begins before can reach into the range.
        return tx.list(
                "SELECT "
                        + COLUMNS
                        + " FROM window_row WHERE stream_id = ? AND window_to > ? AND window_from < ?"
                        + " AND window_from >= coalesce((SELECT max(window_from) FROM window_row"
                        + " WHERE stream_id = ? AND window_from <= ?), '-infinity')"
                        + " ORDER BY window_from LIMIT ?",
                Windows::read,
                streamId,
                from,
                to,
                streamId,
                from,
                most);
    }

    private static StoredWindow read(ResultSet row) throws SQLException {
        return new StoredWindow(
                Tx.instant(row, "window_from"),
                Tx.instant(row, "window_to"),
                row.getLong("revision"),
                WindowHash.of(row.getLong("rows"), row.getString("hash")),
                row.getLong("offered"),
                row.getLong("answered"),
                row.getLong("handlingtime_ms"));
    }
}
