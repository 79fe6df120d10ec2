package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The whole intake on a real database: a table without zone, in Berlin, of the last forty days, and
 * what the cloud makes of it, compared per queue and local day with what the database says.
 */
class PostgresTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Column QUEUE = column("queueidentifier");
    private static final Column ANSWERED = column("answered");
    private static final Column DURATION = column("duration");
    private static final String QUERY =
            "SELECT id AS contactidentifier, queue AS queueidentifier, 'Queue ' || queue AS"
                    + " queuename, started AS timestamp, answered, seconds AS duration FROM calls";

    private static EmbeddedPostgres server;

    @TempDir Path folder;
    private final TestClock clock = new TestClock(Clock.system().instant());
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
        run(
                "DROP TABLE IF EXISTS calls",
                "CREATE TABLE calls (id text, queue text, started timestamp, answered int, seconds"
                        + " numeric)",
                // Wall-clock times that came twice are left out: which of the two is not for SQL.
                """
                INSERT INTO calls
                SELECT 'c' || n, (n % 7)::text, at AT TIME ZONE 'Europe/Berlin', n % 5 % 2,
                       (n % 997) / 4.0
                  FROM (SELECT n, now() - n * interval '61 seconds' AS at
                          FROM generate_series(1, 56000) AS n) AS x
                 WHERE (at AT TIME ZONE 'Europe/Berlin')::time NOT BETWEEN '01:59' AND '03:01'
                """,
                "CREATE INDEX ON calls (started)");
        settings.backfill = Optional.of(Period.ofDays(60));
        settings.settle = Duration.ZERO;
        start();
    }

    private void start() throws Exception {
        settings.query = QUERY;
        SourceConfig config = settings.config();
        store = SqliteStore.open(folder, clock, () -> "instance");
        if (store.read(tx -> tx.agent().epoch()) == 0) {
            store.change(tx -> tx.newEpoch(1));
        }
        source = new SqlDatabase(database(), Clock.system()).open(config);
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
                                BERLIN,
                                () -> "zstd"),
                        value -> "#" + value,
                        _ -> Optional.empty(),
                        clock,
                        new Random(3));
    }

    private static AgentConfig.Database database() {
        return new AgentConfig.Database(
                "acd",
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                Optional.of(Secret.of("postgres")),
                Optional.of(Secret.of("")),
                Optional.empty());
    }

    @AfterEach
    void close() {
        source.close();
        store.close();
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void turn() throws InterruptedException {
        while (intake.turn()) {
            cloud.takeAll(store);
        }
        cloud.takeAll(store);
    }

    private void poll() throws InterruptedException {
        clock.advance(Duration.ofMinutes(15));
        turn();
    }

    /** Rows, answered and seconds per queue and local day, up to the bound. */
    private TreeMap<String, String> atTheSource() throws SQLException {
        Instant bound =
                store.read(tx -> tx.stream(World.STREAM)).orElseThrow().bound().orElseThrow();
        var totals = new TreeMap<String, String>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement =
                        connection.prepareStatement(
                                "SELECT queue || ' ' || started::date, count(*) || ' ' ||"
                                        + " sum(answered) || ' ' || (sum(seconds) * 1000)::bigint"
                                        + " FROM calls WHERE started < ? GROUP BY queue,"
                                        + " started::date")) {
            statement.setObject(1, bound.atZone(BERLIN).toLocalDateTime());
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    totals.put(result.getString(1), result.getString(2));
                }
            }
        }
        return totals;
    }

    private TreeMap<String, String> inTheCloud() {
        var sums = new TreeMap<String, long[]>();
        for (Cloud.Stored window : cloud.windows.values()) {
            for (Row row : window.rows()) {
                LocalDate day = LocalDate.ofInstant(WireTime.instant(row.time()), BERLIN);
                long[] sum = sums.computeIfAbsent(row.text(QUEUE) + " " + day, _ -> new long[3]);
                sum[0]++;
                sum[1] += row.number(ANSWERED);
                sum[2] += row.number(DURATION);
            }
        }
        var totals = new TreeMap<String, String>();
        sums.forEach((key, s) -> totals.put(key, s[0] + " " + s[1] + " " + s[2]));
        return totals;
    }

    @Test
    void fortyDaysAndWhatChangesInThemAgreeToTheLastSecond() throws Exception {
        turn();
        assertEquals(atTheSource(), inTheCloud());
        int batches = cloud.batches;

        run(
                "UPDATE calls SET seconds = 77 WHERE id = 'c100'",
                "DELETE FROM calls WHERE id = 'c500'",
                "INSERT INTO calls SELECT 'late', '3', started, 1, 5.25 FROM calls WHERE id ="
                        + " 'c900'",
                "INSERT INTO calls VALUES ('new', '3', (now() AT TIME ZONE 'Europe/Berlin'), 1, 60)");
        poll();
        assertEquals(atTheSource(), inTheCloud());
        assertTrue(cloud.batches - batches <= 5, "only what has changed is sent");
    }

    @Test
    void aTableThatIsEmptiedAndOneThatIsRenamedChangeNothing() throws Exception {
        turn();
        var before = inTheCloud();
        run(
                "DELETE FROM calls WHERE id LIKE '%1' OR id LIKE '%2' OR id LIKE '%3' OR length(id) < 6");
        poll();
        assertEquals(before, inTheCloud());
        assertTrue(store.read(tx -> tx.countWindows(World.STREAM)).get(State.HELD) > 20);

        run("ALTER TABLE calls RENAME COLUMN seconds TO duration_in_seconds");
        poll();
        assertEquals(before, inTheCloud());
        String trouble = intake.status().trouble().orElseThrow().reason();
        assertTrue(trouble.contains("seconds"), trouble);

        run("ALTER TABLE calls RENAME COLUMN duration_in_seconds TO seconds");
        store.change(tx -> Decisions.accept(tx, settings.config(), Optional.empty()));
        intake.retryNow();
        poll();
        poll();
        var cut = new TreeMap<>(inTheCloud());
        var source = atTheSource();
        LocalDate today = LocalDate.ofInstant(clock.instant(), BERLIN);
        source.keySet().removeIf(key -> !key.endsWith(today.toString()));
        cut.keySet().removeIf(key -> !key.endsWith(today.toString()));
        assertEquals(source, cut, "what a person accepts is sent");
    }

    private static Column column(String name) {
        return DataType.CONTACTS.column(name).orElseThrow();
    }
}
