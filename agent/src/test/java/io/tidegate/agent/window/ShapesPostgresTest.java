package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is made of rows on a real database, against what SQL makes of the same rows: sums of
 * contacts over the last two clock changes, and spans of two hundred ACD agents' changes of state.
 */
class ShapesPostgresTest {
    @TempDir Path folder;
    private PostgresWorld world;

    @AfterEach
    void close() {
        world.close();
    }

    private void contacts(String zone, int minutes, Period backfill) throws Exception {
        var settings = new Settings(DataType.INTERVALS);
        settings.zone = ZoneId.of(zone);
        settings.aggregate = Optional.of(Duration.ofMinutes(minutes));
        settings.backfill = Optional.of(backfill);
        settings.query =
                "SELECT queue AS queueidentifier, 'Queue ' || queue AS queuename, at AS timestamp,"
                        + " answered, seconds AS duration, n AS contactidentifier FROM calls";
        world = new PostgresWorld(folder, settings);
        world.acd.run(
                "CREATE TABLE calls (n serial, queue int, at timestamptz, answered int, seconds numeric)");
    }

    /** Two days of contacts, half of them before. */
    private void contactsAround(Instant middle) throws SQLException {
        world.acd.run(
                """
                INSERT INTO calls (queue, at, answered, seconds)
                SELECT n %% 5, timestamptz '%s' + (n - 2500) * interval '37.123457 seconds',
                       least(1, n %% 4), CASE WHEN n %% 8 = 0 THEN NULL ELSE (n %% 9973) / 7.0 END
                  FROM generate_series(1, 5000) AS n
                """
                        .formatted(middle));
    }

    /** By queue and start of the interval, with the offset of its wall clock. */
    private List<String> sumsAtTheSource(int minutes) throws SQLException {
        return world.ask(
                """
                SELECT queue || ' ' || wire((wall - ahead) AT TIME ZONE 'UTC') || ' ' || count(*)
                       || ' ' || sum(answered) || ' '
                       || sum(round(coalesce(seconds, 0), 3) * 1000)::bigint
                  FROM (SELECT queue, answered, seconds,
                               date_bin('%1$d minutes', at AT TIME ZONE '%2$s', timestamp '2000-01-01') AS wall,
                               (at AT TIME ZONE '%2$s') - (at AT TIME ZONE 'UTC') AS ahead
                          FROM calls WHERE at < :bound) AS x
                 GROUP BY queue, wall, ahead
                """
                        .formatted(minutes, world.settings.zone));
    }

    private List<String> daysAtTheSource() throws SQLException {
        return world.ask(
                """
                SELECT queue || ' ' || day || ' ' || count(*) || ' ' || sum(answered) || ' '
                       || sum(round(coalesce(seconds, 0), 3) * 1000)::bigint
                  FROM (SELECT *, (at AT TIME ZONE '%s')::date AS day FROM calls) AS x
                 WHERE at < :bound GROUP BY queue, day
                """
                        .formatted(world.settings.zone));
    }

    private List<String> daysInTheCloud() {
        return new CloudSums(world.cloud, DataType.INTERVALS).days(world.settings.zone);
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
        boolean changesClocks = !zone.equals("Asia/Kathmandu");
        contacts(zone, minutes, changesClocks ? Period.ofMonths(13) : Period.ofDays(3));
        if (changesClocks) {
            var rules = world.settings.zone.getRules();
            Instant autumn = rules.previousTransition(PostgresWorld.NOW).getInstant();
            contactsAround(rules.previousTransition(autumn).getInstant());
            contactsAround(autumn);
        }
        contactsAround(PostgresWorld.NOW);
        world.start().run();
        assertEquals(daysAtTheSource(), daysInTheCloud());
        if (regular) { // Elsewhere an interval may be longer where the clock changes.
            var sums = new CloudSums(world.cloud, DataType.INTERVALS);
            assertEquals(sumsAtTheSource(minutes), sums.rows());
        }

        int batches = world.cloud.batches;
        world.acd.run(
                "DELETE FROM calls WHERE n = (SELECT max(n) FROM calls WHERE at < now() - interval '2 hours')",
                "INSERT INTO calls (queue, at, answered, seconds) VALUES (3, now() - interval '5 hours', 1, 1.0015)");
        world.runAfter(Duration.ofMinutes(minutes));
        assertEquals(daysAtTheSource(), daysInTheCloud());
        int sent = world.cloud.batches - batches;
        assertTrue(sent >= 2 && sent <= 5, "only what has changed is sent: " + sent);
    }

    private void changesOfAFortnight() throws Exception {
        var settings = new Settings(DataType.AGENT_STATUS);
        settings.shape = StatusShape.CHANGES;
        settings.logOff = Set.of("Logged out");
        settings.poll = Duration.ofSeconds(10);
        settings.backfill = Optional.of(Period.ofDays(14));
        settings.query = "SELECT agent AS agentidentifier, at AS starttime, activity FROM states";
        world = new PostgresWorld(folder, settings);
        world.acd.run(
                "CREATE TABLE states (agent text, at timestamptz, activity text)",
                // One in ten never logs off; one in seven is away for three days.
                """
                INSERT INTO states
                SELECT 'a' || a, timestamptz '2026-11-20 00:00Z' - d * interval '1 day' + k * interval '20 minutes'
                         + (a * 7919 + d * 104729 + k * 1299709) % 1199 * interval '1.000001 seconds',
                       CASE WHEN k = 23 AND a % 10 > 0 THEN 'Logged out'
                            ELSE (ARRAY['Ready', 'Talking', 'Break'])[1 + (a + k) % 3] END
                  FROM generate_series(1, 200) AS a, generate_series(0, 12) AS d,
                       generate_series(0, 23) AS k
                 WHERE NOT (a % 7 = 0 AND d IN (3, 4, 5))
                 ORDER BY md5(a || ' ' || d || ' ' || k)
                """,
                "CREATE INDEX ON states (at)");
    }

    private List<String> spansAtTheSource() throws SQLException {
        return world.ask(
                """
                SELECT agent || ' ' || wire(at) || ' ' || activity || ' ' || coalesce(wire(next), '-')
                  FROM (SELECT *, lead(at) OVER (PARTITION BY agent ORDER BY at) AS next
                          FROM states WHERE at < :bound) AS x
                 WHERE activity <> 'Logged out'
                """);
    }

    @Test
    void twoHundredAgentsChangesAreTheSpansThatTheDatabaseMakesOfThem() throws Exception {
        changesOfAFortnight();
        world.start().run();
        assertEquals(spansAtTheSource(), world.cloud.shown());
        assertTrue(world.cloud.rows() > 50_000, "a fortnight worth the name");

        int batches = world.cloud.batches;
        world.runAfter(Duration.ofSeconds(10));
        assertEquals(batches, world.cloud.batches, "nothing has changed, so nothing is sent");

        world.acd.run(
                "INSERT INTO states SELECT 'a' || a, now() - interval '3 hours 1 second', 'Late'"
                        + " FROM generate_series(1, 3) AS a",
                "DELETE FROM states WHERE agent = 'a9' AND at > now() - interval '4 hours'");
        world.runAfter(Duration.ofMinutes(15));
        assertEquals(spansAtTheSource(), world.cloud.shown());
        assertTrue(world.cloud.batches - batches <= 16, "only what has changed is sent");
    }
}
