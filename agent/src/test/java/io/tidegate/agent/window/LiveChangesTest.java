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

    private static Instant hoursAgo(int hours) {
        return NOW.minus(Duration.ofHours(hours));
    }

    private Instant inFiveSeconds() {
        return world.clock.instant().plusSeconds(5);
    }

    private void change(Instant at, String activity) {
        change("7001", at, activity);
    }

    private Object[] change(String agent, Instant at, String activity) {
        return world.acd.add(agent, at, activity);
    }

    private void readAtFirst() throws InterruptedException {
        world.run();
    }

    /** Polls by the second. */
    private void watch(Duration time) throws InterruptedException {
        world.pass(time, Duration.ofSeconds(1));
    }

    private void poll(Duration time) throws InterruptedException {
        world.pass(time, settings.poll);
    }

    /** It is read whole every quarter of an hour. */
    private void pollUntilTheLookBackIsReadAgain() throws InterruptedException {
        poll(Duration.ofMinutes(16));
    }

    private void letGoBy(Duration time) throws InterruptedException {
        world.pass(time, Duration.ofMinutes(5));
    }

    private void assertStored(String... spans) {
        assertEquals(List.of(spans), world.cloud.shown());
    }

    private long storedWithoutEnd() {
        return world.cloud.shown().stream().filter(span -> span.endsWith(" -")).count();
    }

    private void assertNothingIsSentFor(Duration time) throws InterruptedException {
        int batches = world.cloud.batches;
        poll(time);
        assertEquals(batches, world.cloud.batches);
    }

    @Test
    void aChangeArrivesAtTheNextPollAndEndsTheOneBefore() throws InterruptedException {
        change(NOW.minusSeconds(300), "Ready");
        readAtFirst();
        change(NOW.plusSeconds(3), "Talking");
        watch(Duration.ofSeconds(10));
        assertStored(
                "7001 2026-11-20T10:25:00Z Ready 2026-11-20T10:30:03Z",
                "7001 2026-11-20T10:30:03Z Talking -");
    }

    @Test
    void aPollThatFindsNothingNewStoresNothing() throws InterruptedException {
        change(NOW.minusSeconds(300), "Ready");
        readAtFirst();
        assertNothingIsSentFor(Duration.ofMinutes(20));
    }

    @Test
    void aStateOfYesterdayEndsWithinAMinuteOfTheNext() throws InterruptedException {
        change(hoursAgo(15), "Ready");
        readAtFirst();
        assertStored("7001 2026-11-19T19:30:00Z Ready -");
        change(inFiveSeconds(), "Logged out");
        watch(Duration.ofSeconds(61));
        assertStored("7001 2026-11-19T19:30:00Z Ready 2026-11-20T10:30:05Z");
    }

    @Test
    void aStateThatBeganBeforeTheLookBackEndsToo() throws InterruptedException {
        change(hoursAgo(1), "Ready");
        readAtFirst();
        letGoBy(Duration.ofDays(2));
        change(inFiveSeconds(), "Break");
        poll(Duration.ofMinutes(2));
        assertStored(
                "7001 2026-11-20T09:30:00Z Ready 2026-11-22T10:30:05Z",
                "7001 2026-11-22T10:30:05Z Break -");
        assertFalse(world.window("2026-11-20T09:30:00Z").open());
    }

    @Test
    void aLateChangeWithinTheLookBackEndsAStateFromBeforeIt() throws InterruptedException {
        change(hoursAgo(1), "Ready");
        readAtFirst();
        letGoBy(Duration.ofDays(2));
        change(world.clock.instant().minus(Duration.ofHours(20)), "Break");
        pollUntilTheLookBackIsReadAgain();
        assertStored(
                "7001 2026-11-20T09:30:00Z Ready 2026-11-21T14:30:00Z",
                "7001 2026-11-21T14:30:00Z Break -");
    }

    @Test
    void aLateChangeWithinTheLookBackEndsAStateThatReachedIntoIt() throws InterruptedException {
        aStateReachesIntoTheLookBack();
        aLateChangeEndsIt();
    }

    @Test
    void aRestartForgetsNoStateThatReachedIntoTheLookBack() throws InterruptedException {
        aStateReachesIntoTheLookBack();
        world.restart();
        aLateChangeEndsIt();
    }

    private void aStateReachesIntoTheLookBack() throws InterruptedException {
        change(hoursAgo(20), "Ready");
        change(hoursAgo(5), "Logged out");
        readAtFirst();
        letGoBy(Duration.ofHours(10));
    }

    private void aLateChangeEndsIt() throws InterruptedException {
        change(hoursAgo(6), "Break");
        pollUntilTheLookBackIsReadAgain();
        assertStored(
                "7001 2026-11-19T14:30:00Z Ready 2026-11-20T04:30:00Z",
                "7001 2026-11-20T04:30:00Z Break 2026-11-20T05:30:00Z");
    }

    @Test
    void aStateThatTheHistoryFoundReachingIntoTheLookBackIsWatchedToo()
            throws InterruptedException {
        change(hoursAgo(40), "Ready");
        change(hoursAgo(5), "Logged out");
        readAtFirst();
        change(hoursAgo(6), "Break");
        pollUntilTheLookBackIsReadAgain();
        assertStored(
                "7001 2026-11-18T18:30:00Z Ready 2026-11-20T04:30:00Z",
                "7001 2026-11-20T04:30:00Z Break 2026-11-20T05:30:00Z");
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
        change(hoursAgo(70), "Ready");
        change("7002", hoursAgo(70), "Break");
        change("7003", hoursAgo(2), "Ready");
        readAtFirst();
        assertEquals(new Spans.Open(0, Optional.empty()), left());
        world.pass(Duration.ofDays(3), Duration.ofMinutes(30));
        assertEquals(2, left().count());
        assertFalse(left().since().orElseThrow().isAfter(hoursAgo(70)));
        world.restart();
        world.pass(Duration.ofMinutes(1));
        assertEquals(2, left().count(), "and a restart forgets none");
        assertEquals(3, storedWithoutEnd());
    }

    private Spans.Open left() {
        Instant since = world.clock.instant().minus(settings.maxOpen);
        return world.store.read(tx -> tx.spans().open(World.STREAM, since));
    }

    @Test
    void watchingAStateThatGoesOnCostsLittle() throws InterruptedException {
        change(hoursAgo(1), "Ready");
        // Another one of that window, which ended a little later.
        change("7002", hoursAgo(1), "Ready");
        change("7002", NOW.minus(Duration.ofMinutes(30)), "Logged out");
        readAtFirst();
        letGoBy(Duration.ofDays(2));
        world.acd.queries.clear();
        poll(Duration.ofMinutes(15));
        long longOnes = world.acd.queries.stream().filter(LiveChangesTest::isLong).count();
        assertTrue(longOnes <= 4, "the look-back every 15 minutes, twice: " + longOnes);
    }

    private static boolean isLong(Acd.Query query) {
        return Duration.between(query.from(), query.to()).compareTo(Duration.ofHours(2)) > 0;
    }

    @Test
    void aLateEndIsSentOnceThoughAnotherStateOfThatWindowGoesOn() throws InterruptedException {
        change(hoursAgo(3), "Ready");
        change("7002", hoursAgo(3), "Ready");
        readAtFirst();
        poll(Duration.ofMinutes(30));
        change("7002", hoursAgo(1), "Logged out");
        poll(Duration.ofMinutes(20));
        assertStored(
                "7001 2026-11-20T07:30:00Z Ready -",
                "7002 2026-11-20T07:30:00Z Ready 2026-11-20T09:30:00Z");
        assertNothingIsSentFor(Duration.ofMinutes(40));
    }

    @Test
    void aStateIsNotWatchedForLongerThanMaxOpenAndItsEndIsNotInvented()
            throws InterruptedException {
        change(hoursAgo(1), "Ready");
        readAtFirst();
        world.pass(Duration.ofDays(6), Duration.ofMinutes(30));
        change(inFiveSeconds(), "Break");
        world.pass(Duration.ofMinutes(30), Duration.ofSeconds(30));
        assertStored("7001 2026-11-20T09:30:00Z Ready -", "7001 2026-11-26T10:30:05Z Break -");
    }

    @Test
    void theHistorysStatesEndWhereTheyDidAndARestartChangesNothing() throws InterruptedException {
        for (int hour = 0; hour < 90; hour++) {
            change(hoursAgo(hour).minusSeconds(7), "State " + hour);
        }
        readAtFirst();
        assertEquals(90, world.cloud.rows());
        assertEquals(1, storedWithoutEnd());
        List<String> shown = world.cloud.shown();
        world.restart();
        assertNothingIsSentFor(Duration.ofMinutes(30));
        assertEquals(shown, world.cloud.shown());
    }

    @Test
    void aCorrectedChangeReformsTheSpansAroundIt() throws InterruptedException {
        change(hoursAgo(5), "Ready");
        Object[] middle = change("7001", hoursAgo(3), "Talking");
        change(hoursAgo(1), "Logged out");
        readAtFirst();
        middle[1] = hoursAgo(4);
        pollUntilTheLookBackIsReadAgain();
        assertStored(
                "7001 2026-11-20T05:30:00Z Ready 2026-11-20T06:30:00Z",
                "7001 2026-11-20T06:30:00Z Talking 2026-11-20T09:30:00Z");
    }
}
