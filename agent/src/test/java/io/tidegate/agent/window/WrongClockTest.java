package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.StateReport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;

/** A source whose clock shows a wrong time for a while, and later the right one. */
class WrongClockTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");

    @TempDir Path folder;
    private final Settings settings = new Settings(DataType.CONTACTS);
    private final Heard heard = new Heard();
    private World world;

    @BeforeEach
    void begin() throws InterruptedException {
        settings.backfill = Optional.of(Period.ofDays(2));
        world = new World(folder, settings, NOW.toString()).start();
        world.contacts(NOW.minus(Duration.ofHours(30)), NOW, Duration.ofMinutes(5));
        world.run();
    }

    @AfterEach
    void end() {
        heard.close();
        world.close();
    }

    private Optional<Instant> claimed() {
        return report().completeUntil();
    }

    private StateReport report() {
        return world.store.read(tx -> StreamReport.of(tx, settings.config())).orElseThrow();
    }

    private void contactsNow(String id) {
        world.contact(id + world.clock.instant(), world.clock.instant());
    }

    /** Contacts of every minute arrive as it goes by. */
    private void liveOn(Duration time) throws InterruptedException {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMinutes(1)) {
            contactsNow("live ");
            world.clock.advance(Duration.ofMinutes(1));
            world.run();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT40M", "PT10H", "P3D", "P800D"})
    void nothingIsClaimedOfATimeThatHasNotCome(Duration jump) throws InterruptedException {
        Instant true0 = claimed().orElseThrow();
        world.acd.ahead = jump;
        liveOn(Duration.ofHours(1));
        assertEquals(Optional.of(true0), claimed(), "where both clocks last agreed");

        world.acd.ahead = Duration.ZERO;
        liveOn(QUARTER);
        world.pass(QUARTER);
        assertEquals(Optional.of(world.stream().bound().orElseThrow()), claimed());
        assertTrue(!claimed().orElseThrow().isAfter(world.settled()), claimed().toString());
        assertTrue(
                claimed().orElseThrow().isAfter(world.settled().minus(QUARTER)),
                "and it goes on with the true time");
        world.agree(world.stream().bound().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2H", "PT10H", "P3D", "P400D"})
    void everyRowOfTheTimeThatWasReadTooEarlyArrives(Duration jump) throws InterruptedException {
        settings.lookBack = Duration.ofHours(2);
        world.restart();
        world.run();
        world.acd.ahead = jump;
        liveOn(Duration.ofHours(5));
        world.acd.ahead = Duration.ZERO;
        liveOn(QUARTER);
        world.pass(Duration.ofMinutes(20));
        world.agree(world.stream().bound().orElseThrow());
        liveOn(Duration.ofHours(12));
        world.pass(Duration.ofMinutes(20));
        world.agree(world.stream().bound().orElseThrow());
    }

    /** The clock is set right while nothing runs, and the look-back begins later than the jump. */
    @Test
    void everyRowArrivesThoughTheClockCameBackWhileTheAgentStoodStill()
            throws InterruptedException {
        settings.lookBack = Duration.ofHours(2);
        world.restart();
        world.run();
        world.acd.ahead = Duration.ofHours(10);
        world.pass(QUARTER);
        world.stop();
        world.acd.ahead = Duration.ZERO;
        world.contacts(NOW, NOW.plus(Duration.ofHours(8)), Duration.ofMinutes(5));
        world.clock.advance(Duration.ofHours(8));
        world.start().run();
        world.pass(QUARTER);
        world.agree(world.stream().bound().orElseThrow());
    }

    @Test
    void rowsThatWereSentOfATimeThatHasNotComeStayAsTheSourceHasThem() throws InterruptedException {
        world.acd.ahead = Duration.ofHours(10);
        Object[] early = world.contact("early", NOW.plus(Duration.ofHours(9)));
        world.pass(QUARTER);
        world.acd.ahead = Duration.ZERO;
        world.pass(QUARTER);
        assertTrue(world.cloud.shown().toString().contains("early"));
        world.acd.rows.remove(early);
        world.pass(QUARTER);
        world.agree(NOW.plus(Duration.ofHours(20)));
    }

    /** They are as many as ever when their time has come, and nothing of them is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"PT40M", "PT2H"})
    void rowsThatAreStampedByTheWrongClockHoldNothing(Duration jump) throws InterruptedException {
        world.acd.ahead = jump;
        for (int minute = 0; minute < 60; minute++) {
            world.contact("ahead" + minute, world.clock.instant().plus(jump));
            world.pass(Duration.ofMinutes(1));
        }
        world.acd.ahead = Duration.ZERO;
        liveOn(Duration.ofHours(4));
        world.pass(QUARTER);
        assertEquals(0, world.count(WindowRecord.State.HELD));
        world.agree(world.stream().bound().orElseThrow());
    }

    @Test
    void aStepBackIsSaidOnceWithBothTimesAndShownForADay() throws InterruptedException {
        world.acd.ahead = Duration.ofDays(30);
        world.pass(QUARTER);
        world.acd.ahead = Duration.ZERO;
        world.pass(Duration.ofHours(2));
        var said = heard.of(WindowEvent.CLOCK_WENT_BACK);
        assertEquals(1, said.size(), said.toString());
        assertTrue(
                said.getFirst().contains("rows had been read up to 2026-12-20 10:"),
                said.getFirst());
        assertTrue(said.getFirst().contains("it reads 2026-11-20 1"), said.getFirst());
        assertEquals(Optional.of(said.getFirst()), world.intake.status().clock());
        world.restart();
        world.run();
        assertEquals(Optional.of(said.getFirst()), world.intake.status().clock());
        world.pass(Duration.ofHours(25), QUARTER);
        assertEquals(Optional.empty(), world.intake.status().clock());
    }

    /** Two servers behind one name. */
    @Test
    void aClockThatSwaysByMinutesIsWaitedForAfterItsFirstStep() throws InterruptedException {
        settings.poll = Duration.ofMinutes(1);
        world.restart();
        for (int i = 0; i < 40; i++) {
            world.acd.ahead = Duration.ofMinutes(i % 2 == 0 ? 8 : 0);
            liveOn(Duration.ofMinutes(2));
        }
        world.acd.ahead = Duration.ZERO;
        liveOn(QUARTER);
        world.pass(QUARTER);
        assertEquals(1, heard.of(WindowEvent.CLOCK_WENT_BACK).size());
        assertTrue(!claimed().orElseThrow().isAfter(world.settled()), claimed().toString());
        world.agree(world.stream().bound().orElseThrow());
    }

    @Test
    void clocksThatDifferAreSaidOnceAndShownUntilTheyAgree() throws InterruptedException {
        for (Duration ahead : new Duration[] {Duration.ofHours(10), Duration.ofMinutes(-45)}) {
            world.acd.ahead = ahead;
            world.pass(Duration.ofHours(1));
            String shown = world.intake.status().clock().orElseThrow();
            assertTrue(
                    shown.contains(
                            ahead.isNegative() ? "45 min behind this" : "10 h ahead of this"),
                    shown);
            world.acd.ahead = Duration.ZERO;
            world.pass(Duration.ofHours(1));
        }
        assertEquals(2, heard.of(WindowEvent.CLOCKS_APART).size());
        assertTrue(world.intake.status().clock().filter(c -> c.contains("this machine")).isEmpty());
    }

    @Test
    void clocksAMinuteOrFiveApartAreNothing() throws InterruptedException {
        for (int seconds : new int[] {50, 0, 300, 250, -60, 0}) {
            world.acd.ahead = Duration.ofSeconds(seconds);
            liveOn(Duration.ofMinutes(30));
            assertEquals(Optional.empty(), world.intake.status().clock());
        }
        world.agree(world.stream().bound().orElseThrow());
    }

    /** A machine that was slow from the start has never agreed. */
    @Test
    void whereTheClocksNeverAgreedNothingIsClaimed() throws InterruptedException {
        world.close();
        world = new World(folder.resolve("slow"), settings, NOW.toString());
        world.acd.ahead = Duration.ofDays(1);
        world.start().run();
        assertEquals(Optional.empty(), claimed());
        world.clock.setInstant(NOW.plus(Duration.ofDays(1)));
        world.acd.ahead = Duration.ZERO;
        world.pass(QUARTER);
        assertEquals(world.stream().bound(), claimed());
    }

    @Test
    void theNightComparesWhatWasReadByAClockThatRanAhead() throws InterruptedException {
        world.acd.ahead = Duration.ofDays(30);
        world.pass(Duration.ofMinutes(30));
        world.acd.ahead = Duration.ZERO;
        world.pass(QUARTER);
        world.pass(Duration.ofHours(48), QUARTER);
        WindowRecord old = world.window("2026-11-20T05:00:00Z");
        assertTrue(old.lastRead().orElseThrow().isBefore(world.clock.instant()), old.toString());
        world.contact("late", Instant.parse("2026-11-20T05:10:00Z"));
        world.pass(Duration.ofHours(24), QUARTER);
        assertTrue(world.cloud.shown().toString().contains("late"));
        assertTrue(
                !world.stream()
                        .reconciledDeep()
                        .orElseThrow()
                        .isAfter(world.stream().reconciled().orElseThrow()),
                world.stream().toString());
    }
}
