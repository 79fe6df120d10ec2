package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** Rows per interval: read when their interval has ended, combined where one came twice. */
class IntervalsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:31:00Z");
    private static final Column OFFERED = DataType.INTERVALS.column("offered").orElseThrow();
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @TempDir Path folder;

    private static Settings settings() {
        return new Settings(DataType.INTERVALS);
    }

    private static Object[] interval(World world, String queue, Object start, long offered) {
        return world.acd.add(queue, "Sales", start, offered, offered, offered * 60);
    }

    private static void intervals(World world, Instant from, Instant to) {
        for (Instant at = from; at.isBefore(to); at = at.plus(QUARTER)) {
            interval(world, "4711", at, 12);
        }
    }

    @Test
    void anIntervalIsReadWhenItHasEndedAndSettledAndNotBefore() throws InterruptedException {
        try (World world = new World(folder, settings(), NOW.toString())) {
            intervals(
                    world,
                    NOW.minus(Duration.ofHours(4)).truncatedTo(java.time.temporal.ChronoUnit.HOURS),
                    NOW);
            world.start().run();
            // 10:31 less 5 minutes: the interval from 10:15 on has not settled.
            assertEquals(
                    Optional.of(Instant.parse("2026-11-20T10:15:00Z")), world.stream().bound());
            world.agree(Instant.parse("2026-11-20T10:15:00Z"));
            world.pass(Duration.ofMinutes(3), Duration.ofSeconds(30));
            assertEquals(
                    Optional.of(Instant.parse("2026-11-20T10:15:00Z")), world.stream().bound());
            world.pass(Duration.ofMinutes(1), Duration.ofSeconds(30));
            assertEquals(
                    Optional.of(Instant.parse("2026-11-20T10:30:00Z")), world.stream().bound());
            world.agree(Instant.parse("2026-11-20T10:30:00Z"));
        }
    }

    @Test
    void rowsOfOneQueueAndIntervalAreAddedUp() throws InterruptedException {
        try (World world = new World(folder, settings(), NOW.toString())) {
            Instant at = Instant.parse("2026-11-20T08:00:00Z");
            interval(world, "4711", at, 5);
            interval(world, "4712", at, 1);
            interval(world, "4711", at, 7);
            world.start().run();
            assertEquals(List.of(1L, 12L), offered(world));
            assertEquals(13, world.window(at.toString()).offered());
        }
    }

    @Test
    void orNoneOfThemIsTakenAndEachIsListed() throws InterruptedException {
        Settings settings = settings();
        settings.same = SameKey.REJECT;
        try (World world = new World(folder, settings, NOW.toString())) {
            Instant at = Instant.parse("2026-11-20T08:00:00Z");
            interval(world, "4711", at, 5);
            interval(world, "4712", at, 1);
            interval(world, "4711", at, 7);
            world.start().run();
            assertEquals(List.of(1L), offered(world));
            assertEquals(2, world.rejects());
        }
    }

    private static List<Long> offered(World world) {
        return world.cloud.windows.values().stream()
                .flatMap(w -> w.rows().stream())
                .map((Row r) -> r.number(OFFERED))
                .sorted()
                .toList();
    }

    @Test
    void aDropOfTheOfferedIsHeldThoughNoRowIsMissing() throws InterruptedException {
        try (World world = new World(folder, settings(), NOW.toString())) {
            intervals(world, Instant.parse("2026-11-20T00:00:00Z"), NOW);
            world.start().run();
            world.acd.rows.forEach(r -> r[3] = 2L);
            world.pass(Duration.ofMinutes(15));
            assertEquals(11, world.count(State.HELD));
        }
    }

    @Test
    void aTableWithoutZoneKeepsEveryQuarterHourWhenTheClocksChange() throws InterruptedException {
        for (String day : List.of("2026-03-29", "2026-10-25")) {
            Settings settings = settings();
            settings.backfill = Optional.of(Period.ofDays(3));
            Path own = folder.resolve(day);
            try (World world = new World(own, settings, day + "T22:40:00Z")) {
                world.acd.columns(
                        "queueidentifier queuename timestamp:timestamp offered answered handlingtime");
                Instant from = Instant.parse(day + "T00:00:00Z").minus(Duration.ofDays(2));
                int n = 0;
                for (Instant at = from; at.isBefore(world.clock.instant()); at = at.plus(QUARTER)) {
                    interval(world, "4711", LocalDateTime.ofInstant(at, settings.zone), n++ % 50);
                }
                world.start().run();
                world.agree(world.stream().bound().orElseThrow());
                Instant start =
                        java.time.LocalDate.parse(day).atStartOfDay(settings.zone).toInstant();
                long quarters =
                        world.cloud.windows.values().stream()
                                .flatMap(w -> w.rows().stream())
                                .filter(r -> r.time() >= start.toEpochMilli() * 1000)
                                .count();
                assertTrue(quarters >= (day.contains("-03-") ? 90 : 98), quarters + " on " + day);
            }
        }
    }

    @Test
    void aBadRowWithoutATimeIsListedUnderOneWindowAndStopsNothing() throws InterruptedException {
        try (World world = new World(folder, settings(), NOW.toString())) {
            intervals(world, Instant.parse("2026-11-20T00:00:00Z"), NOW);
            // A query that filters by another column may give rows without a time.
            Instant filed = Instant.parse("2026-11-20T03:20:00Z");
            world.acd.add("4711", "Sales", new Acd.NoTime(filed), 1L, 1L, 60L);
            world.start().run();
            assertEquals(
                    world.stream().bound().orElseThrow(), Instant.parse("2026-11-20T10:15:00Z"));
            assertEquals(41, world.cloud.rows());
            assertEquals(1, world.rejects());
            assertEquals(1, world.window("2026-11-20T03:00:00Z").rejected());
        }
    }

    @Test
    void moreIntervalRowsThanFitAreReadInPieces() throws InterruptedException {
        Settings settings = settings();
        settings.backfill = Optional.of(Period.ofDays(2));
        try (World world = new World(folder, settings, NOW.toString())) {
            Instant day = Instant.parse("2026-11-17T23:00:00Z");
            for (int queue = 0; queue < 600; queue++) {
                for (int quarter = 0; quarter < 96; quarter++) {
                    interval(world, "q" + queue, day.plus(QUARTER.multipliedBy(quarter)), 3);
                }
            }
            world.start().run();
            assertEquals(57_600, world.cloud.rows());
            assertTrue(world.cloud.windows.size() > 1);
        }
    }
}
