package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.CsvValues.Unpivot;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Files whose columns are queues or days, and rows that do not count. */
class WideFilesTest {
    private static CsvSourceBuilder wide(List<String> from, String... without) {
        return CsvSourceBuilder.intervals()
                .zone("UTC")
                .joined("timestamp", "Date", "Time")
                .map("queueidentifier", "Queue")
                .map("queuename", "Queue")
                .map("offered", "Calls")
                .map("answered", "Calls")
                .constant("handlingtime", "0")
                .unpivot(new Unpivot("Queue", "Calls", from, List.of(without)));
    }

    private static CsvSourceBuilder queues() {
        return wide(List.of(), "Date", "Time", "Total");
    }

    @Test
    void eachQueuesColumnBecomesARowWhereItHasAValue() throws Exception {
        var run =
                CsvRun.of(
                        queues(),
                        "Date;Time;Sales;Total;\"Care; EN\"\n"
                                + "2026-11-20;08:00;3;7;4\n"
                                + "2026-11-20;08:15;-;5;5\n"
                                + "2026-11-20;08:30;;0;\n");
        assertEquals(List.of("Sales", "Care; EN", "Care; EN"), run.column("queuename"));
        assertEquals(List.of(3L, 4L, 5L), run.column("offered"));
        assertEquals(
                List.of("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20T08:15:00Z"),
                run.times());
    }

    @Test
    void onlyTheColumnsThatAreNamedBecomeRows() throws Exception {
        var run = CsvRun.of(wide(List.of("sales")), "Date;Time;Sales;Care\n2026-11-20;08:00;3;4\n");
        assertEquals(List.of(3L), run.column("offered"));
    }

    @Test
    void daysMayBeTheColumns() throws Exception {
        var source =
                CsvSourceBuilder.intervals()
                        .zone("UTC")
                        .joined("timestamp", "Day", "Time")
                        .map("queueidentifier", "Queue")
                        .map("queuename", "Queue")
                        .map("offered", "Calls")
                        .map("answered", "Calls")
                        .constant("handlingtime", "0")
                        .unpivot(new Unpivot("Day", "Calls", List.of(), List.of("Queue", "Time")));
        var run = CsvRun.of(source, "Queue;Time;19.11.2026;20.11.2026\nSales;08:00;3;4\n");
        assertEquals(List.of("2026-11-19T08:00:00Z", "2026-11-20T08:00:00Z"), run.times());
        assertEquals(List.of(3L, 4L), run.column("offered"));
    }

    @Test
    void aRejectNamesTheLineOfTheFile() throws Exception {
        var run =
                CsvRun.of(
                        queues(),
                        "Date;Time;Sales;Total;Care\n"
                                + "2026-11-20;08:00;3;7;x\n"
                                + "2026-11-20;08:15;3\n"
                                + "2026-11-20;08:30;1;2;1\n");
        assertEquals(
                List.of(
                        "line 2 offered holds text where a number belongs",
                        "line 3 has 3 fields where the header has 5"),
                run.rejects);
        assertEquals(3, run.rows.size());
    }

    @Test
    void aNewQueueIsNormalAndALostOneIsAsked() throws Exception {
        String first = "Date;Time;Total;Sales;Care\n2026-11-20;08:00;7;3;4\n";
        var dialect = CsvRun.of(queues(), first).dialect;
        String more = "Date;Time;Total;Sales;Care;New\n2026-11-21;08:00;9;3;4;2\n";
        String less = "Date;Time;Total;Sales\n2026-11-21;08:00;3;3\n";
        assertEquals(3, of(more, dialect).rows.size());
        var question = assertThrows(UnfitFileException.class, () -> of(less, dialect));
        assertTrue(question.getMessage().contains("\"Care\""), question.getMessage());
        assertEquals(UnfitFileException.Verdict.HELD, question.verdict());
    }

    private static CsvRun of(String text, Dialect frozen) throws Exception {
        return CsvRun.of(queues(), text.getBytes(StandardCharsets.UTF_8), Optional.of(frozen));
    }

    @Test
    void aColumnThatASettingNamesMustBeThere() {
        String text = "Date;Time;Sales;Care\n2026-11-20;08:00;3;4\n";
        var lacking = assertThrows(UnfitFileException.class, () -> CsvRun.of(queues(), text));
        assertEquals(
                "has no column \"Total\", which source.drops.csv.unpivot names: mend the setting,"
                        + " or have the column exported",
                lacking.getMessage());
        var source = wide(List.of(), "Date", "Time").only("Art", "in");
        var unknown = assertThrows(UnfitFileException.class, () -> CsvRun.of(source, text));
        assertTrue(unknown.getMessage().contains("csv.only.Art"), unknown.getMessage());
    }

    private static final String CALLS =
            "queueidentifier;queuename;timestamp;answered;CALL TYPE\n"
                    + "q;Q;2026-11-20 08:00;1;Inbound\n"
                    + "q;Q;2026-11-20 08:01;0;OUTBOUND\n"
                    + "q;Q;nonsense;0;Internal\n"
                    + "q;Q;2026-11-20 08:03;1;\n"
                    + "q;Q;2026-11-20 08:04;1;Queue\n";

    @Test
    void onlyRowsWithOneOfTheTextsCountAndOthersAreNoRejects() throws Exception {
        var run =
                CsvRun.of(CsvSourceBuilder.contacts().only("Call Type", "inbound", "queue"), CALLS);
        assertEquals(2, run.rows.size());
        assertEquals(3, run.leftOut);
        assertEquals(List.of(), run.rejects);
    }

    @Test
    void rowsWithOneOfTheTextsDoNotCount() throws Exception {
        var run =
                CsvRun.of(
                        CsvSourceBuilder.contacts().not("Call Type", "outbound", "internal", ""),
                        CALLS);
        assertEquals(2, run.rows.size());
        assertEquals(3, run.leftOut);
    }
}
