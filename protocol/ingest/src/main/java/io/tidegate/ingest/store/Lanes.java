package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Body;
import io.tidegate.ingest.batch.Encoding;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Positions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far each lane has come, what was answered, and the parts of the window or file that is open
 * in it. Used by the transaction that holds the stream. Without state.
 */
final class Lanes {
    /**
     * @param seq the last committed; 0 if none
     * @param open what is open, as {@link OpenScope} writes it
     */
    record LaneRow(int streamId, Lane lane, long seq, Optional<String> open) {}

    /** What was settled under a number. */
    record Settled(byte[] digest, String answer) {}

    /** A part that waits. */
    record Part(long seq, int rows) {}

    private Lanes() {}

    static LaneRow find(Tx tx, int streamId, Lane lane, long epoch) throws SQLException {
        Optional<LaneRow> known =
                tx.one(
                        "SELECT seq, open_scope FROM lane_row"
                                + " WHERE stream_id = ? AND lane = ? AND epoch = ?",
                        row -> read(streamId, lane, row),
                        streamId,
                        lane.wireName(),
                        epoch);
        return known.orElse(new LaneRow(streamId, lane, 0, Optional.empty()));
    }

    private static LaneRow read(int streamId, Lane lane, ResultSet row) throws SQLException {
        return new LaneRow(
                streamId,
                lane,
                row.getLong("seq"),
                Optional.ofNullable(row.getString("open_scope")));
    }

    /** Moves the lane on by one batch. */
    static void advance(Tx tx, LaneRow lane, long epoch, Optional<String> open)
            throws SQLException {
        tx.update(
                "INSERT INTO lane_row (stream_id, lane, epoch, seq, open_scope)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (stream_id, lane) DO UPDATE"
                        + " SET epoch = excluded.epoch, seq = excluded.seq,"
                        + " open_scope = excluded.open_scope",
                lane.streamId(),
                lane.lane().wireName(),
                epoch,
                lane.seq() + 1,
                open.orElse(null));
    }

    /** Writes what was answered, for whoever asks again. */
    static void record(Tx tx, LaneRow lane, long epoch, Settled settled, int rows, Instant now)
            throws SQLException {
        tx.update(
                "INSERT INTO batch_row (stream_id, lane, epoch, seq, digest, rows, answer, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?)",
                lane.streamId(),
                lane.lane().wireName(),
                epoch,
                lane.seq() + 1,
                settled.digest(),
                rows,
                settled.answer(),
                now);
    }

    static Optional<Settled> settled(Tx tx, LaneRow lane, long epoch, long seq)
            throws SQLException {
        return tx.one(
                "SELECT digest, answer::text AS answer FROM batch_row"
                        + " WHERE stream_id = ? AND lane = ? AND epoch = ? AND seq = ?",
                row -> new Settled(row.getBytes("digest"), row.getString("answer")),
                lane.streamId(),
                lane.lane().wireName(),
                epoch,
                seq);
    }

    static void keep(Tx tx, LaneRow lane, Body body, int rows) throws SQLException {
        tx.update(
                "INSERT INTO part_row (stream_id, lane, seq, encoding, body, rows)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                lane.streamId(),
                lane.lane().wireName(),
                lane.seq() + 1,
                body.encoding().wireName(),
                body.encoded(),
                rows);
    }

    /** The parts that wait, in their order. */
    static List<Part> parts(Tx tx, LaneRow lane) throws SQLException {
        return tx.list(
                "SELECT seq, rows FROM part_row WHERE stream_id = ? AND lane = ? ORDER BY seq",
                row -> new Part(row.getLong("seq"), row.getInt("rows")),
                lane.streamId(),
                lane.lane().wireName());
    }

    static Body body(Tx tx, LaneRow lane, Part part) throws SQLException {
        return tx.one(
                        "SELECT encoding, body FROM part_row"
                                + " WHERE stream_id = ? AND lane = ? AND seq = ?",
                        row ->
                                new Body(
                                        row.getBytes("body"),
                                        Encoding.of(row.getString("encoding")).orElseThrow(),
                                        Limits.DECODED_BYTES_REFUSED),
                        lane.streamId(),
                        lane.lane().wireName(),
                        part.seq())
                .orElseThrow();
    }

    /** Drops what is open. */
    static void drop(Tx tx, LaneRow lane) throws SQLException {
        if (lane.open().isPresent()) {
            tx.update(
                    "DELETE FROM part_row WHERE stream_id = ? AND lane = ?",
                    lane.streamId(),
                    lane.lane().wireName());
        }
    }

    /** All lanes of an agent, as {@code positions} tells them. */
    static List<Positions.Position> positions(Tx tx, int agentId) throws SQLException {
        return tx.list(
                "SELECT stream, lane, seq, revision FROM stream_row JOIN lane_row USING (stream_id)"
                        + " WHERE agent_id = ? ORDER BY stream, lane",
                row ->
                        new Positions.Position(
                                row.getString("stream"),
                                Lane.of(row.getString("lane")).orElseThrow(),
                                row.getLong("seq"),
                                row.getLong("revision")),
                agentId);
    }
}
