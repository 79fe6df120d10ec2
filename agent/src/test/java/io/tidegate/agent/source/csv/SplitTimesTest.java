package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Locale;

/** Times in two columns, and half days that another column tells. */
class SplitTimesTest {
    private static final String HEAD =
            "queueidentifier;queuename;Date;Start;Stop;offered;answered;handlingtime\n";

    private static CsvSourceBuilder halfDays() {
        return CsvSourceBuilder.intervals()
                .zone("UTC")
                .joined("timestamp", "Date", "Start")
                .halfDayFrom("Stop");
    }

    private static CsvRun read(CsvSourceBuilder source, String start, String stop)
            throws Exception {
        return CsvRun.of(source, HEAD + "q;Q;2026-11-20;" + start + ";" + stop + ";5;4;100\n");
    }

    @ParameterizedTest
    @CsvSource({
        "8:00,8:30AM,2026-11-20T08:00:00Z",
        "8:00,8:30PM,2026-11-20T20:00:00Z",
        "11:30,12:00PM,2026-11-20T11:30:00Z",
        "11:30,12:00 AM,2026-11-20T23:30:00Z",
        "12:00,12:30AM,2026-11-20T00:00:00Z",
        "12:00,12:30PM,2026-11-20T12:00:00Z",
        "12:30,1:00PM,2026-11-20T12:30:00Z",
        "11:45,12:15AM,2026-11-20T23:45:00Z",
        "8:00AM,8:30PM,2026-11-20T08:00:00Z",
        "13:00,1:30PM,2026-11-20T13:00:00Z"
    })
    void aStartWithoutHalfDayIsTheLastSuchTimeBeforeItsEnd(String start, String stop, String time)
            throws Exception {
        assertEquals(List.of(time), read(halfDays(), start, stop).times());
    }

    @ParameterizedTest
    @CsvSource({"8:00,8:30", "8:00,''", "8:00,x", "8:00,8:00PM"})
    void withoutAHalfDayNothingIsGuessed(String start, String stop) throws Exception {
        var run = read(halfDays(), start, stop);
        assertEquals(
                List.of(
                        "line 2 timestamp has neither AM nor PM, and the column that"
                                + " csv.half-day-from names does not tell it"),
                run.rejects);
    }

    @Test
    void everyQuarterOfADayComesBackFromItsEndAlone() throws Exception {
        for (int quarter = 0; quarter < 96; quarter++) {
            String start = clock(quarter).replaceAll(" ?[AP]M", "");
            String expected =
                    String.format(
                            Locale.ROOT, "2026-11-20T%02d:%02d:00Z", quarter / 4, quarter % 4 * 15);
            assertEquals(List.of(expected), read(halfDays(), start, clock(quarter + 1)).times());
        }
    }

    private static String clock(int quarter) {
        int hour = quarter / 4 % 24;
        return String.format(
                Locale.ROOT,
                "%d:%02d %s",
                hour % 12 == 0 ? 12 : hour % 12,
                quarter % 4 * 15,
                hour < 12 ? "AM" : "PM");
    }

    @ParameterizedTest
    @CsvSource({"0,00:00", "30,00:30", "0830,08:30", "830,08:30", "2345,23:45"})
    void aTimeOfDayMayBeOneNumberWhereThatIsSaid(String text, String clock) throws Exception {
        var source =
                CsvSourceBuilder.intervals()
                        .zone("UTC")
                        .joined("timestamp", "Date", "Start")
                        .timeFormat("hhmm");
        assertEquals(List.of("2026-11-20T" + clock + ":00Z"), read(source, text, "x").times());
        assertEquals(1, read(source, "8:30", "x").rejects.size());
        assertEquals(1, read(source, "2460", "x").rejects.size());
    }

    @Test
    void aDateAndATimeWithoutValueAreNoTime() throws Exception {
        var source = CsvSourceBuilder.intervals().joined("timestamp", "Date", "Start");
        var run = CsvRun.of(source, HEAD + "q;Q;-;n/a;;5;4;100\n" + "q;Q;2026-11-20;-;;5;4;100\n");
        assertEquals(2, run.rejects.size());
    }
}
