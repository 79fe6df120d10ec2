package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Columns that stand above the rows, or in the file's name. */
class LabelsTest {
    private static final String COLUMNS = "Start,Stop,Offered,ACD Calls,Avg ACD\n";

    private static CsvSourceBuilder source() {
        return CsvSourceBuilder.intervals()
                .label("Date", "Date:")
                .label("Split", "Split/Skill:")
                .joined("timestamp", "Date", "Start")
                .map("queueidentifier", "Split")
                .map("queuename", "Split")
                .map("offered", "Offered")
                .map("answered", "ACD Calls")
                .map("handlingtime", "Avg ACD")
                .dateFormat("M/d/yyyy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Date: 11/5/2026",
                "Date:,11/5/2026",
                "\"Date:\",\"11/5/2026\",,,",
                "DATE:,,11/5/2026"
            })
    void aValueAboveRowsHoldsForThem(String date) throws Exception {
        CsvRun run =
                CsvRun.of(
                        source(),
                        "Interval report\n"
                                + date
                                + "\n\"Split/Skill: Sales, East\"\n\n"
                                + COLUMNS
                                + "08:00,08:15,3,2,60\n08:15,08:30,4,4,30\n");
        assertEquals(List.of(), run.rejects);
        assertEquals(List.of("2026-11-05T07:00:00Z", "2026-11-05T07:15:00Z"), run.times());
        assertEquals(List.of("Sales, East", "Sales, East"), run.column("queuename"));
    }

    @Test
    void pagesOfSplitsAndDaysAreReadAsOneFile() throws Exception {
        var text = new StringBuilder();
        for (int day = 1; day <= 3; day++) {
            for (String split : List.of("Sales", "Service")) {
                text.append(day + split.length() > 6 ? "\f" : "")
                        .append("Date: 11/")
                        .append(day)
                        .append("/2026\n")
                        .append("Split/Skill: ")
                        .append(split)
                        .append("\n\n")
                        .append(COLUMNS)
                        .append("Totals,,7,6,45\n")
                        .append("08:00,08:15,3,2,60\n08:15,08:30,4,4,30\n")
                        .append("\n");
            }
        }
        CsvRun run = CsvRun.of(source(), text.toString());
        assertEquals(List.of(), run.rejects);
        assertEquals(12, run.rows.size());
        assertEquals("2026-11-03T07:15:00Z", run.times().getLast());
        assertEquals("Service", run.column("queuename").getLast());
        assertTrue(run.passed.startsWith("5 repeated headers (first in line "), run.passed);
        assertTrue(run.passed.contains(", 6 totals rows (first in line 5)"), run.passed);
        assertTrue(run.passed.contains(", 10 label lines (first in line "), run.passed);
    }

    @Test
    void aRowAboveTheFirstSuchLineIsARejectThatSaysSo() throws Exception {
        CsvRun run =
                CsvRun.of(
                        source(),
                        "Split/Skill: Sales\n"
                                + COLUMNS
                                + "08:00,08:15,3,2,60\nDate: 11/5/2026\n"
                                + "08:15,08:30,4,4,30\nSplit/Skill:\n08:30,08:45,4,4,30\n");
        assertEquals(
                List.of(
                        "line 3 no line \"Date:\" with a value stands above it (csv.label)",
                        "line 7 no line \"Split/Skill:\" with a value stands above it (csv.label)"),
                run.rejects);
        assertEquals(1, run.rows.size());
    }

    @Test
    void aValueInTheFilesNameIsAColumn() throws Exception {
        var source =
                CsvSourceBuilder.intervals()
                        .namePart("Day", "ctQueue_{}_*.txt")
                        .joined("timestamp", "Day", "period")
                        .dateFormat("MMddyy");
        String text =
                "period|queueidentifier|queuename|offered|answered|handlingtime\n"
                        + "08:15|1|Sales|3|2|60\n";
        CsvRun run = named(source, "ctQueue_110526_0830.txt", text);
        assertEquals(List.of("2026-11-05T07:15:00Z"), run.times());
        var refused =
                assertThrows(
                        UnfitFileException.class, () -> named(source, "queues_110526.txt", text));
        assertTrue(
                refused.getMessage().startsWith("its name does not fit csv.name-part, which says"),
                refused.getMessage());
    }

    @Test
    void aColumnOfTheRowsOfThatNameIsAnotherOne() throws Exception {
        CsvRun run =
                CsvRun.of(
                        source(),
                        "Date: 11/5/2026\nSplit/Skill: Sales\n"
                                + COLUMNS.replace("Stop", "Split")
                                + "08:00,x,3,2,60\n");
        assertEquals(List.of("Sales"), run.column("queuename"));
    }

    private static CsvRun named(CsvSourceBuilder source, String name, String text)
            throws Exception {
        return CsvRun.of(source, name, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }
}
