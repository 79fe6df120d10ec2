package io.tidegate.agent.store;

import io.tidegate.protocol.Lane;

import java.util.List;
import java.util.Optional;

/** How far each lane has come, what it holds, and which unit it is open for. */
final class LaneTable {
    private static final String LINE =
            "SELECT stream, lane, acked, attempted, open_unit, open_revision, seal FROM lane l ";
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
                .one(Line.sealed(LaneTable::line))
                .orElse(new LaneLine(stream, lane, 0, 0, Optional.empty(), 0));
    }

    List<LaneLine> lanes() {
        return session.sql(LINE + "ORDER BY stream, lane").list(Line.sealed(LaneTable::line));
    }

    /** Live before backfill, else the longest waiting first. */
    List<LaneLine> withWork() {
        return session.sql(LINE + "WHERE batches > 0 ORDER BY lane, " + HEAD_STORED_AT + ", stream")
                .list(Line.sealed(LaneTable::line));
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

    void acked(StoredBatch batch, long seq) {
        LaneLine lane = lane(batch.stream(), batch.lane());
        put(lane.at(seq, lane.attempted()));
    }

    void restart() {
        lanes().forEach(lane -> put(lane.at(0, 0)));
    }

    void open(Lane lane, Unit unit, long revision) {
        put(lane(unit.stream(), lane).openFor(Optional.of(unit), revision));
    }

    void close(Lane lane, Unit unit) {
        LaneLine line = lane(unit.stream(), lane);
        if (line.open().filter(unit::equals).isPresent()) {
            put(line.openFor(Optional.empty(), 0));
        }
    }

    /** Writes what is said of the lane; what it holds is summed up by triggers. */
    void put(LaneLine line) {
        session.sql(
                        "INSERT INTO lane(stream, lane, acked, attempted, open_unit, open_revision,"
                                + " seal) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                                + " acked = excluded.acked, attempted = excluded.attempted,"
                                + " open_unit = excluded.open_unit,"
                                + " open_revision = excluded.open_revision, seal = excluded.seal")
                .sealed()
                .with(line.stream())
                .with(line.lane().ordinal())
                .with(line.acked())
                .with(line.attempted())
                .withText(line.open().map(UnitKey::of))
                .with(line.openRevision())
                .withSeal()
                .run();
    }

    /** The lane that is open for the unit. */
    Optional<LaneLine> openFor(Unit unit) {
        return session.sql(LINE + "WHERE stream = ? AND open_unit = ?")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .one(Line.sealed(LaneTable::line));
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
