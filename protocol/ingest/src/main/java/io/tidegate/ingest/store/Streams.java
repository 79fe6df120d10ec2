package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.StateReport;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Streams and what is fixed about them. Batches of one stream are settled one after another,
 * whatever their lane, so that they cannot stand in each other's way. Without state.
 */
final class Streams {
    /**
     * @param data empty before the first batch with content
     * @param minutes the length of an interval, empty where there are none
     * @param revision the highest ever committed
     */
    record StreamRow(
            int id,
            Optional<DataType> data,
            Optional<Integer> minutes,
            Optional<String> zone,
            long revision) {}

    private Streams() {}

    /** The stream; empty if nothing was ever said about it. */
    static Optional<StreamRow> find(Tx tx, int agentId, String stream) throws SQLException {
        return select(tx, agentId, stream, "");
    }

    /** Holds the stream until the transaction ends; makes it if it is new. */
    static StreamRow lock(Tx tx, int agentId, String stream) throws SQLException {
        Optional<StreamRow> known = select(tx, agentId, stream, " FOR NO KEY UPDATE");
        if (known.isPresent()) {
            return known.get();
        }
        add(tx, agentId, stream);
        return select(tx, agentId, stream, " FOR NO KEY UPDATE").orElseThrow();
    }

    private static void add(Tx tx, int agentId, String stream) throws SQLException {
        tx.update(
                "INSERT INTO stream_row (agent_id, stream) VALUES (?, ?) ON CONFLICT DO NOTHING",
                agentId,
                stream);
    }

    private static Optional<StreamRow> select(Tx tx, int agentId, String stream, String lock)
            throws SQLException {
        return tx.one(
                "SELECT stream_id, data, interval_minutes, zone, revision FROM stream_row"
                        + " WHERE agent_id = ? AND stream = ?"
                        + lock,
                Streams::read,
                agentId,
                stream);
    }

    /**
     * Compares a batch with what its stream is, or makes the stream that.
     *
     * @throws Refusal if it is of other data or another interval
     */
    static void found(Tx tx, StreamRow stream, BatchHeader.Content header)
            throws SQLException, Refusal {
        Optional<Integer> minutes = header.interval().map(i -> (int) i.toMinutes());
        if (stream.data().isPresent()) {
            if (stream.data().get() != header.data() || !stream.minutes().equals(minutes)) {
                throw Refusal.of(ProblemType.STREAM_CONFLICT, "the stream holds " + what(stream));
            }
        }
        Optional<String> zone = header.zone().map(ZoneId::getId);
        long revision = header.scope().revision();
        if (stream.data().isEmpty()
                || revision > stream.revision()
                || !zone.equals(stream.zone())) {
            tx.update(
                    "UPDATE stream_row SET data = ?, interval_minutes = ?, zone = ?,"
                            + " revision = greatest(revision, ?) WHERE stream_id = ?",
                    header.data().wireName(),
                    minutes.orElse(null),
                    zone.orElse(null),
                    revision,
                    stream.id());
        }
    }

    private static String what(StreamRow stream) {
        return stream.data().orElseThrow().wireName()
                + stream.minutes().map(m -> " of %d minutes".formatted(m)).orElse("");
    }

    /** Keeps what an agent says about a stream. */
    static void report(Tx tx, int agentId, String stream, StateReport report, Instant now)
            throws SQLException {
        Optional<StreamRow> known = find(tx, agentId, stream);
        if (known.isEmpty()) {
            add(tx, agentId, stream);
            known = find(tx, agentId, stream);
        }
        tx.update(
                "INSERT INTO state_row (stream_id, complete_until, last_read, held, paused, outside,"
                        + " reported_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream_id)"
                        + " DO UPDATE SET complete_until = excluded.complete_until,"
                        + " last_read = excluded.last_read, held = excluded.held,"
                        + " paused = excluded.paused, outside = excluded.outside,"
                        + " reported_at = excluded.reported_at",
                known.orElseThrow().id(),
                report.completeUntil().orElse(null),
                report.lastRead().orElse(null),
                report.held(),
                report.paused(),
                report.outside(),
                now);
    }

    private static StreamRow read(ResultSet row) throws SQLException {
        int minutes = row.getInt("interval_minutes");
        return new StreamRow(
                row.getInt("stream_id"),
                Optional.ofNullable(row.getString("data"))
                        .map(name -> DataType.of(name).orElseThrow()),
                minutes == 0 ? Optional.empty() : Optional.of(minutes),
                Optional.ofNullable(row.getString("zone")),
                row.getLong("revision"));
    }

    static Duration interval(StreamRow stream) {
        return Duration.ofMinutes(stream.minutes().orElse(0));
    }
}
