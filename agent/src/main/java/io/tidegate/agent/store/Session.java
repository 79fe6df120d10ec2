package io.tidegate.agent.store;

import org.sqlite.Function;
import org.sqlite.SQLiteConfig;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * One connection to the store's file, with its prepared statements. Used by one thread at a time;
 * statements can be run only between {@link #begin} and the end of the transaction, by the thread
 * that began it.
 */
final class Session implements AutoCloseable {
    /** Statements wait that long for a checkpoint of another connection, in milliseconds. */
    private static final int PATIENCE = 10_000;

    private final Path file;
    private final Connection connection;
    private final boolean writes;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private Thread owner;
    private boolean failed;

    private Session(Path file, Connection connection, boolean writes) {
        this.file = file;
        this.writes = writes;
        this.connection = connection;
    }

    /** The one that writes. Its pragmas come before anything else is done to the file. */
    static Session writer(Path file) {
        Session session = openWriter(file);
        String mode =
                new Query(session, session.statement("PRAGMA journal_mode"))
                        .one(Line::text)
                        .orElse("");
        if (!mode.equals("wal")) {
            session.close();
            throw new StoreException(
                    StoreEvent.UNUSABLE,
                    "the disk of "
                            + file
                            + " cannot hold a store (journal mode "
                            + mode
                            + "); put"
                            + " agent.data-dir on a local disk",
                    null);
        }
        return session;
    }

    private static Session openWriter(Path file) {
        return open(
                file,
                true,
                "page_size = 8192",
                "auto_vacuum = incremental",
                "journal_mode = wal",
                "synchronous = full",
                // Where a disk's own cache would otherwise swallow a sync (macOS).
                "fullfsync = on",
                // What a statement may have to undo is a page or two; a file for it costs more.
                "temp_store = memory",
                "foreign_keys = on",
                "cell_size_check = on",
                "cache_size = -4096",
                "wal_autocheckpoint = 512",
                "journal_size_limit = 8388608");
    }

    /** One that only reads. */
    static Session reader(Path file) {
        return open(file, false, "query_only = on", "cell_size_check = on", "cache_size = -1024");
    }

    private static Session open(Path file, boolean writes, String... pragmas) {
        try {
            var config = new SQLiteConfig();
            config.setBusyTimeout(PATIENCE);
            config.setGetGeneratedKeys(false); // Asked for after every change, and never needed.
            var session = new Session(file, config.createConnection("jdbc:sqlite:" + file), writes);
            session.prepare(pragmas);
            return session;
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    private void prepare(String... pragmas) {
        try {
            for (String pragma : pragmas) {
                command("PRAGMA " + pragma);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    /** A statement inside the present transaction. */
    Query sql(String sql) {
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException("a transaction is valid only within its own call");
        }
        if (failed) {
            throw new IllegalStateException("this transaction has failed; nothing of it stays");
        }
        return new Query(this, statement(sql));
    }

    void refuseReader() {
        if (!writes) {
            throw new IllegalStateException("nothing can be changed while reading");
        }
    }

    /** What a pragma answers. */
    long pragma(String pragma) {
        return new Query(this, statement("PRAGMA " + pragma)).number();
    }

    /** Throws if pages, trees or indexes of the file do not fit together; reads all of it. */
    void check() {
        String found =
                new Query(this, statement("PRAGMA integrity_check(1)")).one(Line::text).orElse("");
        if (!found.equals("ok")) {
            throw Failures.damaged(file, null);
        }
    }

    /**
     * Runs one statement or several to their end, such as a piece of schema; what they return is
     * ignored.
     */
    void command(String sql) {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw fail(e);
        }
    }

    /** Lets statements call that over a text. */
    void function(String name, ToIntFunction<String> of) {
        try {
            Function.create(
                    connection,
                    name,
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(of.applyAsInt(value_text(0)));
                        }
                    });
        } catch (SQLException e) {
            throw fail(e);
        }
    }

    void begin() {
        owner = Thread.currentThread();
        failed = false;
        try {
            turn(writes ? "BEGIN IMMEDIATE" : "BEGIN");
        } catch (RuntimeException e) {
            owner = null;
            throw e;
        }
    }

    void commit() {
        if (failed) {
            throw new IllegalStateException("this transaction has failed; nothing of it stays");
        }
        turn("COMMIT");
        owner = null;
    }

    /** Begins or ends a transaction, by a statement that is kept as the others are. */
    private void turn(String sql) {
        try {
            statement(sql).executeUpdate();
        } catch (SQLException e) {
            drop(statements.remove(sql)); // The driver may have closed one that failed.
            throw fail(e);
        }
    }

    /** Undoes the transaction, also if SQLite has already done so by itself. */
    void rollback() {
        try (var statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException _) {
            // After a full disk or an I/O error SQLite rolls back by itself, and says so here.
        } finally {
            owner = null;
        }
    }

    /** Keeps in mind that the transaction must not be committed, and says why. */
    RuntimeException fail(SQLException e) {
        failed = true;
        return Failures.of(file, e);
    }

    private static void drop(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException _) {
            // It is not used again.
        }
    }

    private PreparedStatement statement(String sql) {
        try {
            PreparedStatement known = statements.get(sql);
            if (known == null) {
                known = connection.prepareStatement(sql);
                statements.put(sql, known);
            }
            return known;
        } catch (SQLException e) {
            failed = true;
            throw Failures.ofPreparing(file, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // Everything that counts was committed; there is nothing left to save.
        }
    }
}
