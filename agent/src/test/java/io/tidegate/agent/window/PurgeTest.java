package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A source deletes what is older than some time, in the middle of a window. */
class PurgeTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration OFTEN = Duration.ofSeconds(370);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Instant HORIZON = Instant.parse("2026-11-15T23:00:00Z");
    private static final String IN_THE_SECOND_DAY = "2026-11-17T04:40:00Z";

    @TempDir Path folder;
    private World world;
    private List<String> before;

    @BeforeEach
    void begin() throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(3));
        world = new World(folder, settings, NOW.toString()).start();
        world.contacts(HORIZON, NOW, OFTEN);
        world.run();
        before = world.cloud.shown();
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void purge(String until) {
        Instant at = Instant.parse(until);
        world.acd.rows.removeIf(r -> ((Instant) r[3]).isBefore(at));
    }

    private void nights(int nights) throws InterruptedException {
        world.pass(Duration.ofDays(nights), QUARTER);
    }

    private void assertNothingIsLost() {
        List<String> lost = new ArrayList<>(before);
        lost.removeAll(world.cloud.shown());
        assertEquals(List.of(), lost.subList(0, Math.min(3, lost.size())), "of " + lost.size());
    }

    private Decisions.Days days(String from, String to) {
        return new Decisions.Days(LocalDate.parse(from), LocalDate.parse(to));
    }

    private void verify(Instant from, Instant to) throws InterruptedException {
        world.intake.examine(new Question(from, to, false));
        world.run();
        world.pass(Duration.ofHours(1), QUARTER);
    }

    private void reimport(String from, String to) throws InterruptedException {
        var config = world.settings.config();
        world.store.write(tx -> Decisions.reimport(tx, config, days(from, to)));
        world.pass(Duration.ofHours(1), QUARTER);
    }

    @Test
    void aHalfDayStaysWholeWhenTheGoneOneHasLeftTheNightlyComparison() throws Exception {
        purge(IN_THE_SECOND_DAY);
        nights(12);
        assertNothingIsLost();
        assertEquals(1, world.count(State.HELD));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void verifyLeavesAHalfDayWhole(boolean night) throws Exception {
        purge(IN_THE_SECOND_DAY);
        if (night) {
            nights(1);
        }
        verify(HORIZON, NOW.minus(Duration.ofDays(1)));
        assertNothingIsLost();
        assertEquals(1, world.count(State.HELD));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void verifyOfTheHalfDayAloneLeavesItWhole(boolean night) throws Exception {
        purge(IN_THE_SECOND_DAY);
        if (night) {
            nights(1);
        }
        verify(Instant.parse("2026-11-16T23:00:00Z"), Instant.parse("2026-11-17T23:00:00Z"));
        assertNothingIsLost();
        assertEquals(1, world.count(State.HELD));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReimportOfTheDaysThatAreThereLeavesAHalfOneWhole(boolean night) throws Exception {
        purge(IN_THE_SECOND_DAY);
        if (night) {
            nights(1);
        }
        reimport("2026-11-17", "2026-11-18");
        assertNothingIsLost();
        assertEquals(1, world.count(State.HELD));
    }

    @Test
    void aHalfDayAtWhichTheNightlyComparisonBeginsStaysWhole() throws Exception {
        world.pass(Duration.ofDays(4), QUARTER);
        before = world.cloud.shown();
        // Tonight seven days are compared, from this one on.
        purge("2026-11-18T04:40:00Z");
        nights(1);
        assertNothingIsLost();
        assertTrue(world.count(State.HELD) > 0);
    }

    @Test
    void aHalfDayWithNothingBeforeItStaysWhole() throws Exception {
        purge("2026-11-16T04:40:00Z");
        nights(3);
        assertNothingIsLost();
        assertEquals(1, world.count(State.HELD));
    }

    @Test
    void whatIsKeptBesideAHalfDayStillKeepsTheNextOneWhole() throws Exception {
        purge(IN_THE_SECOND_DAY);
        nights(1);
        var config = world.settings.config();
        world.store.write(tx -> Decisions.keep(tx, config, Optional.empty()));
        purge("2026-11-18T04:40:00Z");
        nights(1);
        assertNothingIsLost();
    }

    @Test
    void acceptTakesAHalfDayAsItIs() throws Exception {
        purge(IN_THE_SECOND_DAY);
        nights(1);
        var config = world.settings.config();
        world.store.write(
                tx -> Decisions.accept(tx, config, Optional.of(days("2026-11-16", "2026-11-17"))));
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
        world.agree(world.settled());
    }

    @Test
    void aHalfHourThatLeavesTheLookBackStaysWhole() throws Exception {
        for (int hour = 0; hour < 2; hour++) {
            world.close();
            begin(folder.resolve("hour" + hour));
            purge(NOW.minus(Duration.ofHours(25 - hour)).plusSeconds(1_200).toString());
            nights(2);
            assertNothingIsLost();
        }
    }

    private void begin(Path other) throws InterruptedException {
        folder = other;
        begin();
    }

    @Test
    void aFewDeletionsOfEveryDayAreFollowed() throws Exception {
        world.acd.rows.removeIf(r -> r[0].hashCode() % 20 == 0 && since("2026-11-16T23:00:00Z", r));
        nights(1);
        assertEquals(0, world.count(State.HELD));
        world.agree(world.settled());
    }

    private static boolean since(String when, Object[] row) {
        return !((Instant) row[3]).isBefore(Instant.parse(when));
    }
}
