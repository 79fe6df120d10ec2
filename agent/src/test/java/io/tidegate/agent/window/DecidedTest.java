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
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** What a person has decided about held windows holds for what was there then, and no longer. */
class DecidedTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Instant LAST_HOUR = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void begin() throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(3));
        world = new World(folder, settings, NOW.toString()).start();
        world.contacts(Instant.parse("2026-11-19T23:00:00Z"), NOW, Duration.ofMinutes(5));
        world.run();
        world.pass(QUARTER);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void keep() {
        world.store.change(tx -> Decisions.keep(tx, world.settings.config(), Optional.empty()));
    }

    private void accept() {
        world.store.change(tx -> Decisions.accept(tx, world.settings.config(), Optional.empty()));
    }

    @Test
    void newRowsDoNotTakeThePlaceOfThoseThatWereKept() throws InterruptedException {
        List<String> before = world.cloud.shown();
        List<Object[]> lost = world.lose(World.since(NOW.minus(Duration.ofHours(2))));
        world.pass(QUARTER);
        assertEquals(3, world.count(State.HELD));
        keep();
        for (int i = 0; i < 12; i++) {
            world.contact("new" + i, LAST_HOUR.plusSeconds(2_500 + i));
            if (i < 11) {
                world.contact("late" + i, LAST_HOUR.minusSeconds(1_000 + i));
            }
            world.pass(Duration.ofMinutes(1), Duration.ofSeconds(30));
        }
        world.pass(QUARTER);
        assertEquals(before, world.cloud.shown());
        assertEquals(2, world.count(State.HELD), "those that have changed since are asked about");
        world.acd.rows.addAll(lost);
        accept();
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
        world.agree(world.settled().minus(QUARTER));
    }

    /** Restored between two reads: the hour has more rows again than it had. */
    @Test
    void newRowsOfThePresentHourDoNotHideThatTheOldOnesAreGone() throws InterruptedException {
        Instant now = world.clock.instant();
        world.contacts(LAST_HOUR, now, Duration.ofSeconds(70));
        world.pass(QUARTER);
        List<String> before = world.cloud.shown();
        List<Object[]> lost = world.lose(World.since(LAST_HOUR));
        world.contacts(now.plusSeconds(660), now.plusSeconds(900), Duration.ofSeconds(5));
        for (int i = 0; i < 3; i++) {
            world.pass(QUARTER);
            assertEquals(before, world.cloud.shown());
            assertEquals(1, world.count(State.HELD));
        }
        world.acd.rows.addAll(lost);
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
        world.agree(world.settled().minus(QUARTER));
    }

    @Test
    void aNoIsForgottenWhenTheRowsAreBack() throws InterruptedException {
        List<Object[]> lost = world.lose(World.since(NOW.minus(Duration.ofHours(2))));
        world.pass(QUARTER);
        keep();
        world.acd.rows.addAll(lost);
        world.pass(QUARTER);
        world.acd.rows.removeAll(lost);
        world.pass(QUARTER);
        assertEquals(3, world.count(State.HELD));
    }

    @Test
    void aYesDoesNotCoverWhatIsLostAfterwards() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.lose(World.since(NOW.minus(Duration.ofHours(2))).and(r -> r[0].hashCode() % 3 == 0));
        world.lose(
                World.since(NOW.minus(Duration.ofHours(5))).and(World.since(LAST_HOUR).negate()));
        world.pass(QUARTER);
        assertTrue(world.count(State.HELD) >= 4);
        accept();
        world.lose(_ -> true);
        world.pass(QUARTER);
        assertEquals(before.subList(0, 40), world.cloud.shown().subList(0, 40));
        assertTrue(
                world.cloud.windows.get(LAST_HOUR).rows().size() > 2,
                "what was there when it was accepted is not there any more");
    }

    @Test
    void aYesDoesNotCoverWhatIsLostWhileTheWindowIsOnItsWay() throws InterruptedException {
        world.contact("late", LAST_HOUR.minusSeconds(60));
        world.clock.advance(QUARTER);
        world.turn();
        var batch = world.cloud.attempt(world.store).orElseThrow();
        world.lose(
                World.since(LAST_HOUR.minus(Duration.ofHours(3)))
                        .and(r -> ((Instant) r[3]).getEpochSecond() % 900 != 0));
        world.lose(
                World.since(LAST_HOUR.minus(Duration.ofHours(5)))
                        .and(World.since(LAST_HOUR.minus(Duration.ofHours(1))).negate()));
        world.clock.advance(QUARTER);
        world.turn();
        assertTrue(world.count(State.HELD) > 0);
        accept();
        world.clock.advance(QUARTER);
        world.turn();
        world.lose(_ -> true);
        world.clock.advance(QUARTER);
        world.turn();
        world.cloud.take(world.store, batch);
        world.pass(QUARTER);
        assertTrue(
                world.cloud.windows.get(LAST_HOUR.minus(Duration.ofHours(1))).rows().size() >= 3,
                "what was there when it was accepted is not there any more");
    }

    /** The ingest has not answered for it yet, and the source has lost its rows. */
    @Test
    void whatWaitsToBeSentIsNotTornOutOfTheSpoolBecauseAWindowWasKept()
            throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            world.contact("late" + i, NOW.minus(Duration.ofHours(1)).plusSeconds(i));
        }
        world.clock.advance(QUARTER);
        world.turn();
        world.lose(World.since(NOW.minus(Duration.ofHours(2))));
        world.clock.advance(QUARTER);
        world.turn();
        assertEquals(3, world.count(State.HELD));
        keep();
        var hour = Instant.parse("2026-11-20T09:00:00Z");
        world.store.change(tx -> tx.adopt(world.cloud.record(hour, world.cloud.windows.get(hour))));
        world.cloud.takeAll(world.store);
        assertEquals(15, world.cloud.windows.get(hour).rows().size());
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
    }

    @Test
    void missedWindowsAreWeighedTogetherThoughTheyAreReadOneByOne() throws InterruptedException {
        world.contacts(NOW, NOW.plus(Duration.ofHours(14)), Duration.ofSeconds(45));
        world.pass(Duration.ofHours(15), QUARTER);
        List<String> before = world.cloud.shown();
        world.stop();
        world.lose(r -> r[0].hashCode() % 10 < 6);
        world.clock.advance(Duration.ofDays(3));
        world.start();
        world.pass(QUARTER);
        assertEquals(before, world.cloud.shown());
        assertEquals(0, world.count(State.UNREAD));
        assertTrue(world.count(State.HELD) > 10);
    }

    @Test
    void missedWindowsThatAreAsTheyWereAreNotSentAgain() throws InterruptedException {
        world.pass(Duration.ofHours(1), QUARTER);
        int batches = world.cloud.batches;
        world.stop();
        world.clock.advance(Duration.ofDays(3));
        world.start();
        world.pass(QUARTER);
        assertEquals(batches, world.cloud.batches);
        assertEquals(0, world.count(State.UNREAD));
    }

    /** With every poll it would be asked about anew, and all of the look-back read. */
    @Test
    void aHeldWindowThatGrowsStaysHeldAndCostsNoReadOfTheWholeAtEachPoll()
            throws InterruptedException {
        world.settings.poll = Duration.ofSeconds(30);
        world.restart();
        world.lose(World.since(NOW.minus(Duration.ofHours(2))));
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(30));
        assertEquals(3, world.count(State.HELD));
        world.acd.queries.clear();
        for (int i = 0; i < 24; i++) {
            world.contact("new" + i, LAST_HOUR.plusSeconds(2_700 + i));
            world.pass(Duration.ofSeconds(30), Duration.ofSeconds(30));
            assertEquals(3, world.count(State.HELD));
        }
        Instant night = NOW.minus(Duration.ofHours(12));
        long whole = world.acd.queries.stream().filter(q -> q.from().isBefore(night)).count();
        assertTrue(whole <= 6, whole + " reads of the whole look-back in 12 minutes");
    }

    /** As where a new data folder reads a day while it learns that the ingest has its hours. */
    @Test
    void aWindowIsNotWrittenOverOthersThatTheIngestHasNamedMeanwhile() {
        Instant day = Instant.parse("2026-10-01T22:00:00Z");
        var planned = Line.blank(World.STREAM, day, day.plus(Duration.ofDays(1)));
        boolean before = world.store.read(tx -> Line.isUnmoved(tx, planned));
        assertTrue(before);
        Instant hour = day.plus(Duration.ofHours(8));
        var stored = new Cloud.Stored(hour.plus(Duration.ofHours(1)), 1, List.of());
        world.store.change(tx -> tx.adopt(world.cloud.record(hour, stored)));
        boolean after = world.store.read(tx -> Line.isUnmoved(tx, planned));
        assertFalse(after);
    }
}
