package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.protocol.Lane;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The batches of the spool and their bodies, as they stand on disk. */
final class BatchTable {
    private static final String LINE =
            "SELECT stream, lane, unit, revision, skip, first, last, row_count, bytes, encoding,"
                    + " digest, stored_at, seal, id, place, seq FROM batch ";

    private static final EncodedPart NOTHING =
            new EncodedPart(false, false, 0, "", new byte[0], new byte[0]);

    private final Session session;

    BatchTable(Session session) {
        this.session = session;
    }

    void append(Lane lane, Unit unit, long revision, EncodedPart part, Instant now) {
        insert(lane, unit, revision, part, nextPlace(unit.stream(), lane), now);
    }

    void insert(
            Lane lane, Unit unit, long revision, EncodedPart part, long place, Instant storedAt) {
        put(new Content(unit, lane, revision, part, storedAt), place);
        session.sql("INSERT INTO body VALUES (last_insert_rowid(), ?)").with(part.body()).run();
    }

    void appendSkip(Lane lane, Unit unit, long revision, Instant now) {
        put(new Content(unit, lane, revision, null, now), nextPlace(unit.stream(), lane));
    }

    /** What is sealed of a batch; no part: a skip. */
    private record Content(
            Unit unit, Lane lane, long revision, EncodedPart part, Instant storedAt) {}

    private void put(Content content, long place) {
        bind(
                        session.sql(
                                "INSERT INTO batch(stream, lane, unit, revision, skip, first, last,"
                                        + " row_count, bytes, encoding, digest, stored_at, seal,"
                                        + " place) VALUES"
                                        + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                        content)
                .with(place)
                .run();
    }

    private static Query bind(Query query, Content content) {
        EncodedPart part = content.part() == null ? NOTHING : content.part();
        return query.sealed()
                .with(content.unit().stream())
                .with(content.lane().ordinal())
                .with(UnitKey.of(content.unit()))
                .with(content.revision())
                .with(part == NOTHING)
                .with(part.first())
                .with(part.last())
                .with(part.rows())
                .with(part.body().length)
                .with(part.encoding())
                .with(part.digest())
                .with(content.storedAt())
                .withSeal();
    }

    private long nextPlace(String stream, Lane lane) {
        return session.sql(
                        "SELECT coalesce(max(place), 0) + 1 FROM batch WHERE stream = ? AND lane = ?")
                .with(stream)
                .with(lane.ordinal())
                .number();
    }

    /** Makes room for {@code by} batches right behind that one. */
    void spread(StoredBatch behind, int by) {
        session.sql(
                        "UPDATE batch SET place = place + ? WHERE stream = ? AND lane = ?"
                                + " AND place > ?")
                .with(by)
                .with(behind.stream())
                .with(behind.lane().ordinal())
                .with(behind.place())
                .run();
    }

    Optional<StoredBatch> head(String stream, Lane lane) {
        return session.sql(LINE + "WHERE stream = ? AND lane = ? ORDER BY place LIMIT 1")
                .with(stream)
                .with(lane.ordinal())
                .one(BatchTable::batch);
    }

    Optional<StoredBatch> batch(long id) {
        return session.sql(LINE + "WHERE id = ?").with(id).one(BatchTable::batch);
    }

    /** The parts of the unit in the spool, in order; skips are none. */
    List<StoredBatch> parts(Unit unit) {
        return session.sql(LINE + "WHERE stream = ? AND unit = ? AND skip = 0 ORDER BY lane, place")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .list(BatchTable::batch);
    }

    Holding holding(Unit unit) {
        return session.sql(
                        "SELECT count(*), coalesce(max(first), 0), coalesce(max(seq IS NOT NULL), 0)"
                                + " FROM batch WHERE stream = ? AND unit = ? AND skip = 0")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .one(l -> new Holding(l.integer(), l.flag(), l.flag()))
                .orElseThrow();
    }

    /**
     * What the spool holds of a unit.
     *
     * @param first whether its first part is among them
     * @param attempted whether one of them was attempted
     */
    record Holding(int parts, boolean first, boolean attempted) {}

    List<Unit> unitsUpTo(String stream, long revision) {
        return session.sql(
                        "SELECT DISTINCT stream, unit FROM batch WHERE stream = ? AND skip = 0"
                                + " AND revision <= ?")
                .with(stream)
                .with(revision)
                .list(l -> UnitKey.parse(l.text(), l.text()));
    }

    boolean holdsLastPart(Unit unit, long revision) {
        return session.sql(
                        "SELECT 1 FROM batch WHERE stream = ? AND unit = ? AND revision = ?"
                                + " AND last = 1")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .with(revision)
                .any();
    }

    byte[] body(StoredBatch batch) {
        return session.sql("SELECT content FROM body WHERE id = ?")
                .with(batch.id())
                .one(Line::bytes)
                .orElse(new byte[0]);
    }

    void number(StoredBatch batch, long seq) {
        session.sql("UPDATE batch SET seq = ? WHERE id = ?").with(seq).with(batch.id()).run();
    }

    /** The batch keeps its place and number and holds nothing any more. */
    void hollow(StoredBatch batch) {
        session.sql("DELETE FROM body WHERE id = ?").with(batch.id()).run();
        bind(
                        session.sql(
                                "UPDATE batch SET stream = ?, lane = ?, unit = ?, revision = ?,"
                                        + " skip = ?, first = ?, last = ?, row_count = ?, bytes = ?,"
                                        + " encoding = ?, digest = ?, stored_at = ?, seal = ?"
                                        + " WHERE id = ?"),
                        new Content(
                                batch.unit(),
                                batch.lane(),
                                batch.revision(),
                                null,
                                batch.storedAt()))
                .with(batch.id())
                .run();
    }

    void delete(StoredBatch batch) {
        session.sql("DELETE FROM batch WHERE id = ?").with(batch.id()).run();
    }

    void forgetNumbers() {
        session.sql("DELETE FROM batch WHERE skip = 1").run();
        session.sql("UPDATE batch SET seq = NULL WHERE seq IS NOT NULL").run();
    }

    /** Units of which the first part is gone, or the last is neither stored nor awaited. */
    List<Unit> torn() {
        return session.sql(
                        "SELECT b.stream, b.unit FROM batch b WHERE skip = 0 GROUP BY b.stream,"
                                + " b.unit HAVING max(first) = 0 OR (max(last) = 0 AND NOT EXISTS"
                                + " (SELECT 1 FROM lane l WHERE l.stream = b.stream"
                                + " AND l.open_unit = b.unit))")
                .list(l -> UnitKey.parse(l.text(), l.text()));
    }

    private static StoredBatch batch(Line l) {
        l.startSeal();
        return new StoredBatch(
                l.text(),
                Lane.values()[l.integer()],
                l.text(),
                l.number(),
                l.flag(),
                l.flag(),
                l.flag(),
                l.integer(),
                l.number(),
                l.text(),
                l.bytes(),
                l.instant(),
                l.endSeal().number(),
                l.number(),
                l.maybeNumber());
    }
}
