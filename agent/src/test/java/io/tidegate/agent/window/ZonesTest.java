package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.row.WallClock;
import io.tidegate.config.SourceTimes;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A table of intervals without zone, read the whole way into the cloud over three local days around
 * a clock change: no interval is lost, merged or doubled, whatever the zone does.
 */
class ZonesTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Column OFFERED = DataType.INTERVALS.column("offered").orElseThrow();

    @TempDir Path folder;

    /** What an ACD writes beside an interval. */
    private enum Stamp {
        /** What its clock showed when the interval began. */
        START,
        /** What its clock shows when the interval has ended. */
        END_BY_CLOCK,
        /** The start and a quarter of an hour. */
        END_BY_SUM
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2024-03-31",
        "Europe/Berlin, 2024-10-27",
        "Europe/London, 2025-10-26",
        "Europe/Dublin, 2024-03-31",
        "Europe/Moscow, 2014-10-26",
        "Europe/Istanbul, 2015-11-08",
        "America/New_York, 2024-03-10",
        "America/New_York, 2024-11-03",
        "America/St_Johns, 2006-10-29",
        "America/Sao_Paulo, 2018-11-04",
        "America/Sao_Paulo, 2018-02-18",
        "America/Havana, 2024-11-03",
        "America/Caracas, 2016-05-01",
        "Africa/Casablanca, 2024-03-10",
        "Africa/Casablanca, 2024-04-14",
        "Africa/Cairo, 2024-04-26",
        "Asia/Tehran, 2022-09-22",
        "Asia/Jerusalem, 1999-09-03",
        "Asia/Kathmandu, 1986-01-01",
        "Asia/Pyongyang, 2018-05-05",
        "Asia/Gaza, 2011-10-01",
        "Antarctica/Troll, 2024-03-31",
        "Antarctica/Troll, 2024-10-27",
        "Australia/Lord_Howe, 2024-04-07",
        "Australia/Lord_Howe, 2024-10-06",
        "Pacific/Apia, 2011-12-30",
        "Pacific/Chatham, 2024-04-07",
        "UTC, 2024-01-01",
    })
    void noIntervalIsLostMergedOrDoubled(String zone, LocalDate day) throws InterruptedException {
        for (Stamp stamp : Stamp.values()) {
            assertEquals(
                    expected(ZoneId.of(zone), day),
                    stored(ZoneId.of(zone), day, stamp),
                    stamp + " in " + zone);
        }
    }

    @Test
    void aDayInBerlinHas92Or100QuarterHoursWhenTheClocksChange() throws InterruptedException {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (Stamp stamp : Stamp.values()) {
            assertEquals(92, quarters(berlin, LocalDate.of(2024, 3, 31), stamp));
            assertEquals(100, quarters(berlin, LocalDate.of(2024, 10, 27), stamp));
        }
    }

    private long quarters(ZoneId zone, LocalDate day, Stamp stamp) throws InterruptedException {
        return stored(zone, day, stamp)
                .subMap(
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant())
                .size();
    }

    /** Each interval, and a number of its own. */
    private static TreeMap<Instant, Long> expected(ZoneId zone, LocalDate day) {
        var all = new TreeMap<Instant, Long>();
        Instant end = day.plusDays(2).atStartOfDay(zone).toInstant();
        for (Instant at = day.minusDays(1).atStartOfDay(zone).toInstant();
                at.isBefore(end);
                at = at.plus(QUARTER)) {
            all.put(at, all.size() + 1L);
        }
        return all;
    }

    private TreeMap<Instant, Long> stored(ZoneId zone, LocalDate day, Stamp stamp)
            throws InterruptedException {
        Path own = folder.resolve(zone.getId().replace('/', '-') + day + stamp);
        var now = day.plusDays(3).atStartOfDay(zone).toInstant();
        try (World world = new World(own, settings(zone, stamp), now.toString())) {
            fill(world.acd, expected(zone, day), zone, stamp);
            world.start().run().pass(Duration.ofHours(1), QUARTER);
            assertEquals(0, world.rejects(), stamp + " in " + zone);
            return rows(world.cloud);
        }
    }

    private static Settings settings(ZoneId zone, Stamp stamp) {
        var settings = new Settings(DataType.INTERVALS);
        settings.zone = zone;
        settings.backfill = Optional.of(Period.ofDays(6));
        if (stamp != Stamp.START) {
            settings.times =
                    new SourceTimes(Map.of(), Map.of(), Optional.empty(), Optional.empty(), true);
        }
        return settings;
    }

    private static void fill(Acd acd, Map<Instant, Long> intervals, ZoneId zone, Stamp stamp) {
        acd.columns("queueidentifier queuename timestamp:timestamp offered answered handlingtime");
        if (stamp != Stamp.START) {
            acd.late = QUARTER;
            acd.wall = WallClock.ofEnds(zone, QUARTER);
        }
        Function<Instant, LocalDateTime> clock = t -> LocalDateTime.ofInstant(t, zone);
        intervals.forEach(
                (at, offered) ->
                        acd.add(
                                "4711",
                                "Sales",
                                switch (stamp) {
                                    case START -> clock.apply(at);
                                    case END_BY_CLOCK -> clock.apply(at.plus(QUARTER));
                                    case END_BY_SUM -> clock.apply(at).plus(QUARTER);
                                },
                                offered,
                                0L,
                                0L));
    }

    private static TreeMap<Instant, Long> rows(Cloud cloud) {
        var rows = new TreeMap<Instant, Long>();
        cloud.windows.values().stream()
                .flatMap(window -> window.rows().stream())
                .forEach(
                        row -> {
                            Instant at = Instant.ofEpochMilli(row.time() / 1_000);
                            assertEquals(null, rows.put(at, row.number(OFFERED)), "twice: " + at);
                        });
        return rows;
    }
}
