package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Queries of a real database whose conditions are at fault: those that limit their time themselves,
 * by a clock that the test turns, and those that find rows by another time than they give.
 */
class OwnClockQueriesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final String COLUMNS =
            "SELECT id AS contactidentifier, '7' AS queueidentifier, 'Sales' AS queuename, at AS timestamp, 1 AS answered, 60 AS duration FROM calls";
    private static final String LIMITED = COLUMNS + " WHERE at > now() - interval '%s'";

    private static EmbeddedPostgres server;

    @TempDir Path folder;
    private final TestClock clock = new TestClock(NOW);
    private final Settings settings = new Settings(DataType.CONTACTS);
    private final Cloud cloud = new Cloud();
    private SqliteStore store;
    private Source source;
    private SqlIntake intake;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.builder().setCleanDataDirectory(true).start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void fill() throws Exception {
        settings.zone = ZoneOffset.UTC;
        settings.backfill = Optional.of(Period.ofDays(4));
        store = SqliteStore.open(folder, clock, () -> "instance");
        store.change(tx -> tx.newEpoch(1));
        run(
                "DROP SCHEMA IF EXISTS acd CASCADE",
                "CREATE SCHEMA acd",
                "CREATE TABLE acd.clock (at timestamptz)",
                "CREATE FUNCTION acd.now() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT at FROM acd.clock'",
                "CREATE TABLE acd.calls (id text, at timestamptz, ended timestamptz)",
                """
                INSERT INTO acd.calls SELECT 'c' || n, at, at + interval '7 minutes'
                  FROM (SELECT n, timestamptz '2026-11-20 10:25Z' - n * interval '11 minutes' AS at
                          FROM generate_series(0, 700) n) x
                """,
                "ALTER DATABASE postgres SET search_path = acd, pg_catalog, public");
    }

    @AfterEach
    void close() {
        source.close();
        store.close();
    }

    private static void run(String... statements) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The query as of now; its {@code now()} is the test's. */
    private void query(String query) {
        if (source != null) {
            source.close();
        }
        settings.query = query;
        SourceConfig config = settings.config();
        var database =
                new AgentConfig.Database(
                        "acd",
                        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                        Optional.of(Secret.of("postgres")),
                        Optional.of(Secret.of("")),
                        Optional.empty());
        try {
            source = new AtTheTestsTime(new SqlDatabase(database, Clock.system()).open(config));
        } catch (io.tidegate.agent.source.SourceException e) {
            throw new AssertionError(e);
        }
        intake =
                new SqlIntake(
                        config,
                        source,
                        store,
                        new BatchEncoder(
                                "berlin-1",
                                World.STREAM,
                                settings.data,
                                settings.interval,
                                settings.zone,
                                () -> "zstd"),
                        value -> "#" + value,
                        _ -> Optional.empty(),
                        clock,
                        new Random(3));
    }

    /** A database whose clock is the test's. */
    private final class AtTheTestsTime implements Source {
        private final Source real;

        AtTheTestsTime(Source real) {
            this.real = real;
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void read(Instant from, Instant to, io.tidegate.agent.source.RowSink sink)
                throws io.tidegate.agent.source.SourceException,
                        io.tidegate.agent.row.ShapeException,
                        InterruptedException {
            real.read(from, to, sink);
        }

        @Override
        public boolean mayGive(Instant time, Instant from, Instant to) {
            return real.mayGive(time, from, to);
        }

        @Override
        public Optional<String> compared() {
            return real.compared();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private void pass(Duration time) throws Exception {
        for (Instant end = clock.instant().plus(time); clock.instant().isBefore(end); ) {
            clock.advance(Duration.ofMinutes(15));
            turn();
        }
    }

    private void turn() throws Exception {
        run("DELETE FROM acd.clock", "INSERT INTO acd.clock VALUES ('" + clock.instant() + "')");
        while (intake.turn()) {
            cloud.takeAll(store);
        }
        cloud.takeAll(store);
    }

    private long count(State state) {
        return store.read(tx -> tx.countWindows(World.STREAM)).get(state);
    }

    private List<String> lost(List<String> before) {
        var lost = new ArrayList<>(before);
        lost.removeAll(cloud.shown());
        return lost;
    }

    @Test
    void whatWasStoredOutlivesAQueryThatAsksForTwoDaysOnly() throws Exception {
        query(COLUMNS);
        turn();
        List<String> before = cloud.shown();
        assertTrue(before.size() > 500, "stored " + before.size());

        query(LIMITED.formatted("2 days"));
        pass(Duration.ofDays(3));

        assertEquals(List.of(), lost(before));
        assertTrue(count(State.GONE) > 0);
    }

    @Test
    void whatWasStoredOutlivesAQueryThatAsksForLessThanTheLookBack() throws Exception {
        query(LIMITED.formatted("12 hours"));
        turn();
        List<String> before = cloud.shown();
        assertTrue(before.size() > 50, "stored " + before.size());

        pass(Duration.ofHours(3));
        assertTrue(
                held().stream()
                        .anyMatch(
                                line ->
                                        line.reason()
                                                .endsWith(
                                                        "as the oldest of which the source still gives any: the query limits its time itself, by now()")),
                held().toString());

        pass(Duration.ofHours(17));
        assertEquals(List.of(), lost(before));
    }

    private List<WindowRecord> held() {
        return store.read(
                tx -> tx.windows(World.STREAM, java.util.Set.of(State.HELD), Integer.MAX_VALUE));
    }

    @Test
    void aDayThatThePurgeIsInTheMiddleOfStaysWhole() throws Exception {
        query(COLUMNS);
        turn();
        List<String> before = cloud.shown();

        run("DELETE FROM acd.calls WHERE at < timestamptz '2026-11-18 04:40Z'");
        pass(Duration.ofDays(1));

        assertEquals(List.of(), lost(before));
        assertTrue(
                held().getFirst().reason().contains("its rows seem to leave it by their age"),
                held().toString());
    }

    @Test
    void aCallThatIsFoundByItsEndIsNotLostInSilence() throws Exception {
        query(COLUMNS + " WHERE ended >= :from AND ended < :to");
        turn();
        turn();

        String reason =
                store.read(tx -> tx.stream(World.STREAM))
                        .orElseThrow()
                        .paused()
                        .orElseThrow()
                        .reason();
        assertTrue(reason.contains("compares :from and :to with ended, but gives"), reason);
    }

    @Test
    void aQueryByWholeDaysGoesOn() throws Exception {
        query(COLUMNS + " WHERE at::date >= :from AND at::date <= :to");
        turn();
        pass(Duration.ofHours(2));

        assertEquals(Optional.empty(), store.read(tx -> tx.stream(World.STREAM)).get().paused());
        assertTrue(cloud.shown().size() > 500, "stored " + cloud.shown().size());
    }
}
