package io.tidegate.agent.store;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.WindowHash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The lines of the ledger of windows, as they stand on disk. Knows no rule of the spool. */
final class WindowTable {
    private static final String LINE =
            "SELECT stream, from_at, to_at, state, content_rows, content_sum, offered, revision,"
                    + " acked, rejected, open, recipe, last_read, found_rows, found_sum, kept_rows,"
                    + " kept_sum, accepted, reason, seal FROM win ";

    private static final Function<Line, WindowRecord> RECORD = Line.sealed(WindowTable::record);

    private final Session session;

    WindowTable(Session session) {
        this.session = session;
    }

    Optional<WindowRecord> window(String stream, Instant from) {
        return session.sql(LINE + "WHERE stream = ? AND from_at = ?")
                .with(stream)
                .with(from)
                .one(RECORD);
    }

    /** Starts at the one window that may reach into the range: windows do not overlap. */
    List<WindowRecord> windows(String stream, Instant from, Instant to) {
        return session.sql(
                        LINE
                                + "WHERE stream = ?1 AND from_at >= coalesce((SELECT max(from_at)"
                                + " FROM win WHERE stream = ?1 AND from_at <= ?2), ?2)"
                                + " AND to_at > ?2 AND from_at < ?3 ORDER BY from_at")
                .with(stream)
                .with(from)
                .with(to)
                .list(RECORD);
    }

    List<WindowRecord> windows(String stream, Set<State> states, int limit) {
        var lines = new ArrayList<WindowRecord>();
        for (State state : states) {
            lines.addAll(windows(stream, state, limit));
        }
        lines.sort(java.util.Comparator.comparing(WindowRecord::from));
        return List.copyOf(lines.subList(0, Math.min(limit, lines.size())));
    }

    private List<WindowRecord> windows(String stream, State state, int limit) {
        return session.sql(LINE + "WHERE stream = ? AND state = ? ORDER BY from_at LIMIT ?")
                .with(stream)
                .with(state.name())
                .with(limit)
                .list(RECORD);
    }

    List<WindowRecord> outdated(String stream, String recipe, Instant from, int limit) {
        return session.sql(
                        LINE
                                + "WHERE stream = ? AND from_at >= ? AND (content_rows IS NOT NULL OR"
                                + " state = 'HELD') AND recipe <> '' AND recipe <> ? ORDER BY"
                                + " from_at LIMIT ?")
                .with(stream)
                .with(from)
                .with(recipe)
                .with(limit)
                .list(RECORD);
    }

    List<WindowRecord> missed(String stream, int limit) {
        return session.sql(
                        LINE
                                + "WHERE stream = ? AND state = ? AND content_rows IS NOT NULL"
                                + " ORDER BY from_at LIMIT ?")
                .with(stream)
                .with(State.UNREAD.name())
                .with(limit)
                .list(RECORD);
    }

    Map<State, Long> count(String stream) {
        var counts = new EnumMap<State, Long>(State.class);
        for (State state : State.values()) {
            long n =
                    session.sql("SELECT count(*) FROM win WHERE stream = ? AND state = ?")
                            .with(stream)
                            .with(state.name())
                            .number();
            counts.put(state, n);
        }
        return counts;
    }

    void put(WindowRecord w) {
        session.sql(
                        "INSERT OR REPLACE INTO win VALUES"
                                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .sealed()
                .with(w.stream())
                .with(w.from())
                .with(w.to())
                .with(w.state().name())
                .withNumber(w.content().map(WindowHash::rows))
                .withBytes(w.content().map(WindowHash::sum))
                .with(w.offered())
                .with(w.revision())
                .with(w.acked())
                .with(w.rejected())
                .with(w.open())
                .with(w.recipe())
                .withInstant(w.lastRead())
                .withNumber(w.found().map(WindowHash::rows))
                .withBytes(w.found().map(WindowHash::sum))
                .withNumber(w.kept().map(WindowHash::rows))
                .withBytes(w.kept().map(WindowHash::sum))
                .with(w.accepted())
                .with(w.reason())
                .withSeal()
                .run();
    }

    void drop(String stream, Instant from) {
        session.sql("DELETE FROM win WHERE stream = ? AND from_at = ?")
                .with(stream)
                .with(from)
                .run();
        new SpanTable(session).drop(stream, from);
    }

    void state(String stream, Instant from, State state, String reason) {
        window(stream, from).ifPresent(w -> put(with(w, state, w.acked(), reason)));
    }

    /** It is to be read again; what a person is asked about it stays. */
    void stale(String stream, Instant from) {
        window(stream, from).ifPresent(w -> put(with(w, State.STALE, w.acked(), w.question())));
    }

    void acked(String stream, Instant from, long revision) {
        window(stream, from).ifPresent(w -> put(with(w, w.state(), revision, w.reason())));
    }

    private static WindowRecord with(WindowRecord w, State state, long acked, String reason) {
        return new WindowRecord(
                w.stream(),
                w.from(),
                w.to(),
                state,
                w.content(),
                w.offered(),
                w.revision(),
                acked,
                w.rejected(),
                w.open(),
                w.recipe(),
                w.lastRead(),
                w.found(),
                w.kept(),
                w.accepted(),
                reason);
    }

    private static WindowRecord record(Line l) {
        return new WindowRecord(
                l.text(),
                l.instant(),
                l.instant(),
                State.valueOf(l.text()),
                hash(l.maybeNumber(), l.bytes()),
                l.number(),
                l.number(),
                l.number(),
                l.integer(),
                l.flag(),
                l.text(),
                l.maybeInstant(),
                hash(l.maybeNumber(), l.bytes()),
                hash(l.maybeNumber(), l.bytes()),
                l.flag(),
                l.text());
    }

    private static Optional<WindowHash> hash(Optional<Long> rows, byte[] sum) {
        return rows.map(n -> new WindowHash(n, sum));
    }
}
