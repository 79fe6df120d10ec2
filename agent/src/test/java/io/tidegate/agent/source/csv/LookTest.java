package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a value that is not shown, and what is shown of one. */
class LookTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | number",
                "-1 | number",
                "1.234,5 | number",
                "94.01% | number",
                "6.02701E+11 | number",
                "31.12.2026 | date",
                "2026-12-31 | date",
                "12/31/26 10:00 PM | date",
                "2026-12-31T10:00:00Z | date",
                "10:15 | time",
                "1:02:03 PM | time",
                "n/a | text",
                "7x | text",
                "=1+1 | text",
                "-- | text"
            })
    void aValueIsToldByItsKind(String text, String kind) {
        assertEquals(kind, Look.of(text).words());
    }

    @Test
    void nothingAndTooMuchAreKindsToo() {
        assertEquals("empty", Look.of("  ").words());
        assertEquals("too long", Look.of("9".repeat(300)).words());
    }

    @Test
    void whatASpreadsheetWouldCarryOutIsOnlyText() {
        assertEquals("'=HYPERLINK(1)", Look.harmless("=HYPERLINK(1)"));
        assertEquals("'+49 day", Look.harmless("+49 day"));
        assertEquals("'@SUM(1)", Look.harmless("@SUM(1)"));
        assertEquals("' -1+2", Look.harmless(" -1+2"));
        assertEquals("-1", Look.harmless("-1"));
        assertEquals("'\\u0009=1", "'" + Look.harmless("\t=1"));
    }

    @Test
    void aValueIsCutAndStaysOnOneLine() {
        assertEquals("a\\u000Ab", Look.harmless("a\nb"));
        assertEquals(60, Look.harmless("7".repeat(300)).length());
    }
}
