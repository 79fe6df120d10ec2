package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.row.Unreadable;
import io.tidegate.agent.row.WallClock;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Times that a source keeps as text. */
class TimePatternTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void anEndIsRoundedUpToWhatThePatternCanSay() throws Exception {
        var minutes = pattern("yyyyMMddHHmm");
        var at = Instant.parse("2026-11-20T08:30:20.5Z");

        assertEquals("202611200930", minutes.from(at));
        assertEquals("202611200931", minutes.to(at));
        assertEquals("202611200930", minutes.to(Instant.parse("2026-11-20T08:30:00Z")));
        assertEquals("20261121", pattern("yyyyMMdd").to(at));
    }

    @Test
    void aRepeatedHourIsCoveredWhole() throws Exception {
        var pattern = pattern("yyyy-MM-dd HH:mm:ss");

        assertEquals("2024-10-27 02:00:00", pattern.from(Instant.parse("2024-10-27T00:30:00Z")));
        assertEquals("2024-10-27 03:00:00", pattern.to(Instant.parse("2024-10-27T00:30:00Z")));
    }

    @Test
    void textsAreReadByThePattern() throws Exception {
        var local = pattern("dd.MM.yyyy HH:mm");
        var zoned = pattern("yyyy-MM-dd'T'HH:mm:ssXXX");

        assertEquals(LocalDateTime.parse("2026-11-20T09:30"), local.read(" 20.11.2026 09:30 "));
        assertEquals(
                OffsetDateTime.parse("2026-11-20T09:30:00+01:00"),
                zoned.read("2026-11-20T09:30:00+01:00"));
        assertInstanceOf(Unreadable.class, local.read("2026-11-20"));
        assertEquals(null, local.read("  "));
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThrows(BadQueryException.class, () -> pattern("lokal"));
        assertThrows(BadQueryException.class, () -> pattern("HH:mm"));
    }

    @Test
    void aRangeBeginsWithTheShortestTextOfItsTime() throws Exception {
        var pattern = pattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]");
        var at = Instant.parse("2026-11-20T08:30:00Z");

        assertEquals("2026-11-20 09:30:00", pattern.from(at));
        assertEquals("2026-11-20 09:30:00.000000", pattern.to(at));
        assertEquals(LocalDateTime.parse("2026-11-20T09:30"), pattern.read("2026-11-20 09:30:00"));
        assertEquals(
                LocalDateTime.parse("2026-11-20T09:30:00.25"),
                pattern.read("2026-11-20 09:30:00.250000"));
    }

    private static TimePattern pattern(String text) throws BadQueryException {
        return new TimePattern(text, BERLIN, new WallClock(BERLIN));
    }
}
