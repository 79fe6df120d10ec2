package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A real PostgreSQL whose clock jumps ahead and comes back: its {@code clock_timestamp()}, which
 * the agent asks, is one of the test's own, found first by the search path of the agent's login.
 */
class WrongClockPostgresTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Column ID = DataType.CONTACTS.column("contactidentifier").orElseThrow();

    @TempDir Path folder;
    private final TestClock clock = new TestClock(NOW);
    private final Settings settings = new Settings(DataType.CONTACTS);
    private final Cloud cloud = new Cloud();
    private EmbeddedPostgres server;
    private SqliteStore store;
    private SqlIntake intake;
    private Duration ahead = Duration.ZERO;
    private int calls;

    @Test
    void everyRowArrivesOnceAndNothingIsClaimedOfATimeThatHasNotCome() throws Exception {
        settings.lookBack = Duration.ofHours(2);
        settings.poll = Duration.ofMinutes(5);
        settings.query =
                "SELECT id AS contactidentifier, '7' AS queueidentifier, 'Sales' AS queuename,"
                        + " started AS timestamp, 1 AS answered, 60 AS duration FROM calls";
        try (var postgres = EmbeddedPostgres.builder().setCleanDataDirectory(true).start()) {
            server = postgres;
            prepare();
            try (Source source = open()) {
                start(source);
                liveOn(Duration.ofHours(1));
                Instant agreed = claimed().orElseThrow();
                for (Duration jump :
                        List.of(Duration.ofHours(1), Duration.ofDays(3), Duration.ofDays(800))) {
                    ahead = jump;
                    liveOn(Duration.ofHours(4));
                    assertEquals(Optional.of(agreed), claimed(), "ahead by " + jump);
                    ahead = Duration.ZERO;
                    liveOn(Duration.ofHours(3));
                    agreed = claimed().orElseThrow();
                    assertEquals(clock.instant().minus(settings.settle), agreed);
                    assertEquals(atTheSource(), inTheCloud(), "after " + jump);
                }
            } finally {
                store.close();
            }
        }
        assertTrue(calls > 200);
    }

    private void prepare() throws SQLException {
        run(
                "CREATE TABLE calls (id text, started timestamptz)",
                "CREATE SCHEMA wrong",
                "CREATE TABLE wrong.time (at timestamptz)",
                "INSERT INTO wrong.time VALUES ('" + NOW + "')",
                "CREATE FUNCTION wrong.clock_timestamp() RETURNS timestamptz STABLE"
                        + " LANGUAGE sql AS 'SELECT at FROM wrong.time'",
                "ALTER ROLE postgres SET search_path = wrong, pg_catalog, public");
    }

    private Source open() throws Exception {
        var database =
                new AgentConfig.Database(
                        "acd",
                        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                        Optional.of(Secret.of("postgres")),
                        Optional.of(Secret.of("")),
                        Optional.empty());
        return new SqlDatabase(database, clock).open(settings.config());
    }

    private void start(Source source) {
        store = SqliteStore.open(folder, clock, () -> "instance");
        store.change(tx -> tx.newEpoch(1));
        intake =
                new SqlIntake(
                        settings.config(),
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

    /** A call begins every five minutes, whatever the database's clock shows. */
    private void liveOn(Duration time) throws Exception {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMinutes(5)) {
            run(
                    "INSERT INTO public.calls VALUES ('c%d', '%s')"
                            .formatted(calls++, clock.instant()));
            clock.advance(Duration.ofMinutes(5));
            run("UPDATE wrong.time SET at = '" + clock.instant().plus(ahead) + "'");
            while (intake.turn()) {
                cloud.takeAll(store);
            }
            cloud.takeAll(store);
        }
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Optional<Instant> claimed() {
        return store.read(tx -> StreamReport.of(tx, settings.config()))
                .orElseThrow()
                .completeUntil();
    }

    private List<String> atTheSource() throws SQLException {
        Instant bound =
                store.read(tx -> tx.stream(World.STREAM)).orElseThrow().bound().orElseThrow();
        var ids = new ArrayList<String>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement =
                        connection.prepareStatement("SELECT id FROM calls WHERE started < ?")) {
            statement.setObject(1, bound.atOffset(ZoneOffset.UTC));
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    ids.add(result.getString(1));
                }
            }
        }
        ids.sort(null);
        return ids;
    }

    private List<String> inTheCloud() {
        return cloud.windows.values().stream()
                .flatMap(window -> window.rows().stream())
                .map(row -> row.text(ID))
                .sorted()
                .toList();
    }
}
