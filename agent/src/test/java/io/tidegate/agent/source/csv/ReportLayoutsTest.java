package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.SourceConfig.Mapping;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reports as ACDs write them, with rows made up: what stands around the rows is found out. */
class ReportLayoutsTest {
    /** Avaya CMS: date and split above each page, headings, totals and blanks between. */
    @Test
    void aSplitIntervalReportOfSeveralDaysAndSplits() throws Exception {
        String heads =
                "\"Start\",\"\",\"End\",\"Avg Speed Ans\",\"ACD Calls\",\"Avg ACD Time\",\"Aban"
                        + " Calls\"\r\n";
        var text = new StringBuilder();
        for (String day : List.of("1/5/2026", "1/6/2026")) {
            for (String split : List.of("Sales", "Service, 2nd level")) {
                text.append("Date: ").append(day).append("\r\n\"Split/Skill: ");
                text.append(split).append("\"\r\n\r\n").append(heads);
                text.append("\"8:00\",\"-\",\"8:30\",\":23\",\"12\",\"1:05\",\"2\"\r\n");
                text.append("\"8:30\",\"-\",\"9:00\",\"\",\"0\",\"\",\"0\"\r\n");
                text.append("\"Totals\",\"\",\"\",\":23\",\"12\",\"1:05\",\"2\"\r\n\r\n");
            }
        }
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals()
                                .zone("America/New_York")
                                .label("Day", "Date:")
                                .label("Split", "Split/Skill:")
                                .dateFormat("M/d/yyyy")
                                .joined("timestamp", "Day", "Start")
                                .map("queueidentifier", "Split")
                                .map("queuename", "Split")
                                .map("answered", "ACD Calls")
                                .map(
                                        "offered",
                                        new Mapping.Computed("ACD Calls", '+', "Aban Calls"))
                                .map("handlingtime", new Mapping.TimesAnswered("Avg ACD Time"))
                                .intervalLength(java.time.Duration.ofMinutes(30)),
                        text.toString());
        assertEquals(List.of(), run.rejects);
        assertEquals(8, run.rows.size());
        assertEquals("2026-01-06T13:30:00Z", run.times().getLast());
        assertEquals("Service, 2nd level", run.column("queuename").getLast());
        assertEquals(List.of(780_000L, 0L), run.column("handlingtime").subList(0, 2));
        assertEquals(
                "3 repeated headers (first in line 12), 4 totals rows (first in line 7), 6 label"
                        + " lines (first in line 9)",
                run.passed);
    }

    /** Avaya CMS: the whole dump, semicolons, no banner, many columns that nothing uses. */
    @Test
    void aTableDumpOfManyColumns() throws Exception {
        String more = ";x".repeat(260);
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals()
                                .zone("UTC")
                                .dateFormat("yyyy-MM-dd")
                                .timeFormat("HHmm")
                                .joined("timestamp", "row_date", "starttime")
                                .map("queueidentifier", "split")
                                .map("queuename", "split")
                                .map("offered", "callsoffered")
                                .map("answered", "acdcalls")
                                .map("handlingtime", "acdtime"),
                        "row_date;starttime;intrvl;acd;split;acdcalls;acdtime;callsoffered"
                                + more.replace("x", "c")
                                + "\n2026-01-05;0800;15;1;20;5;300;7"
                                + more
                                + "\n");
        assertEquals(List.of(), run.rejects);
        assertEquals(List.of(7L), run.column("offered"));
    }

    /** Avaya CMS, real time: 14 lines of keys and values, and a first column without name. */
    @Test
    void aRealTimeReportBelowFourteenLinesOfKeysAndValues() throws Exception {
        var text = new StringBuilder();
        for (int i = 1; i <= 13; i++) {
            text.append("\"Key ").append(i).append("\";\"Value; ").append(i).append("\"\r\n");
        }
        text.append("\"As of:\";\"2026-01-05 08:15:00\"\r\n");
        text.append("\"\";\"Agent Name\";\"Login ID\";\"Extn\";\"State\";\"Split/Skill\"\r\n");
        text.append("\"\";\"Nobody, A.\";\"4711\";\"100\";\"AUX\";\"Sales\"\r\n");
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.agentStatus()
                                .label("As of", "As of:")
                                .map("agentidentifier", "Login ID")
                                .map("activity", "State")
                                .map("starttime", "As of"),
                        text.toString());
        assertEquals(List.of(), run.rejects);
        assertEquals(List.of("AUX"), run.column("activity"));
        assertEquals(14, run.dialect.skip());
    }

    /** Avaya CMS, a month: three lines above, and the totals before the rows. */
    @Test
    void aReportWithItsTotalsBeforeTheRows() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals()
                                .label("Split", "Split/Skill")
                                .dateFormat("M/d/yyyy")
                                .map("timestamp", "Date")
                                .map("queueidentifier", "Split")
                                .map("queuename", "Split")
                                .map("offered", "Calls")
                                .map("answered", "ACD Calls")
                                .map("handlingtime", "ACD Time"),
                        "Dates:\t1/1/2026 - 1/31/2026\nTime Zone:\tdefault\nSplit/Skill\tSales\n\n"
                                + "Date\tCalls\tACD Calls\tACD Time\nTotals\t9\t7\t420\n"
                                + "1/5/2026 8:00\t5\t4\t240\n1/6/2026 8:00\t4\t3\t180\n");
        assertEquals(List.of(), run.rejects);
        assertEquals(List.of(5L, 4L), run.column("offered"));
        assertEquals("1 totals row (line 6)", run.passed);
    }

    /** Cisco: a byte order mark and rows that are all empty. */
    @Test
    void aQueueIntervalReportWithRowsThatAreAllEmpty() throws Exception {
        String text =
                "\uFEFFCSQ Name,Interval Start Time,Interval End Time,Calls Presented,Calls"
                        + " Handled,Calls Abandoned\r\n"
                        + "Q,10/14/25 8:00:00 AM,10/14/25 9:00:00 AM,41,39,2\r\n"
                        + ",,,,,\r\n"
                        + "Q,10/14/25 9:00:00 AM,10/14/25 10:00:00 AM,18,13,5\r\n";
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals()
                                .intervalLength(java.time.Duration.ofMinutes(60))
                                .map("queueidentifier", "CSQ Name")
                                .map("queuename", "CSQ Name")
                                .map("timestamp", "Interval Start Time")
                                .map("offered", "Calls Presented")
                                .map("answered", "Calls Handled")
                                .constant("handlingtime", "0"),
                        text.getBytes(StandardCharsets.UTF_8),
                        Optional.empty());
        assertEquals(List.of(), run.rejects);
        assertEquals(List.of(41L, 18L), run.column("offered"));
        assertTrue(run.dialect.script().told());
        assertEquals("", run.passed);
    }
}
