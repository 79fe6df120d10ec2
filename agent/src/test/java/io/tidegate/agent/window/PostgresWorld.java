package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.sql.AcdDatabase;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.WindowRecord.State;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * As {@link World}, but the ACD is a real PostgreSQL, with a database of its own. In there the time
 * is turned by hand too: its search path has the test's {@code now()} and {@code clock_timestamp()}
 * before the server's. Used by one thread.
 */
final class PostgresWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");

    final Settings settings;
    final TestClock clock = new TestClock(NOW);
    final Cloud cloud = new Cloud();
    final AcdDatabase acd;

    /** How far the database's clock is ahead of the test's. */
    Duration ahead = Duration.ZERO;

    SqliteStore store;
    SqlIntake intake;
    private final Path folder;
    private Source source;

    PostgresWorld(Path folder, Settings settings) throws Exception {
        this.folder = folder;
        this.settings = settings;
        acd = new AcdDatabase();
        acd.run(
                "CREATE SCHEMA turned",
                "CREATE TABLE turned.clock AS SELECT timestamptz '" + NOW + "' AS at",
                clock("now"),
                clock("clock_timestamp"),
                // As the protocol writes it.
                """
                CREATE FUNCTION turned.wire(at timestamptz) RETURNS text LANGUAGE sql AS $$
                  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                         || rtrim(rtrim(to_char(at, '.US'), '0'), '.') || 'Z'
                $$
                """,
                """
                DO $$ BEGIN
                  EXECUTE format('ALTER DATABASE %I SET search_path = turned, pg_catalog, public',
                                 current_database());
                END $$
                """);
    }

    private static String clock(String name) {
        return "CREATE FUNCTION turned.%s() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT at FROM turned.clock'"
                .formatted(name);
    }

    /** Starts the agent with the settings as they are now. */
    PostgresWorld start() throws SourceException {
        store = World.open(folder, clock);
        source = new SqlDatabase(acd.config(), Clock.system()).open(settings.config());
        intake = World.intake(settings, source, store, _ -> Optional.empty(), clock);
        return this;
    }

    /** As if the process had been killed and started again. */
    void restart() throws SourceException {
        close();
        start();
    }

    /** Turns until there is nothing to do, and lets the cloud take what there is. */
    PostgresWorld run() throws SQLException, InterruptedException {
        acd.run("UPDATE turned.clock SET at = '" + clock.instant().plus(ahead) + "'");
        for (int turns = 0; intake.turn(); turns++) {
            if (turns > World.MOST_TURNS) {
                throw new AssertionError("there is no end to it");
            }
            cloud.takeAll(store);
        }
        cloud.takeAll(store);
        return this;
    }

    void runAfter(Duration time) throws SQLException, InterruptedException {
        clock.advance(time);
        run();
    }

    /** Lets time go by, a quarter of an hour at a time. */
    void pass(Duration time) throws SQLException, InterruptedException {
        for (Instant end = clock.instant().plus(time); clock.instant().isBefore(end); ) {
            runAfter(Duration.ofMinutes(15));
        }
    }

    /**
     * What the ACD says, sorted.
     *
     * @param sql of one column; {@code :bound} is how far the live read has come
     */
    List<String> ask(String sql) throws SQLException {
        Instant bound = stream().bound().orElseThrow();
        return acd.list(sql.replace(":bound", "timestamptz '" + bound + "'"));
    }

    StreamRecord stream() {
        return store.read(tx -> tx.stream(World.STREAM)).orElseThrow();
    }

    long count(State state) {
        return store.read(tx -> tx.countWindows(World.STREAM)).get(state);
    }

    @Override
    public void close() {
        if (store != null) {
            source.close();
            store.close();
        }
    }
}
