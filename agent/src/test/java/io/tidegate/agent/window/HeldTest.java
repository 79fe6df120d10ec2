package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Nothing empty, and nothing half empty, overwrites history without a person's yes. */
class HeldTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Instant HORIZON = Instant.parse("2026-11-15T23:00:00Z");

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void begin() throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(3));
        world = new World(folder, settings, NOW.toString()).start();
        // 24 a quarter of an hour, 96 an hour: fewer than the 100 that one window may lose.
        world.contacts(HORIZON, NOW, Duration.ofSeconds(37));
        world.run();
        agree();
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void agree() {
        world.agree(HORIZON, world.stream().bound().orElseThrow());
    }

    @Test
    void aTableThatLosesMostOfItsRowsChangesNothing() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.lose(r -> r[0].hashCode() % 10 != 0);
        world.pass(Duration.ofDays(1), QUARTER);
        assertEquals(before, world.cloud.shown().subList(0, before.size()));
        assertTrue(world.count(State.HELD) >= 24, "held " + world.count(State.HELD));
    }

    @Test
    void anEmptiedTableChangesNothing() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.lose(_ -> true);
        world.pass(Duration.ofDays(2), QUARTER);
        assertEquals(before, world.cloud.shown());
    }

    @Test
    void whatIsHeldHealsByItselfWhenTheRowsComeBack() throws InterruptedException {
        List<Object[]> lost = world.lose(World.since(NOW.minus(Duration.ofHours(20))));
        world.pass(QUARTER);
        assertTrue(world.count(State.HELD) > 0);
        world.acd.rows.addAll(lost);
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    /** However few its rows are: here some hours of 96, far from half of the look-back. */
    @Test
    void aDatabaseThatWasRestoredFromAnOlderCopyChangesNothing() throws InterruptedException {
        List<String> before = world.cloud.shown();
        List<Object[]> lost = world.lose(World.since(NOW.minus(Duration.ofMinutes(220))));
        world.pass(QUARTER);
        assertEquals(before, world.cloud.shown());
        assertTrue(
                !world.store
                        .read(tx -> StreamReport.of(tx, world.settings.config()))
                        .orElseThrow()
                        .completeUntil()
                        .orElseThrow()
                        .isAfter(NOW.minus(Duration.ofMinutes(220))));
        world.acd.rows.addAll(lost);
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    /** As many rows as before need not be the rows that were there. */
    @Test
    void newRowsDoNotTakeThePlaceOfThoseThatARestoredDatabaseLacks() throws InterruptedException {
        world.settings.poll = Duration.ofSeconds(30);
        world.restart();
        world.pass(Duration.ofMinutes(1), Duration.ofSeconds(30));
        List<String> before = world.cloud.shown();
        List<Object[]> lost = world.lose(World.since(NOW.minus(Duration.ofMinutes(220))));
        world.restart();
        world.pass(Duration.ofMinutes(1), Duration.ofSeconds(30));
        world.contacts(NOW, NOW.plus(Duration.ofMinutes(20)), Duration.ofSeconds(5));
        world.pass(Duration.ofMinutes(25), Duration.ofSeconds(30));
        assertEquals(before, world.cloud.shown().subList(0, before.size()));
        world.acd.rows.addAll(lost);
        world.pass(Duration.ofMinutes(20), Duration.ofSeconds(30));
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    @Test
    void anHourWithAFewRowsMayLoseThemAll() throws InterruptedException {
        Instant night = Instant.parse("2026-11-20T02:00:00Z");
        Predicate<Object[]> hour =
                World.since(night).and(World.since(night.plus(Duration.ofHours(1))).negate());
        List<Object[]> rows = new ArrayList<>(world.acd.rows.stream().filter(hour).toList());
        world.lose(hour);
        world.acd.rows.addAll(rows.subList(0, 9));
        world.pass(QUARTER);
        world.store.change(tx -> Decisions.accept(tx, world.settings.config(), Optional.empty()));
        world.pass(QUARTER);
        agree();
        world.lose(hour);
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    @Test
    void newRowsOfOtherWindowsGoOnWhileSomeAreHeld() throws InterruptedException {
        world.lose(
                World.since(NOW.minus(Duration.ofHours(20)))
                        .and(World.since(NOW.minus(Duration.ofHours(4))).negate()));
        world.pass(QUARTER);
        long held = world.count(State.HELD);
        world.contacts(NOW, NOW.plus(QUARTER), Duration.ofSeconds(30));
        world.pass(Duration.ofMinutes(30));
        assertEquals(held, world.count(State.HELD));
        assertTrue(world.cloud.shown().stream().anyMatch(s -> s.contains("2026-11-20T10:44")));
    }

    @Test
    void acceptSendsWhatIsThereNow() throws InterruptedException {
        world.lose(World.since(NOW.minus(Duration.ofHours(20))));
        world.pass(QUARTER);
        var accepted =
                world.store.write(
                        tx -> Decisions.accept(tx, world.settings.config(), Optional.empty()));
        assertTrue(accepted.windows() > 10);
        world.pass(QUARTER);
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    @Test
    void keepConfirmsWhatIsStoredAndIsNotAskedAgain() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.lose(World.since(NOW.minus(Duration.ofHours(20))));
        world.pass(QUARTER);
        int kept =
                world.store.write(
                        tx -> Decisions.keep(tx, world.settings.config(), Optional.empty()));
        assertTrue(kept > 10);
        world.pass(Duration.ofHours(1));
        assertEquals(0, world.count(State.HELD));
        assertEquals(before, world.cloud.shown());
    }

    @Test
    void aPurgeOfOldDaysChangesNothing() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.lose(World.since(NOW.minus(Duration.ofHours(40))).negate());
        world.pass(Duration.ofDays(2), QUARTER);
        assertTrue(world.count(State.GONE) > 0);
        assertEquals(before, world.cloud.shown().subList(0, before.size()));
    }

    @Test
    void whatIsGoneIsEmptiedOnlyWhenAPersonNamesTheDays() throws InterruptedException {
        world.lose(World.since(Instant.parse("2026-11-17T23:00:00Z")).negate());
        world.pass(Duration.ofDays(1), QUARTER);
        var config = world.settings.config();
        assertEquals(
                0,
                world.store.write(tx -> Decisions.accept(tx, config, Optional.empty())).windows());
        var days = new Decisions.Days(LocalDate.parse("2026-11-16"), LocalDate.parse("2026-11-17"));
        world.store.change(tx -> Decisions.accept(tx, config, Optional.of(days)));
        world.pass(Duration.ofMinutes(1));
        assertEquals(0, world.count(State.GONE));
        agree();
    }

    @Test
    void aReimportOfAnEmptiedDaySendsNothing() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.lose(_ -> true);
        reimport("2026-11-16", "2026-11-20");
        world.pass(Duration.ofMinutes(30));
        assertEquals(before, world.cloud.shown());
        assertEquals(0, world.count(State.STALE));
    }

    @Test
    void aReimportSendsEveryWindowOfItsDaysAgain() throws InterruptedException {
        int batches = world.cloud.batches;
        int windows = reimport("2026-11-17", "2026-11-18");
        assertEquals(2, windows, "two days before the base");
        world.pass(Duration.ofMinutes(1));
        assertEquals(windows, world.cloud.batches - batches);
        agree();
    }

    @Test
    void aReimportOfTheLookBackIsReadWithTheNextLivePass() throws InterruptedException {
        int windows = reimport("2026-11-20", "2026-11-20");
        assertEquals(12, windows);
        int batches = world.cloud.batches;
        world.pass(Duration.ofMinutes(2));
        assertTrue(world.cloud.batches - batches >= windows);
        assertEquals(0, world.count(State.STALE));
        agree();
    }

    /** Thirty rows a day: no window alone may be held for what it lost. */
    private World smallDays() throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(60));
        World small = new World(folder.resolve("small"), settings, NOW.toString()).start();
        small.contacts(NOW.minus(Duration.ofDays(50)), NOW, Duration.ofMinutes(48));
        small.run();
        return small;
    }

    @Test
    void aReimportIsWeighedAsAWholeHoweverFewRowsADayHas() throws InterruptedException {
        try (World small = smallDays()) {
            List<String> before = small.cloud.shown();
            Instant from = Instant.parse("2026-10-21T22:00:00Z");
            Instant to = Instant.parse("2026-11-15T23:00:00Z");
            small.acd.rows.removeIf(
                    r ->
                            World.since(from).test(r)
                                    && !World.since(to).test(r)
                                    && r[0].hashCode() % 5 != 0);
            assertEquals(25, reimport(small, "2026-10-22", "2026-11-15"));
            small.pass(Duration.ofMinutes(30));
            assertEquals(before, small.cloud.shown());
            assertEquals(25, small.count(State.HELD));
        }
    }

    @Test
    void aReimportSendsAFewDeletionsOfEveryDay() throws InterruptedException {
        try (World small = smallDays()) {
            Instant to = Instant.parse("2026-11-17T23:00:00Z");
            // On the first day of all that would look as if rows left by their age.
            Predicate<Object[]> some = World.since(Instant.parse("2026-10-01T22:00:00Z"));
            small.acd.rows.removeIf(
                    r -> some.test(r) && !World.since(to).test(r) && r[0].hashCode() % 10 == 0);
            reimport(small, "2026-10-01", "2026-11-17");
            small.pass(Duration.ofMinutes(30));
            small.agree(small.stream().bound().orElseThrow());
            assertEquals(0, small.count(State.HELD));
            assertEquals(0, small.count(State.STALE));
        }
    }

    private int reimport(String from, String to) {
        return reimport(world, from, to);
    }

    private static int reimport(World world, String from, String to) {
        var days = new Decisions.Days(LocalDate.parse(from), LocalDate.parse(to));
        return world.store
                .write(tx -> Decisions.reimport(tx, world.settings.config(), days))
                .orElseThrow();
    }

    @Test
    void theLogNamesTheMostFrequentFaultOfWindowsHeldForTheirRejects() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            long answered = i < 20 ? 1L : -1L;
            long duration = i < 20 ? -7L : 60L;
            world.acd.add("b" + i, "4711", "Sales", NOW.minusSeconds(7_200), answered, duration);
        }
        world.contact("good", NOW.minusSeconds(7_200));
        try (var heard = new Heard()) {
            world.pass(QUARTER);
            String said = heard.of(WindowEvent.WINDOWS_HELD).getFirst();
            assertTrue(said.contains("; rejected rows, most often: duration: "), said);
            assertTrue(!said.contains("-7"), said);
        }
    }

    @Test
    void tooManyBadRowsHoldTheirWindowAndAreListed() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            world.acd.add("bad" + i, "4711", "Sales", NOW.minusSeconds(7_200), -1L, 60L);
        }
        world.contact("good", NOW.minusSeconds(7_200));
        world.pass(QUARTER);
        WindowRecord window = world.window("2026-11-20T08:00:00Z");
        assertEquals(State.HELD, window.state());
        assertEquals(30, window.rejected());
        assertEquals(30, world.rejects());
        assertTrue(window.reason().contains("30 of"), window.reason());
    }

    @Test
    void aFewBadRowsAreListedAndTheRestIsSent() throws InterruptedException {
        world.acd.add("bad", "4711", "Sales", NOW.minusSeconds(7_200), -1L, 60L);
        Object[] worse = world.acd.add("worse", "4711", "Sales", NOW.minusSeconds(7_200), 1L, -5L);
        world.contact("good", NOW.minusSeconds(7_200));
        world.pass(QUARTER);
        assertEquals(2, world.rejects());
        worse[5] = 5L;
        world.pass(QUARTER);
        assertEquals(1, world.rejects());
        agree();
    }

    @Test
    void aSmallPassThatSeesALossLeavesTheJudgementToAWholeOne() throws InterruptedException {
        world.stop();
        world.settings.poll = Duration.ofSeconds(30);
        world.start();
        world.run();
        List<String> before = world.cloud.shown();
        // Without this, the last window's rows would go before anybody sees that all have gone.
        world.lose(_ -> true);
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(30));
        assertEquals(before, world.cloud.shown());
        assertTrue(world.count(State.HELD) >= 20);
    }

    @Test
    void aFewDeletedRowsAreDeletedWhateverThePoll() throws InterruptedException {
        world.stop();
        world.settings.poll = Duration.ofSeconds(30);
        world.start();
        world.run();
        world.lose(World.since(NOW.minus(Duration.ofMinutes(6))));
        world.pass(Duration.ofMinutes(2), Duration.ofSeconds(30));
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    @Test
    void whatShrinksBetweenTwoReadsIsNotTrusted() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.contact("new", NOW.minus(Duration.ofHours(2)));
        List<List<Object[]>> away = new ArrayList<>();
        int[] reads = {0};
        world.acd.event =
                _ -> {
                    if (++reads[0] == 2) {
                        away.add(world.lose(_ -> true));
                    }
                };
        world.clock.advance(QUARTER);
        world.run();
        assertEquals(before, world.cloud.shown());
        assertFalse(away.isEmpty());
        world.acd.rows.addAll(away.get(0));
        world.pass(QUARTER);
        agree();
    }

    private void pollFast() throws InterruptedException {
        world.stop();
        world.settings.poll = Duration.ofSeconds(30);
        world.start();
        world.run();
    }

    @Test
    void withAFastPollWhatIsHealthyAgainIsNotHeldForLong() throws InterruptedException {
        pollFast();
        List<Object[]> lost = world.lose(_ -> true);
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(30));
        assertTrue(world.count(State.HELD) >= 20);
        world.acd.rows.addAll(lost);
        world.pass(Duration.ofMinutes(4), Duration.ofSeconds(30));
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    @Test
    void windowsThatStayHeldAreLookedAtLessAndLessOften() throws InterruptedException {
        pollFast();
        world.acd.rows.addAll(world.lose(World.since(NOW.minus(Duration.ofHours(1)))));
        world.lose(
                World.since(NOW.minus(Duration.ofHours(20)))
                        .and(World.since(NOW.minus(Duration.ofHours(4))).negate()));
        world.pass(Duration.ofMinutes(15), Duration.ofSeconds(30));
        assertTrue(world.count(State.HELD) >= 10);
        int from = world.acd.queries.size();
        world.pass(Duration.ofMinutes(14), Duration.ofSeconds(30));
        long looks =
                world.acd.queries.subList(from, world.acd.queries.size()).stream()
                        .filter(q -> q.from().isBefore(NOW.minus(Duration.ofHours(5))))
                        .count();
        assertTrue(looks >= 3 && looks <= 5, "looked at " + looks + " times");
    }

    /** Each of them lacks less than what would hold it alone. */
    @Test
    void whatAWholePassHasHeldIsNotLetGoByThoseThatLookAtAFew() throws InterruptedException {
        List<String> before = world.cloud.shown();
        pollFast();
        Instant some = NOW.minus(Duration.ofHours(14));
        world.lose(World.since(some).and(r -> r[0].hashCode() % 10 != 0));
        world.lose(
                World.since(some)
                        .negate()
                        .and(World.since(HORIZON))
                        .and(r -> r[0].hashCode() % 10 < 3));
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(30));
        long held = world.count(State.HELD);
        assertTrue(held >= 20, "held " + held);
        world.pass(Duration.ofMinutes(40), Duration.ofSeconds(30));
        assertEquals(held, world.count(State.HELD));
        assertEquals(before, world.cloud.shown().subList(0, before.size()));
    }
}
