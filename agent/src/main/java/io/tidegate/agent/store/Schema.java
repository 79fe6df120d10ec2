package io.tidegate.agent.store;

import java.util.List;

/**
 * The tables, and how an older file becomes a newer one. {@code user_version} counts the steps that
 * a file has taken; a step is never changed once it was shipped.
 *
 * <p>Bodies stand apart from their batches, so that giving a batch its number does not rewrite a
 * mebibyte. What a lane holds is summed up by triggers, so that nobody has to count a backlog.
 * Lines that decide something carry a {@link Seal}; those of {@link Spans} decide nothing.
 */
final class Schema {
    /** {@code TGat}: marks the file as ours. */
    private static final int APPLICATION = 0x54476174;

    private static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE agent(
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        instance TEXT NOT NULL,
                        epoch INTEGER NOT NULL,
                        fenced TEXT,
                        machine TEXT,
                        seal INTEGER NOT NULL);
                    CREATE TABLE stream(
                        name TEXT PRIMARY KEY,
                        cut_base INTEGER, cut_from INTEGER, bound INTEGER,
                        shape TEXT,
                        paused_by TEXT, paused_reason TEXT,
                        reconciled INTEGER, reconciled_deep INTEGER,
                        last_read INTEGER,
                        seal INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE TABLE revision(
                        stream TEXT PRIMARY KEY,
                        last INTEGER NOT NULL,
                        seal INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE TABLE counter(
                        stream TEXT, name TEXT,
                        value INTEGER NOT NULL,
                        PRIMARY KEY (stream, name)) WITHOUT ROWID;
                    CREATE TABLE win(
                        stream TEXT, from_at INTEGER,
                        to_at INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        content_rows INTEGER, content_sum BLOB,
                        offered INTEGER NOT NULL,
                        revision INTEGER NOT NULL, acked INTEGER NOT NULL,
                        rejected INTEGER NOT NULL, open INTEGER NOT NULL,
                        recipe TEXT NOT NULL,
                        last_read INTEGER,
                        found_rows INTEGER, found_sum BLOB,
                        kept_rows INTEGER, kept_sum BLOB,
                        accepted INTEGER NOT NULL,
                        reason TEXT NOT NULL,
                        seal INTEGER NOT NULL,
                        CHECK (from_at < to_at),
                        PRIMARY KEY (stream, from_at)) WITHOUT ROWID;
                    CREATE INDEX win_state ON win(stream, state, from_at);
                    CREATE TABLE file(
                        stream TEXT, sha256 TEXT,
                        path TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        revision INTEGER NOT NULL, row_count INTEGER NOT NULL,
                        rejected INTEGER NOT NULL,
                        from_at INTEGER, to_at INTEGER,
                        taken_at INTEGER, committed_at INTEGER,
                        accepted INTEGER NOT NULL,
                        reason TEXT NOT NULL,
                        seal INTEGER NOT NULL,
                        PRIMARY KEY (stream, sha256));
                    CREATE INDEX file_state ON file(stream, state, modified, path);
                    CREATE INDEX file_path ON file(stream, path);
                    CREATE TABLE keepsake(
                        stream TEXT, name TEXT,
                        value BLOB NOT NULL,
                        seal INTEGER NOT NULL,
                        PRIMARY KEY (stream, name));
                    CREATE TABLE lane(
                        stream TEXT, lane INTEGER,
                        acked INTEGER NOT NULL DEFAULT 0,
                        attempted INTEGER NOT NULL DEFAULT 0,
                        open_unit TEXT, open_revision INTEGER NOT NULL DEFAULT 0,
                        seal INTEGER NOT NULL,
                        bytes INTEGER NOT NULL DEFAULT 0,
                        batches INTEGER NOT NULL DEFAULT 0,
                        row_count INTEGER NOT NULL DEFAULT 0,
                        PRIMARY KEY (stream, lane)) WITHOUT ROWID;
                    CREATE TABLE batch(
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        stream TEXT NOT NULL, lane INTEGER NOT NULL,
                        place INTEGER NOT NULL,
                        seq INTEGER,
                        unit TEXT NOT NULL, revision INTEGER NOT NULL,
                        skip INTEGER NOT NULL,
                        first INTEGER NOT NULL, last INTEGER NOT NULL,
                        row_count INTEGER NOT NULL,
                        bytes INTEGER NOT NULL,
                        encoding TEXT NOT NULL, digest BLOB NOT NULL,
                        stored_at INTEGER NOT NULL,
                        seal INTEGER NOT NULL);
                    CREATE INDEX batch_place ON batch(stream, lane, place);
                    CREATE INDEX batch_unit ON batch(stream, unit);
                    CREATE TABLE body(
                        id INTEGER PRIMARY KEY REFERENCES batch(id) ON DELETE CASCADE,
                        content BLOB NOT NULL);
                    CREATE TABLE reject(
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        stream TEXT NOT NULL, unit TEXT NOT NULL, place TEXT NOT NULL,
                        column_name TEXT NOT NULL, reason TEXT NOT NULL,
                        said_by TEXT NOT NULL, at INTEGER NOT NULL);
                    CREATE INDEX reject_unit ON reject(stream, unit, said_by);
                    CREATE INDEX reject_at ON reject(at);
                    CREATE TRIGGER batch_in AFTER INSERT ON batch BEGIN
                        UPDATE lane SET bytes = bytes + new.bytes, batches = batches + 1,
                                row_count = row_count + new.row_count
                            WHERE stream = new.stream AND lane = new.lane;
                    END;
                    CREATE TRIGGER batch_out AFTER DELETE ON batch BEGIN
                        UPDATE lane SET bytes = bytes - old.bytes, batches = batches - 1,
                                row_count = row_count - old.row_count
                            WHERE stream = old.stream AND lane = old.lane;
                    END;
                    CREATE TRIGGER batch_change AFTER UPDATE OF bytes, row_count ON batch BEGIN
                        UPDATE lane SET bytes = bytes - old.bytes + new.bytes,
                                row_count = row_count - old.row_count + new.row_count
                            WHERE stream = new.stream AND lane = new.lane;
                    END;
                    """,
                    // How many go on is not known of older lines: at least one.
                    """
                    CREATE TABLE span(
                        stream TEXT, from_at INTEGER,
                        to_at INTEGER NOT NULL,
                        open INTEGER NOT NULL,
                        latest_end INTEGER,
                        PRIMARY KEY (stream, from_at)) WITHOUT ROWID;
                    INSERT INTO span SELECT stream, from_at, to_at, 1, NULL FROM win WHERE open;
                    """,
                    // What a path ends with after its last separator is its name.
                    """
                    CREATE TABLE folder(
                        id INTEGER PRIMARY KEY,
                        stream TEXT NOT NULL, path TEXT NOT NULL,
                        UNIQUE (stream, path));
                    DROP INDEX file_state;
                    DROP INDEX file_path;
                    ALTER TABLE file RENAME TO older;
                    CREATE TABLE file(
                        id INTEGER PRIMARY KEY,
                        folder INTEGER NOT NULL,
                        sha256 BLOB NOT NULL,
                        name TEXT NOT NULL, path_hash INTEGER NOT NULL,
                        size INTEGER NOT NULL, modified INTEGER NOT NULL,
                        state INTEGER NOT NULL,
                        revision INTEGER NOT NULL, row_count INTEGER NOT NULL,
                        rejected INTEGER NOT NULL,
                        from_at INTEGER, to_at INTEGER,
                        taken_at INTEGER, committed_at INTEGER,
                        accepted INTEGER NOT NULL,
                        reason TEXT NOT NULL,
                        seal INTEGER NOT NULL);
                    INSERT OR IGNORE INTO folder(stream, path)
                        SELECT stream,
                            rtrim(path, replace(replace(path, '/', ''), char(92), ''))
                        FROM older;
                    INSERT INTO file
                        SELECT o.rowid, d.id, unhex(o.sha256),
                            substr(o.path, length(d.path) + 1), path_hash(o.path),
                            o.size, o.modified,
                            CASE o.state WHEN 'COMMITTED' THEN 0 WHEN 'TAKEN' THEN 1
                                WHEN 'STALE' THEN 2 WHEN 'HELD' THEN 3 WHEN 'REFUSED' THEN 4
                                WHEN 'ASIDE' THEN 5 WHEN 'KEPT_OUT' THEN 6 END,
                            o.revision, o.row_count, o.rejected,
                            o.from_at, o.to_at, o.taken_at, o.committed_at,
                            o.accepted, o.reason,
                            CASE WHEN o.seal > 2147483647 THEN o.seal - 4294967296
                                ELSE o.seal END
                        FROM older o JOIN folder d ON d.stream = o.stream AND d.path =
                            rtrim(o.path, replace(replace(o.path, '/', ''), char(92), ''))
                        ORDER BY o.rowid;
                    DROP TABLE older;
                    CREATE INDEX file_sha ON file(substr(sha256, 1, 4));
                    CREATE INDEX file_path ON file(path_hash);
                    CREATE INDEX file_open ON file(state, modified) WHERE state > 0;
                    """);

    private Schema() {}

    /** Brings the file up to date, one transaction per step; returns whether it was new. */
    static boolean migrate(Session session) {
        long version = session.pragma("user_version");
        session.function("path_hash", FileTable::pathHash);
        refuseForeign(session, version);
        for (int step = (int) version; step < STEPS.size(); step++) {
            take(session, step);
        }
        return version == 0;
    }

    private static void refuseForeign(Session session, long version) {
        if (version > STEPS.size()) {
            throw new StoreException(
                    StoreEvent.TOO_NEW,
                    session.file()
                            + " was written by a newer version of this program (format "
                            + version
                            + ", known up to "
                            + STEPS.size()
                            + "); start the newer version again",
                    null);
        }
        boolean empty = session.pragma("schema_version") == 0;
        if (!empty && session.pragma("application_id") != APPLICATION) {
            throw Failures.damaged(session.file(), null);
        }
    }

    private static void take(Session session, int step) {
        session.begin();
        try {
            session.command(STEPS.get(step));
            session.command("PRAGMA application_id = " + APPLICATION);
            session.command("PRAGMA user_version = " + (step + 1));
            session.commit();
        } catch (RuntimeException e) {
            session.rollback();
            throw e;
        }
    }
}
