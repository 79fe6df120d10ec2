package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * The whole intake on a real database: a table without zone, in Berlin, of the last forty days, and
 * what the cloud makes of it, compared per queue and local day with what the database says.
 */
class PostgresTest {
    @TempDir Path folder;
    private final Settings settings = new Settings(DataType.CONTACTS);
    private PostgresWorld world;

    @BeforeEach
    void fill() throws Exception {
        settings.query =
                "SELECT id AS contactidentifier, queue AS queueidentifier, 'Queue ' || queue AS"
                        + " queuename, started AS timestamp, answered, seconds AS duration FROM calls";
        settings.backfill = Optional.of(Period.ofDays(60));
        settings.settle = Duration.ZERO;
        world = new PostgresWorld(folder, settings);
        world.acd.run(
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
        world.start();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void poll() throws Exception {
        world.runAfter(Duration.ofMinutes(15));
    }

    /** Rows, answered and thousandths of seconds per queue and local day, up to the bound. */
    private List<String> atTheSource() throws Exception {
        return world.ask(
                """
                SELECT queue || ' ' || started::date || ' ' || count(*) || ' ' || sum(answered)
                       || ' ' || (sum(seconds) * 1000)::bigint
                  FROM calls WHERE started < :bound AT TIME ZONE 'Europe/Berlin'
                 GROUP BY queue, started::date
                """);
    }

    private List<String> inTheCloud() {
        return new CloudSums(world.cloud, settings.data).days(settings.zone);
    }

    @Test
    void fortyDaysAndWhatChangesInThemAgreeToTheLastSecond() throws Exception {
        world.run();
        assertEquals(atTheSource(), inTheCloud());
        int batches = world.cloud.batches;

        world.acd.run(
                "UPDATE calls SET seconds = 77 WHERE id = 'c100'",
                "DELETE FROM calls WHERE id = 'c500'",
                "INSERT INTO calls SELECT 'late', '3', started, 1, 5.25 FROM calls WHERE id ="
                        + " 'c900'",
                "INSERT INTO calls VALUES ('new', '3', (now() AT TIME ZONE 'Europe/Berlin'), 1, 60)");
        poll();
        assertEquals(atTheSource(), inTheCloud());
        assertTrue(world.cloud.batches - batches <= 5, "only what has changed is sent");
    }

    @Test
    void aTableThatIsEmptiedAndOneThatIsRenamedChangeNothing() throws Exception {
        world.run();
        var before = inTheCloud();
        world.acd.run(
                "DELETE FROM calls WHERE id LIKE '%1' OR id LIKE '%2' OR id LIKE '%3' OR length(id) < 6");
        poll();
        assertEquals(before, inTheCloud());
        assertTrue(world.count(State.HELD) > 20);

        world.acd.run("ALTER TABLE calls RENAME COLUMN seconds TO duration_in_seconds");
        poll();
        assertEquals(before, inTheCloud());
        String trouble = world.intake.status().trouble().orElseThrow().reason();
        assertTrue(trouble.contains("seconds"), trouble);

        world.acd.run("ALTER TABLE calls RENAME COLUMN duration_in_seconds TO seconds");
        world.store.change(tx -> Decisions.accept(tx, settings.config(), Optional.empty()));
        world.intake.retryNow();
        poll();
        poll();
        assertFalse(today(before).isEmpty());
        assertEquals(today(atTheSource()), today(inTheCloud()), "what a person accepts is sent");
    }

    private static List<String> today(List<String> days) {
        return days.stream().filter(day -> day.contains(" 2026-11-20 ")).toList();
    }
}
