package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Queries of a real database whose conditions are at fault: those that limit their time themselves,
 * by a clock that the test turns, and those that find rows by another time than they give.
 */
class OwnClockQueriesTest {
    private static final String COLUMNS =
            "SELECT id AS contactidentifier, '7' AS queueidentifier, 'Sales' AS queuename, at AS timestamp, 1 AS answered, 60 AS duration FROM calls";
    private static final String LIMITED = COLUMNS + " WHERE at > now() - interval '%s'";

    @TempDir Path folder;
    private PostgresWorld world;

    @BeforeEach
    void fill() throws Exception {
        var settings = new Settings(DataType.CONTACTS);
        settings.zone = ZoneOffset.UTC;
        settings.backfill = Optional.of(Period.ofDays(4));
        world = new PostgresWorld(folder, settings);
        world.acd.run(
                "CREATE TABLE calls (id text, at timestamptz, ended timestamptz)",
                """
                INSERT INTO calls SELECT 'c' || n, at, at + interval '7 minutes'
                  FROM (SELECT n, timestamptz '2026-11-20 10:25Z' - n * interval '11 minutes' AS at
                          FROM generate_series(0, 700) n) x
                """);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The query as of now. */
    private void query(String query) throws Exception {
        world.settings.query = query;
        world.restart();
    }

    private List<WindowRecord> held() {
        return world.store.read(
                tx -> tx.windows(World.STREAM, Set.of(State.HELD), Integer.MAX_VALUE));
    }

    private List<String> lost(List<String> before) {
        var lost = new ArrayList<>(before);
        lost.removeAll(world.cloud.shown());
        return lost;
    }

    @Test
    void whatWasStoredOutlivesAQueryThatAsksForTwoDaysOnly() throws Exception {
        query(COLUMNS);
        world.run();
        List<String> before = world.cloud.shown();
        assertTrue(before.size() > 500, "stored " + before.size());

        query(LIMITED.formatted("2 days"));
        world.pass(Duration.ofDays(3));

        assertEquals(List.of(), lost(before));
        assertTrue(world.count(State.GONE) > 0);
    }

    @Test
    void whatWasStoredOutlivesAQueryThatAsksForLessThanTheLookBack() throws Exception {
        query(LIMITED.formatted("12 hours"));
        world.run();
        List<String> before = world.cloud.shown();
        assertTrue(before.size() > 50, "stored " + before.size());

        world.pass(Duration.ofHours(3));
        String last =
                "as the oldest of which the source still gives any: the query limits its time itself, by now()";
        assertTrue(held().stream().anyMatch(w -> w.reason().endsWith(last)), held().toString());

        world.pass(Duration.ofHours(17));
        assertEquals(List.of(), lost(before));
    }

    @Test
    void aDayThatThePurgeIsInTheMiddleOfStaysWhole() throws Exception {
        query(COLUMNS);
        world.run();
        List<String> before = world.cloud.shown();

        world.acd.run("DELETE FROM calls WHERE at < timestamptz '2026-11-18 04:40Z'");
        world.pass(Duration.ofDays(1));

        assertEquals(List.of(), lost(before));
        assertTrue(
                held().getFirst().reason().contains("its rows seem to leave it by their age"),
                held().toString());
    }

    @Test
    void aCallThatIsFoundByItsEndIsNotLostInSilence() throws Exception {
        query(COLUMNS + " WHERE ended >= :from AND ended < :to");
        world.run();
        world.run();

        String reason = world.stream().paused().orElseThrow().reason();
        assertTrue(reason.contains("compares :from and :to with ended, but gives"), reason);
    }

    @Test
    void aQueryByWholeDaysGoesOn() throws Exception {
        query(COLUMNS + " WHERE at::date >= :from AND at::date <= :to");
        world.run();
        world.pass(Duration.ofHours(2));

        assertEquals(Optional.empty(), world.stream().paused());
        int stored = world.cloud.shown().size();
        assertTrue(stored > 500, "stored " + stored);
    }
}
