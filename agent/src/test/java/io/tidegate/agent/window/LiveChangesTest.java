package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.Spans;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes of state as they happen: each ends the one before, wherever that began. */
class LiveChangesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir Path folder;
    private final Settings settings = new Settings(DataType.AGENT_STATUS);
    private World world;

    @BeforeEach
    void begin() {
        settings.poll = Duration.ofSeconds(10);
        settings.maxOpen = Duration.ofDays(5);
        settings.shape = StatusShape.CHANGES;
        settings.logOff = Set.of("Logged out");
        settings.backfill = Optional.of(Period.ofDays(4));
        world = new World(folder, settings, NOW.toString());
        world.acd.columns("agentidentifier starttime:timestamptz activity");
        world.start();
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void change(Instant at, String activity) {
        world.acd.add("7001", at, activity);
    }

    @Test
    void aChangeArrivesAtTheNextPollAndEndsTheOneBefore() throws InterruptedException {
        change(NOW.minusSeconds(300), "Ready");
        world.run();
        change(NOW.plusSeconds(3), "Talking");
        world.pass(Duration.ofSeconds(10), SECOND);
        assertEquals(
                List.of(
                        "7001 2026-11-20T10:25:00Z Ready 2026-11-20T10:30:03Z",
                        "7001 2026-11-20T10:30:03Z Talking -"),
                world.cloud.shown());
    }

    @Test
    void aPollThatFindsNothingNewStoresNothing() throws InterruptedException {
        change(NOW.minusSeconds(300), "Ready");
        world.run();
        int batches = world.cloud.batches;
        world.pass(Duration.ofMinutes(20), Duration.ofSeconds(10));
        assertEquals(batches, world.cloud.batches);
    }

    @Test
    void aStateOfYesterdayEndsWithinAMinuteOfTheNext() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(15)), "Ready");
        world.run();
        assertEquals(List.of("7001 2026-11-19T19:30:00Z Ready -"), world.cloud.shown());
        change(NOW.plusSeconds(5), "Logged out");
        world.pass(Duration.ofSeconds(61), SECOND);
        assertEquals(
                List.of("7001 2026-11-19T19:30:00Z Ready 2026-11-20T10:30:05Z"),
                world.cloud.shown());
    }

    @Test
    void aStateThatBeganBeforeTheLookBackEndsToo() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(1)), "Ready");
        world.run();
        world.pass(Duration.ofDays(2), Duration.ofMinutes(5));
        change(world.clock.instant().plusSeconds(5), "Break");
        world.pass(Duration.ofMinutes(2), Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        "7001 2026-11-20T09:30:00Z Ready 2026-11-22T10:30:05Z",
                        "7001 2026-11-22T10:30:05Z Break -"),
                world.cloud.shown());
        assertFalse(world.window("2026-11-20T09:30:00Z").open());
    }

    @Test
    void aLateChangeWithinTheLookBackEndsAStateFromBeforeIt() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(1)), "Ready");
        world.run();
        world.pass(Duration.ofDays(2), Duration.ofMinutes(5));
        change(world.clock.instant().minus(Duration.ofHours(20)), "Break");
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        "7001 2026-11-20T09:30:00Z Ready 2026-11-21T14:30:00Z",
                        "7001 2026-11-21T14:30:00Z Break -"),
                world.cloud.shown());
    }

    @Test
    void aLateChangeWithinTheLookBackEndsAStateThatReachedIntoIt() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(20)), "Ready");
        change(NOW.minus(Duration.ofHours(5)), "Logged out");
        world.run();
        world.pass(Duration.ofHours(10), Duration.ofMinutes(5));
        change(NOW.minus(Duration.ofHours(6)), "Break");
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        "7001 2026-11-19T14:30:00Z Ready 2026-11-20T04:30:00Z",
                        "7001 2026-11-20T04:30:00Z Break 2026-11-20T05:30:00Z"),
                world.cloud.shown());
    }

    @Test
    void aRestartForgetsNoStateThatReachedIntoTheLookBack() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(20)), "Ready");
        change(NOW.minus(Duration.ofHours(5)), "Logged out");
        world.run();
        world.pass(Duration.ofHours(10), Duration.ofMinutes(5));
        world.restart();
        change(NOW.minus(Duration.ofHours(6)), "Break");
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        "7001 2026-11-19T14:30:00Z Ready 2026-11-20T04:30:00Z",
                        "7001 2026-11-20T04:30:00Z Break 2026-11-20T05:30:00Z"),
                world.cloud.shown());
    }

    @Test
    void aStateThatTheHistoryFoundReachingIntoTheLookBackIsWatchedToo()
            throws InterruptedException {
        change(NOW.minus(Duration.ofHours(40)), "Ready");
        change(NOW.minus(Duration.ofHours(5)), "Logged out");
        world.run();
        change(NOW.minus(Duration.ofHours(6)), "Break");
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        "7001 2026-11-18T18:30:00Z Ready 2026-11-20T04:30:00Z",
                        "7001 2026-11-20T04:30:00Z Break 2026-11-20T05:30:00Z"),
                world.cloud.shown());
    }

    @Test
    void whatIsRememberedOfStatesThatReachIsForgottenWithTime() throws InterruptedException {
        for (int hour = 0; hour < 30; hour++) {
            change(NOW.plus(Duration.ofHours(hour)), hour % 2 == 0 ? "Ready" : "Logged out");
        }
        world.pass(Duration.ofHours(80), Duration.ofMinutes(15));
        assertEquals(
                Set.of(), world.store.read(tx -> tx.spans().reaching(World.STREAM, Instant.EPOCH)));
    }

    @Test
    void statesThatAreNoLongerWatchedAreCountedSinceTheOldestOfThem() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(70)), "Ready");
        world.acd.add("7002", NOW.minus(Duration.ofHours(70)), "Break");
        world.acd.add("7003", NOW.minus(Duration.ofHours(2)), "Ready");
        world.run();
        assertEquals(new Spans.Open(0, Optional.empty()), left());
        world.pass(Duration.ofDays(3), Duration.ofMinutes(30));
        Instant oldest = Instant.parse("2026-11-17T12:30:00Z");
        assertEquals(oldest, NOW.minus(Duration.ofHours(70)));
        assertEquals(2, left().count());
        assertFalse(left().since().orElseThrow().isAfter(oldest));
        world.restart();
        world.pass(Duration.ofMinutes(1));
        assertEquals(2, left().count(), "and a restart forgets none");
        assertEquals(3, world.cloud.shown().stream().filter(s -> s.endsWith(" -")).count());
    }

    private Spans.Open left() {
        Instant since = world.clock.instant().minus(settings.maxOpen);
        return world.store.read(tx -> tx.spans().open(World.STREAM, since));
    }

    @Test
    void watchingAStateThatGoesOnCostsLittle() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(1)), "Ready");
        // Another one of that window, which ended a little later.
        world.acd.add("7002", NOW.minus(Duration.ofHours(1)), "Ready");
        world.acd.add("7002", NOW.minus(Duration.ofMinutes(30)), "Logged out");
        world.run();
        world.pass(Duration.ofDays(2), Duration.ofMinutes(5));
        world.acd.queries.clear();
        world.pass(Duration.ofMinutes(15), Duration.ofSeconds(10));
        Duration long24 = Duration.ofHours(2);
        long longOnes =
                world.acd.queries.stream()
                        .filter(q -> Duration.between(q.from(), q.to()).compareTo(long24) > 0)
                        .count();
        assertTrue(longOnes <= 4, "the look-back every 15 minutes, twice: " + longOnes);
    }

    @Test
    void aLateEndIsSentOnceThoughAnotherStateOfThatWindowGoesOn() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(3)), "Ready");
        world.acd.add("7002", NOW.minus(Duration.ofHours(3)), "Ready");
        world.run();
        world.pass(Duration.ofMinutes(30), Duration.ofSeconds(10));
        world.acd.add("7002", NOW.minus(Duration.ofHours(1)), "Logged out");
        world.pass(Duration.ofMinutes(20), Duration.ofSeconds(10));
        int batches = world.cloud.batches;
        world.pass(Duration.ofMinutes(40), Duration.ofSeconds(10));
        assertEquals(batches, world.cloud.batches);
    }

    @Test
    void aStateIsNotWatchedForLongerThanMaxOpenAndItsEndIsNotInvented()
            throws InterruptedException {
        change(NOW.minus(Duration.ofHours(1)), "Ready");
        world.run();
        world.pass(Duration.ofDays(6), Duration.ofMinutes(30));
        change(world.clock.instant().plusSeconds(5), "Break");
        world.pass(Duration.ofMinutes(30), Duration.ofSeconds(30));
        assertEquals(
                List.of("7001 2026-11-20T09:30:00Z Ready -", "7001 2026-11-26T10:30:05Z Break -"),
                world.cloud.shown());
    }

    @Test
    void theHistorysStatesEndWhereTheyDidAndARestartChangesNothing() throws InterruptedException {
        for (int hour = 0; hour < 90; hour++) {
            change(NOW.minus(Duration.ofHours(hour)).minusSeconds(7), "State " + hour);
        }
        world.run();
        assertEquals(90, world.cloud.rows());
        assertEquals(1, world.cloud.shown().stream().filter(s -> s.endsWith(" -")).count());
        List<String> shown = world.cloud.shown();
        int batches = world.cloud.batches;
        world.restart();
        world.pass(Duration.ofMinutes(30), Duration.ofSeconds(30));
        assertEquals(batches, world.cloud.batches);
        assertEquals(shown, world.cloud.shown());
    }

    @Test
    void aCorrectedChangeReformsTheSpansAroundIt() throws InterruptedException {
        change(NOW.minus(Duration.ofHours(5)), "Ready");
        Object[] middle = world.acd.add("7001", NOW.minus(Duration.ofHours(3)), "Talking");
        change(NOW.minus(Duration.ofHours(1)), "Logged out");
        world.run();
        middle[1] = NOW.minus(Duration.ofHours(4));
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        "7001 2026-11-20T05:30:00Z Ready 2026-11-20T06:30:00Z",
                        "7001 2026-11-20T06:30:00Z Talking 2026-11-20T09:30:00Z"),
                world.cloud.shown());
    }
}
