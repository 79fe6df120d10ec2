package io.tidegate.agent.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Rejected rows, as they stand on disk. */
final class RejectTable {
    private static final String LINE =
            "SELECT stream, unit, place, column_name, reason, said_by, at FROM reject ";

    /** Reasons are counted over the latest so many: a page must not read a million lines. */
    private static final int LOOKED_AT = 10_000;

    private final Session session;

    RejectTable(Session session) {
        this.session = session;
    }

    void replace(Unit unit, String by, Collection<RejectRecord> rejects) {
        forget(unit, by);
        add(rejects);
    }

    void forget(Unit unit, String by) {
        session.sql("DELETE FROM reject WHERE stream = ? AND unit = ? AND said_by = ?")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .with(by)
                .run();
    }

    void add(Collection<RejectRecord> rejects) {
        for (RejectRecord r : rejects) {
            session.sql(
                            "INSERT INTO reject(stream, unit, place, column_name, reason, said_by,"
                                    + " at) VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .with(r.unit().stream())
                    .with(UnitKey.of(r.unit()))
                    .with(r.place())
                    .with(r.column())
                    .with(r.reason())
                    .with(r.by())
                    .with(r.at())
                    .run();
        }
    }

    List<RejectRecord> latest(Optional<String> stream, int limit) {
        return stream.map(
                        name ->
                                session.sql(LINE + "WHERE stream = ? ORDER BY id DESC LIMIT ?")
                                        .with(name))
                .orElseGet(() -> session.sql(LINE + "ORDER BY id DESC LIMIT ?"))
                .with(limit)
                .list(RejectTable::record);
    }

    List<RejectRecord> of(Unit unit) {
        return session.sql(LINE + "WHERE stream = ? AND unit = ? ORDER BY id")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .list(RejectTable::record);
    }

    List<RejectedUnit> units(String stream) {
        return session.sql(
                        "SELECT stream, unit, count(*), min(at), max(at) FROM reject WHERE stream ="
                                + " ? GROUP BY unit")
                .with(stream)
                .list(
                        l ->
                                new RejectedUnit(
                                        UnitKey.parse(l.text(), l.text()),
                                        l.number(),
                                        l.instant(),
                                        l.instant()));
    }

    long countSent(Unit unit) {
        return session.sql(
                        "SELECT count(*) FROM reject WHERE stream = ? AND unit = ? AND said_by IN"
                                + " (?, ?)")
                .with(unit.stream())
                .with(UnitKey.of(unit))
                .with(RejectRecord.DELIVERY)
                .with(RejectRecord.INGEST)
                .number();
    }

    long count(String stream) {
        return session.sql("SELECT count(*) FROM reject WHERE stream = ?").with(stream).number();
    }

    List<RejectReason> reasons(String stream, int limit) {
        return session.sql(
                        "SELECT column_name, reason, count(*), max(at) FROM (SELECT column_name,"
                                + " reason, at FROM reject WHERE stream = ? ORDER BY id DESC LIMIT"
                                + " ?) GROUP BY column_name, reason ORDER BY count(*) DESC, max(at)"
                                + " DESC LIMIT ?")
                .with(stream)
                .with(LOOKED_AT)
                .with(limit)
                .list(l -> new RejectReason(l.text(), l.text(), l.number(), l.instant()));
    }

    int forget(Instant before) {
        return session.sql("DELETE FROM reject WHERE at < ?").with(before).run();
    }

    private static RejectRecord record(Line l) {
        return new RejectRecord(
                UnitKey.parse(l.text(), l.text()),
                l.text(),
                l.text(),
                l.text(),
                l.text(),
                l.instant());
    }
}
