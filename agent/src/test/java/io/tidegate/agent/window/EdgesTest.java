package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.WallClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/** Edges around every kind of clock change. */
class EdgesTest {
    private static final Duration DAY = Duration.ofDays(1);

    /** A zone, and a local date near which its clocks change in an odd way. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2024-03-31",
        "Europe/Berlin, 2024-10-27",
        "Europe/London, 2025-10-26",
        "Europe/Dublin, 2024-10-27",
        "Europe/Moscow, 2014-10-26",
        "Europe/Istanbul, 2015-11-08",
        "America/New_York, 2024-03-10",
        "America/New_York, 2024-11-03",
        "America/Toronto, 2026-11-01",
        "America/St_Johns, 2006-04-02",
        "America/St_Johns, 2006-10-29",
        "America/Sao_Paulo, 2018-11-04",
        "America/Sao_Paulo, 2018-02-18",
        "America/Havana, 2024-03-10",
        "America/Havana, 2024-11-03",
        "America/Caracas, 2016-05-01",
        "Africa/Casablanca, 2024-03-10",
        "Africa/Casablanca, 2024-04-14",
        "Africa/Cairo, 2024-04-26",
        "Africa/Cairo, 2024-11-01",
        "Asia/Tehran, 2022-03-22",
        "Asia/Tehran, 2022-09-22",
        "Asia/Jerusalem, 1999-09-03",
        "Asia/Amman, 2021-10-29",
        "Asia/Beirut, 2024-10-27",
        "Asia/Kathmandu, 1986-01-01",
        "Asia/Pyongyang, 2018-05-05",
        "Asia/Pyongyang, 2015-08-15",
        "Asia/Gaza, 2011-10-01",
        "Antarctica/Troll, 2024-03-31",
        "Antarctica/Troll, 2024-10-27",
        "Australia/Lord_Howe, 2024-04-07",
        "Australia/Lord_Howe, 2024-10-06",
        "Pacific/Apia, 2011-12-30",
        "Pacific/Kwajalein, 1993-08-21",
        "Pacific/Kwajalein, 1969-09-30",
        "Pacific/Chatham, 2024-04-07",
        "UTC, 2024-01-01",
    })
    void windowsFollowOneAnotherAndCutNoRepeatedPeriod(String id, LocalDate day) {
        ZoneId zone = ZoneId.of(id);
        Instant from = day.minusDays(5).atStartOfDay(zone).toInstant();
        Instant to = day.plusDays(6).atStartOfDay(zone).toInstant();
        for (int minutes : new int[] {15, 30, 60, 180, 420, 1440}) {
            Edges edges = new Edges(zone, Duration.ofMinutes(minutes));
            List<Instant> all = edges(edges, edges.floor(from), to);
            adjoin(edges, all);
            cutNothingRepeated(zone, all);
            holdWholeWallClock(zone, all);
        }
    }

    private static void adjoin(Edges edges, List<Instant> all) {
        for (int i = 0; i + 1 < all.size(); i++) {
            Instant edge = all.get(i);
            Instant next = all.get(i + 1);
            assertTrue(edge.isBefore(next));
            assertEquals(edge, edges.floor(edge));
            assertEquals(edge, edges.ceiling(edge));
            assertEquals(edge, edges.floor(next.minusNanos(1)));
            assertEquals(next, edges.after(next.minusNanos(1)));
            assertEquals(next, edges.ceiling(edge.plusNanos(1)));
        }
    }

    private static void cutNothingRepeated(ZoneId zone, List<Instant> all) {
        Instant first = all.getFirst().minus(DAY);
        for (var change = zone.getRules().nextTransition(first);
                change != null && change.getInstant().isBefore(all.getLast());
                change = zone.getRules().nextTransition(change.getInstant())) {
            if (change.isOverlap()) {
                cutNothing(change, all);
            }
        }
    }

    private static void cutNothing(ZoneOffsetTransition repeat, List<Instant> all) {
        Duration length = repeat.getDuration().negated();
        Instant begin = repeat.getInstant().minus(length);
        Instant end = repeat.getInstant().plus(length);
        for (Instant edge : all) {
            assertFalse(edge.isAfter(begin) && edge.isBefore(end), edge + " cuts " + repeat);
        }
    }

    /** What a query by wall clock sees for one window is not seen for the next. */
    private static void holdWholeWallClock(ZoneId zone, List<Instant> all) {
        WallClock clock = new WallClock(zone);
        for (int i = 0; i + 1 < all.size(); i++) {
            LocalDateTime begin = clock.from(all.get(i));
            LocalDateTime end = clock.to(all.get(i + 1));
            assertTrue(begin.isBefore(end) || !begin.isAfter(end), "from " + begin + " to " + end);
            assertEquals(clock.to(all.get(i)), begin, "at " + all.get(i));
        }
    }

    private static List<Instant> edges(Edges edges, Instant from, Instant to) {
        List<Instant> all = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = edges.after(at)) {
            all.add(at);
        }
        return all;
    }

    @Test
    void aDayInBerlinHas92Or97QuarterHourWindowsWhenTheClocksChange() {
        // In autumn the eight quarter hours of the repeated hour are one window.
        assertEquals(96, quarters("2024-03-30"));
        assertEquals(92, quarters("2024-03-31"));
        assertEquals(93, quarters("2024-10-27"));
        assertEquals(
                Duration.ofHours(2),
                Duration.between(
                        at("2024-10-27T00:00:00Z"),
                        new Edges(ZoneId.of("Europe/Berlin"), Duration.ofMinutes(15))
                                .after(at("2024-10-27T00:00:00Z"))));
    }

    private static int quarters(String day) {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        Edges edges = new Edges(zone, Duration.ofMinutes(15));
        LocalDate date = LocalDate.parse(day);
        return edges(
                        edges,
                        date.atStartOfDay(zone).toInstant(),
                        date.plusDays(1).atStartOfDay(zone).toInstant())
                .size();
    }

    @Test
    void aDayWithoutMidnightBeginsWithTheJump() {
        Edges days = new Edges(ZoneId.of("America/Sao_Paulo"), DAY);
        Instant jump = at("2018-11-04T03:00:00Z");
        assertEquals(jump, days.floor(jump.plusSeconds(60)));
        assertEquals(Duration.ofHours(23), Duration.between(jump, days.after(jump)));
    }

    @Test
    void aDayThatDoesNotExistHasNoWindow() {
        Edges days = new Edges(ZoneId.of("Pacific/Apia"), DAY);
        Instant jump = at("2011-12-30T10:00:00Z");
        assertEquals(jump, days.floor(jump));
        assertEquals(at("2011-12-29T10:00:00Z"), days.floor(jump.minusNanos(1)));
        assertEquals(at("2011-12-31T10:00:00Z"), days.after(jump));
    }

    @Test
    void aMidnightThatIsRepeatedIsNoEdge() {
        // At 00:01 the clocks went back to 23:01.
        Edges days = new Edges(ZoneId.of("America/St_Johns"), DAY);
        Instant before = at("2006-10-28T02:30:00Z");
        assertEquals(at("2006-10-30T03:30:00Z"), days.after(before));
    }

    @Test
    void halfAnHourOfDifferenceMakesShortAndLongHours() {
        Edges hours = new Edges(ZoneId.of("Australia/Lord_Howe"), Duration.ofHours(1));
        // 02:00 +10:30 becomes 02:30 +11:00.
        Instant jump = at("2024-10-05T15:30:00Z");
        assertEquals(jump.plusSeconds(1_800), hours.after(jump));
        // 02:00 +11:00 becomes 01:30 +10:30: from 01:00 to 02:00 an hour and a half go by.
        Instant one = at("2024-04-06T14:00:00Z");
        assertEquals(one.plusSeconds(5_400), hours.after(one));
    }

    @Test
    void piecesThatDoNotDivideADayBeginAnewAtMidnight() {
        Edges sevenths = new Edges(ZoneId.of("UTC"), Duration.ofHours(7));
        assertEquals(at("2024-01-02T00:00:00Z"), sevenths.after(at("2024-01-01T21:00:00Z")));
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
