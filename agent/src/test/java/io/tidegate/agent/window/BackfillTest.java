package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** The history: its order, its budget, and what was missed. */
class BackfillTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;

    private static Settings settings() {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofYears(3));
        return settings;
    }

    private World world(Settings settings) {
        return new World(folder, settings, NOW.toString());
    }

    @Test
    void theSevenOldestDaysWithDataComeFirstThenTheNewest() throws InterruptedException {
        try (World world = world(settings())) {
            world.contacts(NOW.minus(DAY.multipliedBy(100)), NOW, Duration.ofHours(1));
            world.start().run();
            world.agree(world.settled());
            List<Instant> order =
                    world.cloud.order.stream()
                            .filter(t -> t.isBefore(Instant.parse("2026-11-18T23:00:00Z")))
                            .toList();
            Instant first = Instant.parse("2026-08-11T22:00:00Z");
            for (int i = 0; i < 7; i++) {
                assertEquals(first.plus(DAY.multipliedBy(i)), order.get(i));
            }
            int newest = order.indexOf(Instant.parse("2026-11-17T23:00:00Z"));
            assertTrue(newest < 7 + 32, newest + " of " + order);
            assertEquals(State.READ, world.window("2023-11-18T23:00:00Z").state());
            var backfill = world.intake.status().backfill().orElseThrow();
            assertEquals(backfill.total(), backfill.done());
            assertEquals(
                    1096 + 11, backfill.total(), "days, and hours from midnight to the look-back");
        }
    }

    @Test
    void anEmptyPastIsReadInFewQueriesAndSendsNothing() throws InterruptedException {
        try (World world = world(settings())) {
            world.start().run();
            assertEquals(0, world.cloud.batches);
            assertTrue(world.acd.queries.size() < 100, world.acd.queries.size() + " queries");
            assertEquals(0, world.count(State.UNREAD));
        }
    }

    @Test
    void whatIsReadIsReadOnceThoughItsRowsAreManyAndWide() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.of(Period.ofDays(60));
        try (World world = world(settings)) {
            String wide = "w".repeat(200);
            for (int i = 0; i < 60 * 3_000; i++) {
                world.contact(wide + i, NOW.minusSeconds(86_400L * 61).plusSeconds(i * 29L));
            }
            world.start().run();
            world.agree(world.settled());
            long hours =
                    world.acd.queries.stream()
                            .mapToLong(q -> Duration.between(q.from(), q.to()).toHours())
                            .sum();
            assertTrue(hours < 62 * 24 * 3 / 2, hours + " hours were asked for");
        }
    }

    @Test
    void itBeginsAtAnAbsoluteDateOfAnyAge() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.empty();
        settings.backfillFrom = Optional.of(LocalDate.parse("2019-01-01"));
        try (World world = world(settings)) {
            world.contacts(
                    Instant.parse("2018-12-30T00:00:00Z"),
                    Instant.parse("2019-01-05T00:00:00Z"),
                    Duration.ofHours(3));
            world.start().run();
            world.agree(Instant.parse("2018-12-31T23:00:00Z"), world.settled());
        }
    }

    @Test
    void itGoesOnWhereItStoodAfterARestart() throws InterruptedException {
        Settings settings = settings();
        settings.load = 0.5;
        try (World world = world(settings)) {
            world.contacts(NOW.minus(DAY.multipliedBy(60)), NOW, Duration.ofMinutes(10));
            world.acd.took = Duration.ofMillis(100);
            world.start();
            for (int i = 0; i < 20; i++) {
                world.pass(Duration.ofSeconds(4), Duration.ofSeconds(2));
                world.restart();
            }
            world.acd.queries.clear();
            world.pass(Duration.ofMinutes(10), Duration.ofSeconds(2));
            world.agree(world.stream().bound().orElseThrow());
            assertEquals(
                    world.cloud.windows.keySet().stream().filter(BackfillTest::isPast).count(),
                    world.cloud.order.stream().filter(BackfillTest::isPast).count(),
                    "no day was sent twice");
        }
    }

    private static boolean isPast(Instant from) {
        return from.isBefore(Instant.parse("2026-11-18T23:00:00Z"));
    }

    @Test
    void liveGoesFirstWhileTheHistoryIsRead() throws InterruptedException {
        Settings settings = settings();
        settings.load = 0.2;
        try (World world = world(settings)) {
            world.contacts(NOW.minus(DAY.multipliedBy(300)), NOW, Duration.ofMinutes(20));
            world.acd.took = Duration.ofSeconds(2);
            world.start();
            for (int i = 0; i < 8; i++) {
                world.pass(Duration.ofMinutes(15), Duration.ofSeconds(5));
                Duration behind =
                        Duration.between(
                                world.stream().bound().orElseThrow(), world.clock.instant());
                assertTrue(behind.compareTo(Duration.ofMinutes(21)) < 0, "behind by " + behind);
            }
            assertTrue(world.intake.status().backfill().orElseThrow().eta().isPresent());
        }
    }

    @Test
    void theSourceIsNotKeptBusierThanItsLoadAllows() throws InterruptedException {
        Settings settings = settings();
        settings.load = 0.2;
        try (World world = world(settings)) {
            world.contacts(NOW.minus(DAY.multipliedBy(300)), NOW, Duration.ofMinutes(20));
            world.acd.took = Duration.ofSeconds(2);
            world.start().run();
            int before = world.acd.queries.size();
            Instant began = world.clock.instant();
            world.pass(Duration.ofMinutes(10), Duration.ofMillis(500));
            int queries = world.acd.queries.size() - before;
            double seconds = Duration.between(began, world.clock.instant()).toSeconds();
            double load = queries * 2 / seconds;
            assertTrue(load > 0.17 && load <= 0.201, "a load of " + load);
        }
    }

    @Test
    void itKeepsItsHours() throws InterruptedException {
        Settings settings = settings();
        settings.hours =
                Optional.of(new SourceConfig.Hours(LocalTime.of(19, 0), LocalTime.of(6, 0)));
        try (World world = world(settings)) {
            world.contacts(NOW.minus(DAY.multipliedBy(10)), NOW, Duration.ofHours(1));
            world.start().run();
            world.pass(Duration.ofHours(7), Duration.ofMinutes(5));
            assertTrue(world.cloud.windows.keySet().stream().noneMatch(BackfillTest::isPast));
            world.pass(Duration.ofHours(1), Duration.ofMinutes(5));
            assertTrue(world.cloud.windows.keySet().stream().anyMatch(BackfillTest::isPast));
            world.agree(world.stream().bound().orElseThrow());
        }
    }

    @Test
    void hoursMayReachOverMidnight() {
        var night = new SourceConfig.Hours(LocalTime.of(19, 0), LocalTime.of(6, 0));
        assertTrue(History.within(night, LocalTime.of(19, 0)));
        assertTrue(History.within(night, LocalTime.of(0, 0)));
        assertFalse(History.within(night, LocalTime.of(6, 0)));
        var day = new SourceConfig.Hours(LocalTime.of(8, 0), LocalTime.of(12, 0));
        assertTrue(History.within(day, LocalTime.of(8, 0)));
        assertFalse(History.within(day, LocalTime.of(12, 0)));
    }

    @Test
    void itWaitsWhileHistoryFillsItsHalfOfTheSpool() throws InterruptedException {
        try (World world = world(settings())) {
            world.contacts(NOW.minus(DAY.multipliedBy(10)), NOW, Duration.ofHours(1));
            world.full =
                    lane ->
                            lane == io.tidegate.protocol.Lane.BACKFILL
                                    ? Optional.of("half full")
                                    : Optional.empty();
            world.start().run();
            assertTrue(world.cloud.windows.keySet().stream().noneMatch(BackfillTest::isPast));
            assertFalse(world.cloud.windows.isEmpty());
            world.full = _ -> Optional.empty();
            world.run();
            world.agree(world.settled());
        }
    }

    @Test
    void whatHappenedDuringALongStopArrivesLateRowsIncluded() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.empty();
        try (World world = world(settings)) {
            world.contacts(NOW.minus(Duration.ofHours(20)), NOW, Duration.ofMinutes(5));
            world.start().run();
            world.stop();
            // Late by hours, but within the look-back of its time, which nobody was there to read.
            world.contact("late", NOW.minus(Duration.ofHours(2)));
            world.contacts(NOW, NOW.plus(DAY.multipliedBy(9)), Duration.ofMinutes(5));
            world.clock.advance(DAY.multipliedBy(9));
            world.start().run();
            world.agree(world.settled());
        }
    }

    @Test
    void aLongPauseLosesNothingEither() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.empty();
        try (World world = world(settings)) {
            world.contacts(NOW.minus(Duration.ofHours(20)), NOW, Duration.ofMinutes(5));
            world.start().run();
            world.contacts(NOW, NOW.plus(DAY.multipliedBy(3)), Duration.ofMinutes(5));
            world.clock.advance(DAY.multipliedBy(3));
            world.run();
            world.agree(world.settled());
        }
    }

    @Test
    void purgedWindowsThatWereMissedStayAsTheyAreStored() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.empty();
        try (World world = world(settings)) {
            world.contacts(NOW.minus(Duration.ofHours(20)), NOW, Duration.ofMinutes(5));
            world.start().run();
            List<String> before = world.cloud.shown();
            world.stop();
            world.acd.rows.clear();
            world.clock.advance(DAY.multipliedBy(9));
            world.start().run();
            assertEquals(before, world.cloud.shown());
            assertTrue(world.count(State.GONE) > 10);
        }
    }

    @Test
    void whatTheSourceNoLongerKeepsIsNotAskedForAgain() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.of(Period.ofDays(20));
        settings.keeps = Optional.of(Period.ofDays(10));
        try (World world = world(settings)) {
            world.contacts(NOW.minus(DAY.multipliedBy(15)), NOW, Duration.ofHours(1));
            world.start().run();
            world.agree(world.settled());
            world.acd.queries.clear();
            var days =
                    new Decisions.Days(
                            LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-20"));
            world.store.change(tx -> Decisions.reimport(tx, settings.config(), days));
            world.pass(DAY, Duration.ofMinutes(15));
            Instant kept = Instant.parse("2026-11-09T23:00:00Z");
            assertTrue(world.acd.queries.stream().noneMatch(q -> q.from().isBefore(kept)));
            world.agree(world.stream().bound().orElseThrow());
        }
    }

    @Test
    void aHugeDayLeavesInManyPartsAndIsOneWindow() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.of(Period.ofDays(3));
        try (World world = world(settings)) {
            Instant day = Instant.parse("2026-11-16T23:00:00Z");
            world.contacts(day, day.plus(DAY), Duration.ofMillis(600));
            world.start().run();
            assertEquals(144_000, world.cloud.windows.get(day).rows().size());
            assertTrue(world.cloud.batches > 5, world.cloud.batches + " batches");
            assertEquals(
                    world.window(day.toString()).content().orElseThrow(),
                    world.cloud.windows.get(day).hash());
        }
    }
}
