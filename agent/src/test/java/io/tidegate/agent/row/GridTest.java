package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

class GridTest {
    @Test
    void aDayInBerlinHas92Or100QuarterHoursWhenTheClocksChange() {
        assertEquals(96, count("Europe/Berlin", "2024-03-29T23:00:00Z", "2024-03-30T23:00:00Z"));
        assertEquals(92, count("Europe/Berlin", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z"));
        assertEquals(100, count("Europe/Berlin", "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z"));
    }

    private static int count(String zone, String from, String to) {
        Grid grid = new Grid(ZoneId.of(zone), Duration.ofMinutes(15));
        int starts = 0;
        for (Instant at = at(from); at.isBefore(at(to)); at = grid.after(at)) {
            assertEquals(at, grid.floor(at));
            assertEquals(at, grid.floor(grid.after(at).minusNanos(1)));
            starts++;
        }
        return starts;
    }

    @Test
    void inALandOfThreeQuartersTheWallClockCounts() {
        Grid hours = new Grid(ZoneId.of("Asia/Kathmandu"), Duration.ofMinutes(60));
        assertEquals(at("2024-05-01T09:15:00Z"), hours.floor(at("2024-05-01T10:00:00Z")));
    }

    @Test
    void anIntervalThatAChangeMakesLongerEndsOnce() {
        // 02:00 +11:00 becomes 01:30 +10:30: the hour from 01:00 on lasts an hour and a half.
        Grid hours = new Grid(ZoneId.of("Australia/Lord_Howe"), Duration.ofMinutes(60));
        Instant one = at("2024-04-06T14:00:00Z");
        assertEquals(one, hours.floor(at("2024-04-06T15:15:00Z")));
        assertEquals(at("2024-04-06T15:30:00Z"), hours.after(one));
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
