package io.tidegate.agent.store;

import io.tidegate.agent.store.FileRecord.State;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The files that are remembered, as they stand on disk. Knows no rule of the spool. */
final class FileTable {
    private static final String LINE =
            "SELECT stream, sha256, path, size, modified, state, revision, row_count, rejected,"
                    + " from_at, to_at, taken_at, committed_at, accepted, reason, seal FROM file ";
    private static final Comparator<FileRecord> ORDER =
            Comparator.comparing(FileRecord::modified).thenComparing(FileRecord::path);

    private static final Function<Line, FileRecord> RECORD = Line.sealed(FileTable::record);

    private final Session session;

    FileTable(Session session) {
        this.session = session;
    }

    Optional<FileRecord> file(String stream, String sha256) {
        return session.sql(LINE + "WHERE stream = ? AND sha256 = ?")
                .with(stream)
                .with(sha256)
                .one(RECORD);
    }

    /** A line that is written anew gets a new rowid: the highest is the latest. */
    Optional<FileRecord> at(String stream, String path) {
        return session.sql(LINE + "WHERE stream = ? AND path = ? ORDER BY rowid DESC LIMIT 1")
                .with(stream)
                .with(path)
                .one(RECORD);
    }

    void drop(String stream, String sha256) {
        session.sql("DELETE FROM file WHERE stream = ? AND sha256 = ?")
                .with(stream)
                .with(sha256)
                .run();
    }

    List<FileRecord> files(String stream, Set<State> states, int limit) {
        var files = new ArrayList<FileRecord>();
        for (State state : states) {
            files.addAll(files(stream, state, limit));
        }
        files.sort(ORDER);
        return List.copyOf(files.subList(0, Math.min(limit, files.size())));
    }

    List<FileRecord> files(String stream, Instant from, Instant to) {
        return session.sql(
                        LINE
                                + "WHERE stream = ?1 AND coalesce(from_at, modified) < ?3"
                                + " AND (to_at > ?2 OR (to_at IS NULL AND modified >= ?2))"
                                + " ORDER BY modified, path")
                .with(stream)
                .with(from)
                .with(to)
                .list(RECORD);
    }

    private List<FileRecord> files(String stream, State state, int limit) {
        return session.sql(LINE + "WHERE stream = ? AND state = ? ORDER BY modified, path LIMIT ?")
                .with(stream)
                .with(state.name())
                .with(limit)
                .list(RECORD);
    }

    List<FileRecord> after(String stream, String sha256, int limit) {
        return session.sql(LINE + "WHERE stream = ? AND sha256 > ? ORDER BY sha256 LIMIT ?")
                .with(stream)
                .with(sha256)
                .with(limit)
                .list(RECORD);
    }

    void put(FileRecord f) {
        session.sql(
                        "INSERT OR REPLACE INTO file VALUES"
                                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .sealed()
                .with(f.stream())
                .with(f.sha256())
                .with(f.path())
                .with(f.size())
                .with(f.modified())
                .with(f.state().name())
                .with(f.revision())
                .with(f.rows())
                .with(f.rejected())
                .withInstant(f.from())
                .withInstant(f.to())
                .withInstant(f.takenAt())
                .withInstant(f.committedAt())
                .with(f.accepted())
                .with(f.reason())
                .withSeal()
                .run();
    }

    void state(String stream, String sha256, State state, String reason) {
        file(stream, sha256).ifPresent(f -> put(with(f, state, f.committedAt(), reason)));
    }

    /** Only what was taken under that revision and is not wanted anew counts as committed. */
    void committed(String stream, String sha256, long revision, Instant at) {
        file(stream, sha256)
                .filter(f -> f.state() == State.TAKEN && f.revision() == revision)
                .ifPresent(f -> put(with(f, State.COMMITTED, Optional.of(at), f.reason())));
    }

    /** The file is to be taken as if for the first time. */
    void unencoded(String stream, String sha256) {
        file(stream, sha256).ifPresent(f -> put(unencoded(f)));
    }

    private static FileRecord unencoded(FileRecord f) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                f.path(),
                f.size(),
                f.modified(),
                State.STALE,
                0,
                f.rows(),
                f.rejected(),
                f.from(),
                f.to(),
                f.takenAt(),
                f.committedAt(),
                f.accepted(),
                "");
    }

    private static FileRecord with(
            FileRecord f, State state, Optional<Instant> committedAt, String reason) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                f.path(),
                f.size(),
                f.modified(),
                state,
                f.revision(),
                f.rows(),
                f.rejected(),
                f.from(),
                f.to(),
                f.takenAt(),
                committedAt,
                f.accepted(),
                reason);
    }

    private static FileRecord record(Line l) {
        return new FileRecord(
                l.text(),
                l.text(),
                l.text(),
                l.number(),
                l.instant(),
                State.valueOf(l.text()),
                l.number(),
                l.number(),
                l.integer(),
                l.maybeInstant(),
                l.maybeInstant(),
                l.maybeInstant(),
                l.maybeInstant(),
                l.flag(),
                l.text());
    }
}
