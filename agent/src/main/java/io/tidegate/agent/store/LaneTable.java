package io.tidegate.agent.store;

import io.tidegate.protocol.Lane;

import java.util.List;
import java.util.Optional;

/** How far each lane has come, what it holds, and which unit it is open for. */
final class LaneTable {
    private static final String LINE =
            "SELECT stream, lane, acked, attempted, open_unit, open_revision FROM lane l ";
    private static final String HEAD_STORED_AT =
            "(SELECT stored_at FROM batch b WHERE b.stream = l.stream AND b.lane = l.lane"
                    + " ORDER BY place LIMIT 1)";
    private static final String USAGE =
            "SELECT coalesce(sum(iif(lane = 0, bytes, 0)), 0),"
                    + " coalesce(sum(iif(lane = 1, bytes, 0)), 0), coalesce(sum(batches), 0),"
                    + " coalesce(sum(row_count), 0), min("
                    + HEAD_STORED_AT
                    + ") FROM lane l ";

    private final Session session;

    LaneTable(Session session) {
        this.session = session;
    }

    LaneLine lane(String stream, Lane lane) {
        return session.sql(LINE + "WHERE stream = ? AND lane = ?")
                .with(stream)
                .with(lane.ordinal())
                .one(LaneTable::line)
                .orElse(new LaneLine(stream, lane, 0, 0, Optional.empty(), 0));
    }

    List<LaneLine> lanes() {
        return session.sql(LINE + "ORDER BY stream, lane").list(LaneTable::line);
    }

    /** Live before backfill, else the longest waiting first. */
    List<LaneLine> withWork() {
        return session.sql(LINE + "WHERE batches > 0 ORDER BY lane, " + HEAD_STORED_AT + ", stream")
                .list(LaneTable::line);
    }

    SpoolUsage usage() {
        return session.sql(USAGE).one(LaneTable::usage).orElseThrow();
    }

    SpoolUsage usage(String stream) {
        return session.sql(USAGE + "WHERE stream = ?")
                .with(stream)
                .one(LaneTable::usage)
                .orElseThrow();
    }

    void attempted(StoredBatch batch, long seq) {
        session.sql("UPDATE lane SET attempted = ? WHERE stream = ? AND lane = ?")
                .with(seq)
                .with(batch.stream())
                .with(batch.lane().ordinal())
                .run();
    }

    void acked(StoredBatch batch, long seq) {
        session.sql("UPDATE lane SET acked = ? WHERE stream = ? AND lane = ?")
                .with(seq)
                .with(batch.stream())
                .with(batch.lane().ordinal())
                .run();
    }

    void restart() {
        session.sql("UPDATE lane SET acked = 0, attempted = 0").run();
    }

    void open(Lane lane, Unit unit, long revision) {
        session.sql(
                        "UPDATE lane SET open_unit = ?, open_revision = ? WHERE stream = ?"
                                + " AND lane = ?")
                .with(UnitKey.of(unit))
                .with(revision)
                .with(unit.stream())
                .with(lane.ordinal())
                .run();
    }

    void close(Lane lane, Unit unit) {
        session.sql(
                        "UPDATE lane SET open_unit = NULL, open_revision = NULL WHERE stream = ?"
                                + " AND lane = ? AND open_unit = ?")
                .with(unit.stream())
                .with(lane.ordinal())
                .with(UnitKey.of(unit))
                .run();
    }

    /** The lane that is open for the unit. */
    Optional<LaneLine> openFor(Unit unit) {
        return session.sql(LINE + "WHERE stream = ? AND open_unit = ?")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .one(LaneTable::line);
    }

    private static LaneLine line(Line l) {
        String stream = l.text();
        return new LaneLine(
                stream,
                Lane.values()[l.integer()],
                l.number(),
                l.number(),
                l.maybeText().map(key -> UnitKey.parse(stream, key)),
                l.number());
    }

    private static SpoolUsage usage(Line l) {
        return new SpoolUsage(l.number(), l.number(), l.integer(), l.number(), l.maybeInstant());
    }
}
