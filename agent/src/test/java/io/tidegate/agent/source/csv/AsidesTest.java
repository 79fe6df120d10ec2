package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Lines that are no data are passed over and counted; what could be a row never is. */
class AsidesTest {
    private static final String HEADER = "Datum;Von;Queue;Angeboten;Angenommen;Zeit\r\n";
    private static final String ROW = "20.11.2026;08:15;Sales;3;2;60\r\n";

    private static CsvRun run(String text) throws Exception {
        return CsvRun.of(
                CsvSourceBuilder.intervals().german().dateFormat("dd.MM.yyyy").timeFormat("HH:mm"),
                text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Summe;;;3;2;60",
                ";;Gesamt;3;2;60",
                "20.11.2026;Summe;;3;2;60",
                "Total 20.11.2026;;;3;2;60",
                "Grand total:;;;3;2;60",
                "\"Total général\";;;3;2;60",
                "Totale;;;3;2;60",
                "Eindtotaal;;;3;2;60",
                "Totales;;;3;2;60",
                "Durchschnitt;;;1,5;1;30",
                "Gesamtsumme;3"
            })
    void aTotalWithoutTimeIsPassedOver(String line) throws Exception {
        CsvRun run = run(HEADER + line + "\r\n" + ROW + line + "\r\n");
        assertEquals(List.of(), run.rejects);
        assertEquals(List.of(3L), run.column("offered"));
        assertEquals("2 totals rows (first in line 2)", run.passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "End of report",
                "Report created 20.11.2026 08:15 by nobody",
                "Page 1 of 3;;;;;",
                "Date: 20.11.2026",
                "Date:;20.11.2026",
                "Split/Skill: Sales;;;;;",
                "-----",
                "© 2026 Example"
            })
    void titlesAndFootersArePassedOver(String line) throws Exception {
        CsvRun run = run(HEADER + ROW + line + "\r\n");
        assertEquals(List.of(), run.rejects);
        assertEquals(1, run.rows.size());
        assertEquals("1 banner or footer line (line 3)", run.passed);
    }

    @Test
    void headersThatRepeatOnEveryPageArePassedOver() throws Exception {
        CsvRun run = run(HEADER + ROW + "\f" + HEADER + ROW + "\r\n" + HEADER);
        assertEquals(List.of(), run.rejects);
        assertEquals(2, run.rows.size());
        assertEquals("2 repeated headers (first in line 3)", run.passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20.11.2026;08:30;Total Care;3;2;60",
                "20.11.2026;08:30;Summe;3;2;60",
            })
    void aQueueThatIsNamedLikeATotalIsARow(String line) throws Exception {
        CsvRun run = run(HEADER + ROW + line + "\r\n");
        assertEquals(2, run.rows.size());
        assertEquals("", run.passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20.11.2026",
                "20.11.2026;08:15;Sales",
                "20.11.2026;;Sales;3;2;60",
                ";08:15;Sales;3;2;60",
                "Sales;3;2;60",
                "20.11.2026;;;;;",
                "20.11.2026;08:15;Sales;3;2;60;7",
                "Freitag;08:15;Sales;3;2;60"
            })
    void whatCouldBeARowIsARejectWithItsLine(String line) throws Exception {
        CsvRun run = run(HEADER + ROW + line + "\r\n");
        assertEquals(1, run.rejects.size(), run.passed);
        assertEquals("", run.passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sal", "20", "Gesamt", "Date:"})
    void aLastLineWithoutEndMayBeCut(String line) throws Exception {
        assertEquals(1, run(HEADER + ROW + line).rejects.size());
    }

    @Test
    void totalsSpoilNoProof() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals().german(),
                        HEADER + "Summe 1/2;;;1.234;2;60\r\n" + ROW.replace("60", "60,5"));
        assertEquals(List.of(), run.rejects);
        assertEquals(List.of(60_500L), run.column("handlingtime"));
    }

    @Test
    void aFileWithoutTimesOfItsOwnKeepsEveryLine() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals()
                                .header(0)
                                .dateFormat("yyyy-MM-dd")
                                .map("queueidentifier", "A")
                                .map("queuename", "A")
                                .map("timestamp", "B")
                                .map("offered", "C")
                                .map("answered", "D")
                                .map("handlingtime", "E"),
                        "Sales;2026-11-20 08:15;3;2;60\nTotal;;3;2;60\nEnd of report\n");
        assertEquals(List.of(), run.rejects);
        assertEquals("1 totals row (line 2), 1 banner or footer line (line 3)", run.passed);
    }
}
