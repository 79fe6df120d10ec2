package io.tidegate.agent.store;

import io.tidegate.agent.store.FileRecord.State;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The files that are remembered, as they stand on disk: below 200 bytes each, since a folder may
 * hold a million. Folders are written once, a state as a number, and what is searched for by a part
 * of its hash: every find is compared with the whole. Knows no rule of the spool.
 */
final class FileTable {
    /** The places are what the store holds: a state is only ever added at the end. */
    private static final List<State> STATES =
            List.of(
                    State.COMMITTED,
                    State.TAKEN,
                    State.STALE,
                    State.HELD,
                    State.REFUSED,
                    State.ASIDE,
                    State.KEPT_OUT);

    private static final String COLUMNS =
            "SELECT d.stream, f.sha256, d.path, f.name, f.size, f.modified, f.state, f.revision,"
                    + " f.row_count, f.rejected, f.from_at, f.to_at, f.taken_at, f.committed_at,"
                    + " f.accepted, f.reason, f.seal FROM file f ";
    private static final String FOLDER = "JOIN folder d ON d.id = f.folder ";
    private static final String LINE = COLUMNS + FOLDER;
    private static final String BY_HASH = COLUMNS + "INDEXED BY file_sha " + FOLDER;
    private static final String BY_PATH = COLUMNS + "INDEXED BY file_path " + FOLDER;
    private static final String OPEN = COLUMNS + "INDEXED BY file_open " + FOLDER;

    /** Nothing at all would be written as no value. */
    private static final byte[] BEFORE_ALL = {0};

    private static final Comparator<FileRecord> ORDER =
            Comparator.comparing(FileRecord::modified).thenComparing(FileRecord::path);

    private final Session session;

    FileTable(Session session) {
        this.session = session;
    }

    Optional<FileRecord> file(String stream, String sha256) {
        return session.sql(
                        BY_HASH
                                + "WHERE d.stream = ?1 AND f.sha256 = ?2"
                                + " AND substr(f.sha256, 1, 4) = substr(?2, 1, 4)")
                .with(stream)
                .with(bytes(sha256))
                .one(this::record);
    }

    Optional<FileRecord> at(String stream, String path) {
        return session.sql(
                        BY_PATH
                                + "WHERE f.path_hash = ? AND d.stream = ?"
                                + " AND d.path || f.name = ? ORDER BY f.id DESC LIMIT 1")
                .with(pathHash(path))
                .with(stream)
                .with(path)
                .one(this::record);
    }

    void drop(String stream, String sha256) {
        session.sql(
                        "DELETE FROM file INDEXED BY file_sha WHERE sha256 = ?1"
                                + " AND substr(sha256, 1, 4) = substr(?1, 1, 4)"
                                + " AND folder IN (SELECT id FROM folder WHERE stream = ?2)")
                .with(bytes(sha256))
                .with(stream)
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
                                + "WHERE d.stream = ?1 AND coalesce(from_at, modified) < ?3"
                                + " AND (to_at > ?2 OR (to_at IS NULL AND modified >= ?2))"
                                + " ORDER BY f.modified, d.path || f.name")
                .with(stream)
                .with(from)
                .with(to)
                .list(this::record);
    }

    private List<FileRecord> files(String stream, State state, int limit) {
        // The index holds only what the ingest does not have yet, or will never have.
        String from = state == State.COMMITTED ? LINE : OPEN;
        String open = state == State.COMMITTED ? "" : "AND f.state > 0 ";
        return session.sql(
                        from
                                + "WHERE d.stream = ? AND f.state = ? "
                                + open
                                + "ORDER BY f.modified, d.path || f.name LIMIT ?")
                .with(stream)
                .with(STATES.indexOf(state))
                .with(limit)
                .list(this::record);
    }

    List<FileRecord> after(String stream, String sha256, int limit) {
        return session.sql(
                        BY_HASH
                                + "WHERE d.stream = ?1 AND f.sha256 > ?2"
                                + " AND substr(f.sha256, 1, 4) >= substr(?2, 1, 4)"
                                + " ORDER BY substr(f.sha256, 1, 4), f.sha256 LIMIT ?3")
                .with(stream)
                .with(sha256.isEmpty() ? BEFORE_ALL : bytes(sha256))
                .with(limit)
                .list(this::record);
    }

    /** A line that is written anew gets a new id: the highest is the latest. */
    void put(FileRecord f) {
        int name = nameStart(f.path());
        String folder = f.path().substring(0, name);
        drop(f.stream(), f.sha256());
        session.sql("INSERT OR IGNORE INTO folder(stream, path) VALUES (?, ?)")
                .with(f.stream())
                .with(folder)
                .run();
        session.sql(
                        "INSERT INTO file(folder, sha256, name, path_hash, size, modified, state,"
                                + " revision, row_count, rejected, from_at, to_at, taken_at,"
                                + " committed_at, accepted, reason, seal)"
                                + " VALUES ((SELECT id FROM folder WHERE stream = ? AND path = ?),"
                                + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(f.stream())
                .with(folder)
                .with(bytes(f.sha256()))
                .with(f.path().substring(name))
                .with(pathHash(f.path()))
                .with(f.size())
                .with(f.modified())
                .with(STATES.indexOf(f.state()))
                .with(f.revision())
                .with(f.rows())
                .with(f.rejected())
                .withInstant(f.from())
                .withInstant(f.to())
                .withInstant(f.takenAt())
                .withInstant(f.committedAt())
                .with(f.accepted())
                .with(f.reason())
                .with(seal(f))
                .run();
    }

    /** The separators of both kinds of systems: put together again it is the same path. */
    private static int nameStart(String path) {
        return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
    }

    private static byte[] bytes(String sha256) {
        return HexFormat.of().parseHex(sha256);
    }

    /** Stands in the file: never changed. */
    static int pathHash(String path) {
        var sum = new CRC32C();
        sum.update(path.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    /** Over what the line says, not how it is written: it is the same as in older formats. */
    private static int seal(FileRecord f) {
        var seal = new Seal();
        seal.text(f.stream());
        seal.text(f.sha256());
        seal.text(f.path());
        seal.number(f.size());
        seal.number(Micros.of(f.modified()));
        seal.text(f.state().name());
        seal.number(f.revision());
        seal.number(f.rows());
        seal.number(f.rejected());
        for (Optional<Instant> at : List.of(f.from(), f.to(), f.takenAt(), f.committedAt())) {
            at.map(Micros::of).ifPresentOrElse(seal::number, seal::nothing);
        }
        seal.number(f.accepted() ? 1 : 0);
        seal.text(f.reason());
        return (int) seal.value();
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

    private FileRecord record(Line l) {
        FileRecord file = values(l);
        if (l.number() != seal(file)) {
            throw Failures.damaged(session.file(), null);
        }
        return file;
    }

    private static FileRecord values(Line l) {
        return new FileRecord(
                l.text(),
                HexFormat.of().formatHex(l.bytes()),
                l.text() + l.text(),
                l.number(),
                l.instant(),
                STATES.get(l.integer()),
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
