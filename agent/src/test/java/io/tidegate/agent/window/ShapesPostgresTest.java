package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is made of rows on a real database, against what SQL makes of the same rows: sums of
 * contacts over the last two clock changes, and spans of two hundred ACD agents' changes of state.
 */
class ShapesPostgresTest {
    private static EmbeddedPostgres server;

    @TempDir Path folder;
    private final TestClock clock = new TestClock(Clock.system().instant());
    private final Cloud cloud = new Cloud();
    private Settings settings;
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

    @AfterEach
    void close() {
        source.close();
        store.close();
    }

    private void start() throws Exception {
        store = SqliteStore.open(folder, clock, () -> "instance");
        store.change(tx -> tx.newEpoch(1));
        var database =
                new AgentConfig.Database(
                        "acd",
                        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                        Optional.of(Secret.of("postgres")),
                        Optional.of(Secret.of("")),
                        Optional.empty());
        var config = settings.config();
        source = new SqlDatabase(database, Clock.system()).open(config);
        var encoder =
                new BatchEncoder(
                        "berlin-1",
                        World.STREAM,
                        settings.data,
                        config.intervalLength(),
                        settings.zone,
                        () -> "zstd");
        intake =
                new SqlIntake(
                        config,
                        source,
                        store,
                        encoder,
                        value -> "#" + value,
                        _ -> Optional.empty(),
                        clock,
                        new Random(3));
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Two columns: what, and how much of it. */
    private static TreeMap<String, String> ask(String sql) throws SQLException {
        var answer = new TreeMap<String, String>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (var result = statement.executeQuery(sql)) {
                while (result.next()) {
                    answer.put(result.getString(1), result.getString(2));
                }
            }
        }
        return answer;
    }

    private void turn() throws InterruptedException {
        while (intake.turn()) {
            cloud.takeAll(store);
        }
        cloud.takeAll(store);
    }

    private Instant bound() {
        return store.read(tx -> tx.stream(World.STREAM)).orElseThrow().bound().orElseThrow();
    }

    private void contactsAroundClockChanges() throws SQLException {
        var rules = settings.zone.getRules();
        Instant autumn = rules.previousTransition(clock.instant()).getInstant();
        Instant spring = rules.previousTransition(autumn).getInstant();
        run(
                "DROP TABLE IF EXISTS calls",
                "CREATE TABLE calls (n serial, queue int, at timestamptz, answered int, seconds numeric)");
        for (Instant middle : new Instant[] {spring, autumn, clock.instant()}) {
            run(
                    """
                    INSERT INTO calls (queue, at, answered, seconds)
                    SELECT n %% 5, timestamptz '%s' + (n - 2500) * interval '37.123457 seconds',
                           least(1, n %% 4), CASE WHEN n %% 8 = 0 THEN NULL ELSE (n %% 9973) / 7.0 END
                      FROM generate_series(1, 5000) AS n
                    """
                            .formatted(middle));
        }
    }

    /** By queue and start of the interval, with the offset of its wall clock. */
    private TreeMap<String, String> sumsAtTheSource(int minutes) throws SQLException {
        return ask(
                """
                SELECT queue || ' ' || to_char(wall - ahead, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                       count(*) || ' ' || sum(answered) || ' '
                       || sum(round(coalesce(seconds, 0), 3) * 1000)::bigint
                  FROM (SELECT queue, answered, seconds,
                               date_bin('%1$d minutes', at AT TIME ZONE '%2$s', timestamp '2000-01-01') AS wall,
                               (at AT TIME ZONE '%2$s') - (at AT TIME ZONE 'UTC') AS ahead
                          FROM calls WHERE at < '%3$s') AS x
                 GROUP BY queue, wall, ahead
                """
                        .formatted(minutes, settings.zone, bound()));
    }

    private TreeMap<String, String> daysAtTheSource() throws SQLException {
        return ask(
                """
                SELECT queue || ' ' || (at AT TIME ZONE '%s')::date,
                       count(*) || ' ' || sum(answered) || ' '
                       || sum(round(coalesce(seconds, 0), 3) * 1000)::bigint
                  FROM calls WHERE at < '%s' GROUP BY 1
                """
                        .formatted(settings.zone, bound()));
    }

    private TreeMap<String, String> sumsInTheCloud() {
        var sums = new TreeMap<String, String>();
        for (Row row : rowsInTheCloud()) {
            String key = row.text(interval("queueidentifier")) + " " + WireTime.format(row.time());
            assertEquals(
                    null,
                    sums.put(key, amounts(row)[0] + " " + amounts(row)[1] + " " + amounts(row)[2]));
        }
        return sums;
    }

    private TreeMap<String, String> daysInTheCloud() {
        var sums = new TreeMap<String, long[]>();
        for (Row row : rowsInTheCloud()) {
            LocalDate day = LocalDate.ofInstant(WireTime.instant(row.time()), settings.zone);
            String key = row.text(interval("queueidentifier")) + " " + day;
            long[] sum = sums.computeIfAbsent(key, _ -> new long[3]);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += amounts(row)[i];
            }
        }
        var shown = new TreeMap<String, String>();
        sums.forEach((key, s) -> shown.put(key, s[0] + " " + s[1] + " " + s[2]));
        return shown;
    }

    private Iterable<Row> rowsInTheCloud() {
        return () -> cloud.windows.values().stream().flatMap(w -> w.rows().stream()).iterator();
    }

    private static long[] amounts(Row row) {
        return new long[] {
            row.number(interval("offered")),
            row.number(interval("answered")),
            row.number(interval("handlingtime"))
        };
    }

    private static Column interval(String name) {
        return DataType.INTERVALS.column(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 15, true",
        "Europe/Berlin, 60, true",
        "Australia/Lord_Howe, 30, true",
        "Australia/Lord_Howe, 10, true",
        "Australia/Lord_Howe, 60, false",
        "Pacific/Chatham, 15, true",
        "Pacific/Chatham, 60, false",
        "Asia/Kathmandu, 60, true",
    })
    void sumsAgreeWithThoseOfTheDatabase(String zone, int minutes, boolean regular)
            throws Exception {
        settings = new Settings(DataType.INTERVALS);
        settings.zone = ZoneId.of(zone);
        settings.aggregate = Optional.of(Duration.ofMinutes(minutes));
        settings.query =
                "SELECT queue AS queueidentifier, 'Queue ' || queue AS queuename, at AS timestamp,"
                        + " answered, seconds AS duration, n AS contactidentifier FROM calls";
        settings.backfill =
                zone.equals("Asia/Kathmandu")
                        ? Optional.of(Period.ofDays(3))
                        : Optional.of(Period.ofMonths(13));
        contactsAroundClockChanges();
        if (zone.equals("Asia/Kathmandu")) {
            run("DELETE FROM calls WHERE at < now() - interval '2 days'"); // It changes no clocks.
        }
        start();
        turn();
        assertEquals(daysAtTheSource(), daysInTheCloud());
        if (regular) { // Elsewhere an interval may be longer where the clock changes.
            assertEquals(sumsAtTheSource(minutes), sumsInTheCloud());
        }

        int batches = cloud.batches;
        run(
                "INSERT INTO calls (queue, at, answered, seconds) VALUES (3, now() - interval '5 hours', 1, 1.0015)",
                "DELETE FROM calls WHERE n = (SELECT max(n) FROM calls WHERE at < now() - interval '2 hours')");
        clock.advance(Duration.ofMinutes(minutes));
        turn();
        assertEquals(daysAtTheSource(), daysInTheCloud());
        assertTrue(cloud.batches - batches <= 5, "only what has changed is sent");
    }

    private TreeSet<String> spansAtTheSource() throws SQLException {
        return new TreeSet<>(
                ask("""
                                SELECT agent || ' ' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.US') || ' '
                                       || activity || ' '
                                       || coalesce(to_char(next, 'YYYY-MM-DD"T"HH24:MI:SS.US'), '-'), ''
                                  FROM (SELECT *, lead(at) OVER (PARTITION BY agent ORDER BY at) AS next
                                          FROM states WHERE at < '%s') AS x
                                 WHERE activity <> 'Logged out'
                                """
                                .formatted(bound()))
                        .keySet());
    }

    private TreeSet<String> spansInTheCloud() {
        var spans = new TreeSet<String>();
        for (Row row : rowsInTheCloud()) {
            Column end = status("endtime");
            spans.add(
                    "%s %s %s %s"
                            .formatted(
                                    row.text(status("agentidentifier")),
                                    micros(row.time()),
                                    row.text(status("activity")),
                                    row.isNull(end) ? "-" : micros(row.number(end))));
        }
        return spans;
    }

    private static String micros(long time) {
        return java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS")
                .withZone(java.time.ZoneOffset.UTC)
                .format(WireTime.instant(time));
    }

    private static Column status(String name) {
        return DataType.AGENT_STATUS.column(name).orElseThrow();
    }

    @Test
    void twoHundredAgentsChangesAreTheSpansThatTheDatabaseMakesOfThem() throws Exception {
        settings = new Settings(DataType.AGENT_STATUS);
        settings.shape = StatusShape.CHANGES;
        settings.logOff = Set.of("Logged out");
        settings.poll = Duration.ofSeconds(10);
        settings.backfill = Optional.of(Period.ofDays(14));
        settings.query = "SELECT agent AS agentidentifier, at AS starttime, activity FROM states";
        run(
                "DROP TABLE IF EXISTS states",
                "CREATE TABLE states (agent text, at timestamptz, activity text)",
                // One in ten never logs off; one in seven is away for three days.
                """
                INSERT INTO states
                SELECT 'a' || a, date_trunc('day', now()) - d * interval '1 day' + k * interval '20 minutes'
                         + (a * 7919 + d * 104729 + k * 1299709) % 1199 * interval '1.000001 seconds',
                       CASE WHEN k = 23 AND a % 10 > 0 THEN 'Logged out'
                            ELSE (ARRAY['Ready', 'Talking', 'Break'])[1 + (a + k) % 3] END
                  FROM generate_series(1, 200) AS a, generate_series(0, 12) AS d,
                       generate_series(0, 23) AS k
                 WHERE NOT (a % 7 = 0 AND d IN (3, 4, 5))
                 ORDER BY md5(a || ' ' || d || ' ' || k)
                """,
                "CREATE INDEX ON states (at)");
        start();
        turn();
        assertEquals(spansAtTheSource(), spansInTheCloud());
        assertTrue(cloud.rows() > 50_000, "a fortnight worth the name: " + cloud.rows());

        int batches = cloud.batches;
        clock.advance(Duration.ofSeconds(10));
        turn();
        assertEquals(batches, cloud.batches, "nothing has changed, so nothing is sent");

        run(
                "INSERT INTO states SELECT 'a' || a, now() - interval '3 hours 1 second', 'Late'"
                        + " FROM generate_series(1, 3) AS a",
                "DELETE FROM states WHERE agent = 'a9' AND at > now() - interval '4 hours'");
        clock.advance(Duration.ofMinutes(15));
        turn();
        assertEquals(spansAtTheSource(), spansInTheCloud());
        assertTrue(cloud.batches - batches <= 16, "only what has changed is sent");
    }
}
