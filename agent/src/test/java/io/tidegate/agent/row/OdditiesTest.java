package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Good rows that together tell of a wrong setting. */
class OdditiesTest {
    private static final Instant MORNING = Instant.parse("2026-11-20T06:00:00Z");

    @Test
    void halfHoursUnderAQuarterHoursSettingAreNoticed() throws Exception {
        List<Finding> found = intervals(Duration.ofMinutes(30), 8, 120);

        assertEquals(1, found.size());
        assertEquals(
                "all intervals begin at full 30 minutes, and source.acd1.interval-length is 15 minutes; if they are that long, set source.acd1.interval-length = 30m",
                found.getFirst().sentence());
    }

    @Test
    void quarterHoursAndAFewRowsAreNot() throws Exception {
        assertEquals(List.of(), intervals(Duration.ofMinutes(15), 8, 120));
        assertEquals(List.of(), intervals(Duration.ofMinutes(30), 4, 120));
    }

    @Test
    void millisecondsTakenForSecondsAreNoticed() throws Exception {
        String said = intervals(Duration.ofMinutes(15), 8, 120_000).getFirst().sentence();

        assertTrue(
                said.startsWith(
                        "8 of 8 rows have a handlingtime of more than 4 hours for each contact offered: is it counted in milliseconds?"),
                said);
        assertTrue(said.contains("source.acd1.map.handlingtime"), said);
    }

    @Test
    void aContactOfMoreThanADayIsOneAmongTen() throws Exception {
        assertEquals(1, contacts(2).size());
        assertEquals(List.of(), contacts(1));
    }

    private static List<Finding> intervals(Duration step, int count, long handling)
            throws Exception {
        var source = Sources.of(DataType.INTERVALS).sql();
        var rows = new Object[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Checked.row("1", "a", MORNING.plus(step.multipliedBy(i)), 1L, 1L, handling);
        }
        return found(
                source,
                Checked.rows(
                        source,
                        "queueidentifier queuename timestamp offered answered handlingtime",
                        rows));
    }

    @Test
    void datesTakenForTimesAreNoticed() throws Exception {
        Instant midnight = Instant.parse("2026-11-19T23:00:00Z"); // In Berlin.

        assertTrue(
                contacts(0, midnight)
                        .getFirst()
                        .sentence()
                        .startsWith(
                                "all 10 rows lie at midnight: does timestamp lack its time of day?"));
        assertEquals(List.of(), contacts(0, midnight.plusSeconds(1)));
    }

    private static List<Finding> contacts(int tooLong) throws Exception {
        return contacts(tooLong, MORNING);
    }

    private static List<Finding> contacts(int tooLong, Instant at) throws Exception {
        var source = Sources.of(DataType.CONTACTS).sql();
        var rows = new Object[10][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Checked.row("1", "a", at, 1L, i < tooLong ? 200_000L : 200L);
        }
        return found(
                source,
                Checked.rows(
                        source, "queueidentifier queuename timestamp answered duration", rows));
    }

    private static List<Finding> found(SourceConfig source, Checked checked) {
        assertEquals(List.of(), checked.reasons());
        var oddities = new Oddities(source);
        checked.rows.forEach(oddities::see);
        return oddities.found();
    }
}
