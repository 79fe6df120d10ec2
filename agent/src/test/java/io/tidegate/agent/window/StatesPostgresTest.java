package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.store.Counter;
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
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What an ACD does to its rows while they are read: they come late and out of order, are corrected,
 * taken back and written twice, and the connector is killed in between. On a real database, against
 * what SQL makes of the same rows.
 */
class StatesPostgresTest {
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

    private void start() throws SourceException {
        store = SqliteStore.open(folder, clock, () -> "instance");
        if (store.read(tx -> tx.agent().epoch()) == 0) {
            store.change(tx -> tx.newEpoch(1));
        }
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

    private void kill() throws SourceException {
        close();
        start();
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> ask(String sql) throws SQLException {
        List<String> answer = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (var result = statement.executeQuery(sql)) {
                while (result.next()) {
                    answer.add(result.getString(1));
                }
            }
        }
        answer.sort(null);
        return answer;
    }

    private void turn() throws InterruptedException {
        while (intake.turn()) {
            cloud.takeAll(store);
        }
        cloud.takeAll(store);
    }

    private void quarter() throws InterruptedException {
        clock.advance(Duration.ofMinutes(15));
        turn();
    }

    private void states(String type) throws SQLException {
        settings = new Settings(DataType.AGENT_STATUS);
        settings.shape = StatusShape.CHANGES;
        settings.logOff = Set.of("Logged out", "7");
        settings.poll = Duration.ofSeconds(10);
        settings.backfill = Optional.of(Period.ofDays(4));
        settings.query = "SELECT agent AS agentidentifier, at AS starttime, activity FROM changes";
        run(
                "DROP TABLE IF EXISTS changes",
                "CREATE TABLE changes (n serial, agent text, at timestamptz, activity %s)"
                        .formatted(type),
                "CREATE INDEX ON changes (at)");
    }

    private static String end(String alias) {
        return "to_char(%1$s, 'YYYY-MM-DD\"T\"HH24:MI:SS') || coalesce(nullif(rtrim(to_char(%1$s, '.US'), '0'), '.'), '') || 'Z'"
                .formatted(alias);
    }

    /** Of several changes at one instant a log-off is the last, else the greatest text. */
    private List<String> spansAtTheSource() throws SQLException {
        String bound =
                store.read(tx -> tx.stream(World.STREAM))
                        .orElseThrow()
                        .bound()
                        .orElseThrow()
                        .toString();
        return ask(
                """
                SELECT agent || ' ' || %s || ' ' || activity || ' ' || coalesce(%s, '-')
                  FROM (SELECT *, lead(at) OVER (PARTITION BY agent ORDER BY at) AS next
                          FROM (SELECT DISTINCT ON (agent, at) agent, at, activity FROM changes
                                 WHERE at < '%s'
                                 ORDER BY agent, at, (lower(btrim(activity)) IN ('logged out', '7')) DESC,
                                          activity COLLATE "C" DESC) AS one) AS x
                 WHERE lower(btrim(activity)) NOT IN ('logged out', '7')
                """
                        .formatted(end("at"), end("next"), bound));
    }

    private void agree(String when) throws SQLException {
        List<String> there = spansAtTheSource();
        List<String> here = cloud.shown();
        if (there.equals(here)) {
            return;
        }
        List<String> missing = new ArrayList<>(there);
        missing.removeAll(Set.copyOf(here));
        List<String> extra = new ArrayList<>(here);
        extra.removeAll(Set.copyOf(there));
        assertEquals(there.size(), here.size(), when);
        assertEquals(
                "[] []",
                missing.stream().limit(4).toList() + " " + extra.stream().limit(4).toList(),
                when);
    }

    /** Two days of 30 agents, then an evening of corrections, with a kill now and then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsDoneToChangesOfTheLookBackArrives(long seed) throws Exception {
        states("text");
        run(
                """
                INSERT INTO changes (agent, at, activity)
                SELECT 'a' || a, now() - interval '60 hours' + k * interval '1 hour'
                         + (a * 7919 + k * 104729 + %1$d * 31) %% 3571 * interval '1.001 seconds',
                       (ARRAY['Ready', 'Talking', 'Break', 'LOGGED OUT', ' logged out', 'Ready', '7'])
                         [1 + (a * 3 + k * 5 + %1$d) %% 7]
                  FROM generate_series(1, 30) AS a, generate_series(0, 58) AS k
                 WHERE (a + k + %1$d) %% 4 > 0 AND NOT (a %% 5 = 0 AND k > 20)
                """
                        .formatted(seed));
        start();
        turn();
        agree("at first");
        var random = new Random(seed);
        for (int step = 0; step < 24; step++) {
            for (int i = 0; i < 3; i++) {
                run(correction(random));
            }
            if (random.nextInt(3) == 0) {
                kill();
            }
            quarter();
            agree("step " + step);
        }
    }

    private static String correction(Random random) {
        String at = "now() - interval '%d seconds'".formatted(random.nextInt(82_000));
        String one =
                "(SELECT n FROM changes WHERE at BETWEEN now() - interval '23 hours' AND now() - interval '1 minute' ORDER BY md5(n || '%d') LIMIT 1)"
                        .formatted(random.nextInt());
        String agent = "a" + (1 + random.nextInt(31));
        return switch (random.nextInt(7)) {
            case 0, 1 ->
                    "INSERT INTO changes (agent, at, activity) VALUES ('%s', %s, 'Late')"
                            .formatted(agent, at);
            case 2 -> "DELETE FROM changes WHERE n = " + one;
            case 3 -> "UPDATE changes SET at = %s WHERE n = %s".formatted(at, one);
            case 4 -> "UPDATE changes SET activity = 'Logged Out' WHERE n = " + one;
            case 5 ->
                    "INSERT INTO changes (agent, at, activity) SELECT agent, at, 'Aside' FROM changes WHERE n = "
                            + one;
            default ->
                    "INSERT INTO changes (agent, at, activity) SELECT agent, at, activity FROM changes WHERE n = "
                            + one;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"int", "bigint", "smallint", "numeric(6,2)", "text"})
    void aCodeForALogOffIsKnownInWhateverTypeItIsKept(String type) throws Exception {
        states(type);
        run(
                "INSERT INTO changes (agent, at, activity) VALUES ('a', now() - interval '3 hours', 3),"
                        + " ('a', now() - interval '2 hours', 7)");
        start();
        turn();
        assertEquals(1, cloud.rows(), cloud.shown().toString());
        assertTrue(cloud.shown().getFirst().matches("a .*Z 3 .*Z"), cloud.shown().toString());
    }

    /** They have done nothing for six hours; five hundred others have been busy since. */
    @Test
    void fiftyThousandAgentsAreWatchedWithoutReadingTheirDayAnew() throws Exception {
        states("text");
        settings.backfill = Optional.empty();
        run(
                """
                INSERT INTO changes (agent, at, activity)
                SELECT 'agent-' || a, now() - interval '6 hours' - a * interval '0.05 seconds',
                       (ARRAY['Ready', 'Talking', 'Break'])[1 + a % 3]
                  FROM generate_series(1, 50000) AS a
                """,
                """
                INSERT INTO changes (agent, at, activity)
                SELECT 'busy-' || a, now() - k * interval '85 seconds' - a * interval '0.1 seconds',
                       CASE WHEN k = 1 THEN 'Logged out' ELSE 'Talking' END
                  FROM generate_series(1, 500) AS a, generate_series(1, 200) AS k
                """);
        start();
        turn();
        agree("at first");
        long before = read();
        for (int minute = 0; minute < 5; minute++) {
            clock.advance(Duration.ofSeconds(61));
            turn();
        }
        long watched = read() - before;
        assertTrue(watched < 5 * 90_000, "rows read in five minutes: " + watched);
    }

    private long read() {
        return store.read(tx -> tx.counters(World.STREAM)).get(Counter.ROWS_READ);
    }

    private void contacts(int minutes) throws SQLException {
        settings = new Settings(DataType.INTERVALS);
        settings.aggregate = Optional.of(Duration.ofMinutes(minutes));
        settings.backfill = Optional.of(Period.ofDays(2));
        settings.query =
                "SELECT queue AS queueidentifier, 'Q ' || queue AS queuename, at AS timestamp, answered, seconds AS duration FROM contacts";
        run(
                "DROP TABLE IF EXISTS contacts",
                "CREATE TABLE contacts (n serial, queue text, at timestamptz, answered int, seconds numeric)");
    }

    private List<String> sumsAtTheSource(int minutes) throws SQLException {
        String bound =
                store.read(tx -> tx.stream(World.STREAM))
                        .orElseThrow()
                        .bound()
                        .orElseThrow()
                        .toString();
        return ask(
                """
                SELECT queue || ' ' || %1$s || ' ' || count(*) || ' ' || sum(answered) || ' '
                       || (1000 * sum(coalesce(seconds, 0)))::bigint
                  FROM (SELECT *, date_bin('%2$d minutes', at, timestamptz '2000-01-01') AS start
                          FROM contacts) AS c
                 WHERE at < '%3$s' AND queue IS NOT NULL AND coalesce(seconds, 0) >= 0
                 GROUP BY queue, start
                """
                        .formatted(end("start"), minutes, bound));
    }

    private List<String> sumsInTheCloud() {
        List<String> sums = new ArrayList<>();
        cloud.windows.values().forEach(w -> w.rows().forEach(r -> sums.add(sum(r))));
        sums.sort(null);
        return sums;
    }

    private static String sum(Row row) {
        var text = new StringBuilder(row.text(interval("queueidentifier")));
        text.append(' ').append(WireTime.format(row.time()));
        for (String column : List.of("offered", "answered", "handlingtime")) {
            text.append(' ').append(row.number(interval(column)));
        }
        return text.toString();
    }

    private static Column interval(String name) {
        return DataType.INTERVALS.column(name).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 30, 60})
    void aContactThatIsCorrectedLeavesTheIntervalWhereItWas(int minutes) throws Exception {
        contacts(minutes);
        String hour = "date_trunc('hour', now()) - interval '5 hours'";
        run(
                """
                INSERT INTO contacts (queue, at, answered, seconds) VALUES
                  ('q1', %1$s, 1, 10), ('q1', %1$s + interval '59 minutes 59.999999 seconds', 1, 20),
                  ('q1', %1$s + interval '1 hour', 0, NULL), ('q2', %1$s, 1, 0),
                  (NULL, %1$s, 1, 5), ('q2', %1$s + interval '1 minute', 1, -5), ('q1', %1$s - interval '1 microsecond', 1, 3)
                """
                        .formatted(hour));
        start();
        turn();
        same(minutes);
        assertEquals(2L, (long) store.read(tx -> tx.countRejects(World.STREAM)));
        run("UPDATE contacts SET queue = 'q2' WHERE seconds = 10");
        again(minutes);
        run("UPDATE contacts SET at = at + interval '2 hours' WHERE seconds = 20");
        again(minutes);
        run("UPDATE contacts SET at = at - interval '1 microsecond' WHERE answered = 0");
        again(minutes);
        run("DELETE FROM contacts WHERE seconds = 0");
        again(minutes);
    }

    private void again(int minutes) throws Exception {
        clock.advance(Duration.ofMinutes(60));
        turn();
        same(minutes);
    }

    private void same(int minutes) throws SQLException {
        assertEquals(sumsAtTheSource(minutes), sumsInTheCloud());
    }
}
