package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.Counter;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
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
    @TempDir Path folder;
    private PostgresWorld world;

    @AfterEach
    void close() {
        world.close();
    }

    private void states(String type) throws Exception {
        var settings = new Settings(DataType.AGENT_STATUS);
        settings.shape = StatusShape.CHANGES;
        settings.logOff = Set.of("Logged out", "7");
        settings.poll = Duration.ofSeconds(10);
        settings.backfill = Optional.of(Period.ofDays(4));
        settings.query = "SELECT agent AS agentidentifier, at AS starttime, activity FROM changes";
        world = new PostgresWorld(folder, settings);
        world.acd.run(
                "CREATE TABLE changes (n serial, agent text, at timestamptz, activity %s)"
                        .formatted(type),
                "CREATE INDEX ON changes (at)");
    }

    /** Of several changes at one instant a log-off is the last, else the greatest text. */
    private List<String> spansAtTheSource() throws SQLException {
        return world.ask(
                """
                SELECT agent || ' ' || wire(at) || ' ' || activity || ' ' || coalesce(wire(next), '-')
                  FROM (SELECT *, lead(at) OVER (PARTITION BY agent ORDER BY at) AS next
                          FROM (SELECT DISTINCT ON (agent, at) agent, at, activity FROM changes
                                 WHERE at < :bound
                                 ORDER BY agent, at, (lower(btrim(activity)) IN ('logged out', '7')) DESC,
                                          activity COLLATE "C" DESC) AS one) AS x
                 WHERE lower(btrim(activity)) NOT IN ('logged out', '7')
                """);
    }

    private void agree(String when) throws SQLException {
        List<String> there = spansAtTheSource();
        List<String> here = world.cloud.shown();
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
        world.acd.run(
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
        world.start().run();
        agree("at first");
        var random = new Random(seed);
        for (int step = 0; step < 24; step++) {
            for (int i = 0; i < 3; i++) {
                world.acd.run(correction(random));
            }
            if (random.nextInt(3) == 0) {
                world.restart();
            }
            world.runAfter(Duration.ofMinutes(15));
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
        world.acd.run(
                "INSERT INTO changes (agent, at, activity) VALUES ('a', now() - interval '3 hours', 3),"
                        + " ('a', now() - interval '2 hours', 7)");
        world.start().run();
        List<String> shown = world.cloud.shown();
        assertEquals(1, shown.size(), shown.toString());
        assertTrue(shown.getFirst().matches("a .*Z 3 .*Z"), shown.toString());
    }

    /** They have done nothing for six hours; five hundred others have been busy since. */
    @Test
    void fiftyThousandAgentsAreWatchedWithoutReadingTheirDayAnew() throws Exception {
        states("text");
        world.settings.backfill = Optional.empty();
        world.acd.run(
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
        world.start().run();
        agree("at first");
        long before = read();
        for (int minute = 0; minute < 5; minute++) {
            world.runAfter(Duration.ofSeconds(61));
        }
        long watched = read() - before;
        assertTrue(watched < 5 * 90_000, "rows read in five minutes: " + watched);
    }

    private long read() {
        return world.store.read(tx -> tx.counters(World.STREAM)).get(Counter.ROWS_READ);
    }

    private void contacts(int minutes) throws Exception {
        var settings = new Settings(DataType.INTERVALS);
        settings.aggregate = Optional.of(Duration.ofMinutes(minutes));
        settings.backfill = Optional.of(Period.ofDays(2));
        settings.query =
                "SELECT queue AS queueidentifier, 'Q ' || queue AS queuename, at AS timestamp, answered, seconds AS duration FROM contacts";
        world = new PostgresWorld(folder, settings);
        world.acd.run(
                "CREATE TABLE contacts (n serial, queue text, at timestamptz, answered int, seconds numeric)");
    }

    private List<String> sumsAtTheSource(int minutes) throws SQLException {
        return world.ask(
                """
                SELECT queue || ' ' || wire(start) || ' ' || count(*) || ' ' || sum(answered) || ' '
                       || (1000 * sum(coalesce(seconds, 0)))::bigint
                  FROM (SELECT *, date_bin('%d minutes', at, timestamptz '2000-01-01Z') AS start
                          FROM contacts) AS c
                 WHERE at < :bound AND queue IS NOT NULL AND coalesce(seconds, 0) >= 0
                 GROUP BY queue, start
                """
                        .formatted(minutes));
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 30, 60})
    void aContactThatIsCorrectedLeavesTheIntervalWhereItWas(int minutes) throws Exception {
        contacts(minutes);
        world.acd.run(
                """
                INSERT INTO contacts (queue, at, answered, seconds)
                SELECT queue, timestamptz '2026-11-20 05:00Z' + after::interval, answered, seconds
                  FROM (VALUES ('q1', '0', 1, 10), ('q1', '59 minutes 59.999999 seconds', 1, 20),
                               ('q1', '1 hour', 0, NULL), ('q2', '0', 1, 0), (NULL, '0', 1, 5),
                               ('q2', '1 minute', 1, -5), ('q1', '-1 microsecond', 1, 3))
                       AS c (queue, after, answered, seconds)
                """);
        world.start().run();
        same(minutes);
        assertEquals(2L, (long) world.store.read(tx -> tx.countRejects(World.STREAM)));
        afterThis("UPDATE contacts SET queue = 'q2' WHERE seconds = 10", minutes);
        afterThis("UPDATE contacts SET at = at + interval '2 hours' WHERE seconds = 20", minutes);
        afterThis(
                "UPDATE contacts SET at = at - interval '1 microsecond' WHERE answered = 0",
                minutes);
        afterThis("DELETE FROM contacts WHERE seconds = 0", minutes);
    }

    private void afterThis(String correction, int minutes) throws Exception {
        world.acd.run(correction);
        world.runAfter(Duration.ofMinutes(60));
        same(minutes);
    }

    private void same(int minutes) throws SQLException {
        var sums = new CloudSums(world.cloud, DataType.INTERVALS);
        assertEquals(sumsAtTheSource(minutes), sums.rows());
    }
}
