package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** What a wall-clock time means, in zones that do odd things. */
class WallClockTest {
    private static final String BERLIN = "Europe/Berlin";

    @Test
    void aTimeThatClocksLeaveOutIsNever() {
        var clock = new WallClock(ZoneId.of(BERLIN));

        assertEquals(WallClock.NEVER, clock.instant(wall("2024-03-31T02:15")));
        assertEquals("2024-03-31T00:59:00Z", shown(clock.instant(wall("2024-03-31T01:59"))));
        assertEquals("2024-03-31T01:00:00Z", shown(clock.instant(wall("2024-03-31T03:00"))));
        assertEquals("2024-03-31T01:00:00Z", shown(clock.changeAt(wall("2024-03-31T02:15"))));
    }

    @Test
    void aTimeThatComesTwiceHasTwoReadings() {
        var clock = new WallClock(ZoneId.of(BERLIN));
        long wall = wall("2024-10-27T02:15");

        assertEquals(WallClock.TWICE, clock.instant(wall));
        assertEquals("2024-10-27T00:15:00Z", shown(clock.first(wall)));
        assertEquals("2024-10-27T01:15:00Z", shown(clock.second(wall)));
    }

    /** Against java.time itself, minute by minute around every change of three years. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
                "Africa/Casablanca", "America/Sao_Paulo", "Africa/Cairo", "Asia/Tehran",
                "Pacific/Apia", "Antarctica/Troll", "Europe/Dublin", "UTC"
            })
    void itAgreesWithTheRulesOfThePlatform(String zone) {
        var clock = new WallClock(ZoneId.of(zone));
        var rules = ZoneId.of(zone).getRules();
        for (var wall = LocalDateTime.parse("2011-01-01T00:00");
                wall.getYear() < 2019;
                wall = wall.plusMinutes(10)) {
            var offsets = rules.getValidOffsets(wall);
            long instant = clock.instant(WallClock.wall(wall));
            switch (offsets.size()) {
                case 0 -> assertEquals(WallClock.NEVER, instant, wall::toString);
                case 1 ->
                        assertEquals(
                                wall.toEpochSecond(offsets.getFirst()) * 1_000_000,
                                instant,
                                wall::toString);
                default -> assertEquals(WallClock.TWICE, instant, wall::toString);
            }
        }
    }

    /** Every row in [from, to) lies within the bounds on the wall, and bounds never run back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "America/Sao_Paulo",
                "Antarctica/Troll",
                "UTC"
            })
    void boundsOnTheWallLeaveOutNoRow(String zone) {
        var clock = new WallClock(ZoneId.of(zone));
        var id = ZoneId.of(zone);
        var lastFrom = LocalDateTime.MIN;
        var lastTo = LocalDateTime.MIN;
        for (var edge = Instant.parse("2016-01-01T00:00:00Z");
                edge.isBefore(Instant.parse("2017-01-01T00:00:00Z"));
                edge = edge.plus(10, ChronoUnit.MINUTES)) {
            LocalDateTime from = clock.from(edge);
            LocalDateTime to = clock.to(edge);
            assertFalse(from.isBefore(lastFrom), "from runs back");
            assertFalse(to.isBefore(lastTo), "to runs back");
            lastFrom = from;
            lastTo = to;
            for (int minutes = 0; minutes <= 180; minutes += 10) {
                var after = edge.plus(Duration.ofMinutes(minutes));
                assertFalse(after.atZone(id).toLocalDateTime().isBefore(from), "left out");
                if (minutes > 0) {
                    var before = edge.minus(Duration.ofMinutes(minutes));
                    assertFalse(!before.atZone(id).toLocalDateTime().isBefore(to), "left out");
                }
            }
        }
    }

    @Test
    void piecesOfTimeAdjoinOnTheWallUnlessTheyCutARepeatedHour() {
        var clock = new WallClock(ZoneId.of(BERLIN));
        for (String edge :
                new String[] {
                    "2024-03-31T01:00:00Z", "2024-10-27T00:00:00Z", "2024-10-27T02:00:00Z"
                }) {
            assertEquals(clock.from(Instant.parse(edge)), clock.to(Instant.parse(edge)), edge);
        }
        assertEquals(time("2024-03-31T03:00"), clock.to(Instant.parse("2024-03-31T01:00:00Z")));
        assertEquals(time("2024-10-27T02:00"), clock.from(Instant.parse("2024-10-27T00:30:00Z")));
        assertEquals(time("2024-10-27T03:00"), clock.to(Instant.parse("2024-10-27T00:30:00Z")));
        assertEquals(time("2024-10-27T02:00"), clock.from(Instant.parse("2024-10-27T01:30:00Z")));
        assertEquals(time("2024-10-27T03:00"), clock.to(Instant.parse("2024-10-27T01:00:00Z")));
    }

    @Test
    void anEndBetweenTwoMicrosecondsKeepsTheEarlierOne() {
        var clock = new WallClock(ZoneId.of(BERLIN));
        var edge = Instant.parse("2024-06-01T10:00:00.000000400Z");

        assertEquals(time("2024-06-01T12:00:00"), clock.from(edge));
        assertEquals(time("2024-06-01T12:00:00.000001"), clock.to(edge));
    }

    private static long wall(String text) {
        return WallClock.wall(time(text));
    }

    private static LocalDateTime time(String text) {
        return LocalDateTime.parse(text);
    }

    private static String shown(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
