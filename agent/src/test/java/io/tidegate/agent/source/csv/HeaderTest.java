package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.ShapeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Where the names of columns stand, and how fields are divided and quoted. */
class HeaderTest {
    private static final String HEADER =
            "queueidentifier,queuename,timestamp,offered,answered,handlingtime\n";
    private static final String ROW = "1,A,2026-11-20T08:15:00Z,3,2,60\n";

    private static CsvRun run(String text) throws Exception {
        return CsvRun.of(CsvSourceBuilder.intervals(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Report of the day\n",
                "\n\n\n",
                "Agent report; by group\nCreated: 20.11.2026 08:15\n\n",
                "Key,Value\nZone,Berlin\nPeriod,\"1/1\n2/1\"\n,,,,,\n",
                "say \"hello\n\"open\n",
                "sep=,\n",
                "\uFEFF",
                "a\tb\tc\td\te\tf\tg\n1;2;3;4;5;6;7;8;9\n"
            })
    void theHeaderIsFoundBelowWhateverStandsAboveIt(String above) throws Exception {
        CsvRun run = run(above + HEADER + ROW);
        assertEquals(List.of(3L), run.column("offered"));
        assertEquals(List.of(), run.rejects);
    }

    @Test
    void theHeaderIsLookedForIn200Lines() throws Exception {
        assertEquals(1, run("key: value\n".repeat(199) + HEADER + ROW).rows.size());
        assertThrows(ShapeException.class, () -> run("key: value\n".repeat(200) + HEADER + ROW));
    }

    @Test
    void theDelimiterOfTheBannerSaysNothing() throws Exception {
        CsvRun run = run("a;b;c\nd;e;f\n".repeat(20) + HEADER + ROW);
        assertEquals(',', run.dialect.delimiter());
        assertEquals(40, run.dialect.skip());
    }

    @Test
    void theLikeliestHeaderIsNamedWhereAColumnIsLacking() {
        var shape =
                assertThrows(
                        ShapeException.class,
                        () ->
                                run(
                                        "Report,of,the day\n\n"
                                                + HEADER.replace("offered", "Calls Offered")
                                                + ROW));
        assertTrue(shape.getMessage().contains("no column offered"), shape.getMessage());
        assertTrue(shape.getMessage().contains("source.drops.map.offered"), shape.getMessage());
        assertTrue(shape.getMessage().contains("Calls Offered"), shape.getMessage());
    }

    @Test
    void namesAreFreedOfBlanksMarksAndLineEnds() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals().map("offered", "Calls Offered"),
                        "\uFEFF\"queueidentifier\",\u00A0queuename , timestamp\t,\"Calls\r\n"
                                + " Offered\",\"answered \",handlingtime\n"
                                + ROW);
        assertEquals(List.of(3L), run.column("offered"));
    }

    @Test
    void aNameThatTwoColumnsHaveIsRefusedOnlyIfItIsUsed() throws Exception {
        String twice = HEADER.replace("\n", ",note,note\n") + ROW.replace("\n", ",x,y\n");
        assertEquals(1, run(twice).rows.size());
        var refused =
                assertThrows(
                        UnfitFileException.class,
                        () -> run(HEADER.replace("\n", ",offered\n") + ROW.replace("\n", ",4\n")));
        assertTrue(
                refused.getMessage().startsWith("columns 4 and 7 are both named \"offered\""),
                refused.getMessage());
    }

    @Test
    void aTrailingDelimiterInEveryRowIsNoField() throws Exception {
        String rows = (ROW + ROW.replace("08:15", "08:30")).replace("\n", ",\n");
        CsvRun run = run(HEADER + rows);
        assertEquals(List.of(3L, 3L), run.column("offered"));
        assertEquals(1, run.dialect.habits().spare());
        assertEquals(2, run(HEADER.replace("\n", ",\n") + rows).rows.size());
    }

    @Test
    void aTrailingDelimiterInSomeRowsIsAReject() throws Exception {
        CsvRun run = run(HEADER + ROW + ROW.replace("\n", ",\n") + ROW);
        assertEquals(List.of("line 3 has 7 fields where the header has 6"), run.rejects);
        CsvRun less = run(HEADER + (ROW + ROW).replace("\n", ",\n").repeat(9_000) + ROW);
        assertEquals(List.of("line 18002 has 6 fields where the other lines have 7"), less.rejects);
    }

    @Test
    void fieldsThatNothingUsesMayBeLackingAtTheEndOfALine() throws Exception {
        String header = HEADER.replace("\n", ",note,remark\n");
        CsvRun run = run(header + ROW + ROW.replace("\n", ",x\n") + ROW.replace(",60", ""));
        assertEquals(2, run.rows.size());
        assertEquals(List.of("line 4 has 5 fields where the header has 8"), run.rejects);
        CsvRun cut = run(header + ROW + ROW.strip());
        assertEquals(
                List.of("line 3 has 6 fields where the header has 8"),
                cut.rejects,
                "a line without end may be cut in the middle of its last number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\""})
    void theQuoteIsFound(String quote) throws Exception {
        String text = (HEADER + ROW).replaceAll("([^,\n]+)", quote + "$1" + quote);
        CsvRun run = run(text.replace(quote + "A", quote + "A, B"));
        assertEquals(List.of("A, B"), run.column("queuename"));
        CsvRun plain = run(HEADER + ROW.replace("A", quote + "A, B" + quote));
        assertEquals(List.of("A, B"), plain.column("queuename"));
    }

    @Test
    void anApostropheIsNoQuote() throws Exception {
        CsvRun run = run(HEADER + ROW.replace("A", "'t Hooft").replace("1,", "'00123,"));
        assertEquals(List.of("'t Hooft"), run.column("queuename"));
    }

    @Test
    void escapedQuotesAreFoundAndOtherBackslashesLeftAsTheyAre() throws Exception {
        CsvRun run = run(HEADER + ROW.replace("A", "\"say \\\"hi\\\", B\""));
        assertEquals(List.of("say \"hi\", B"), run.column("queuename"));
        CsvRun path = run(HEADER + ROW.replace("A", "\"C:\\\""));
        assertEquals(List.of("C:\\"), path.column("queuename"));
    }

    @Test
    void textsThatAreWrittenAsFormulasAreTexts() throws Exception {
        CsvRun run =
                run(
                        HEADER
                                + "=\"00123\",\"=\"\"007\"\"\",2026-11-20T08:15:00Z,=\"3\",2,=60\n"
                                        .replace("=60", "60"));
        assertEquals(List.of("00123"), run.column("queueidentifier"));
        assertEquals(List.of("007"), run.column("queuename"));
        assertEquals(List.of(3L), run.column("offered"));
    }

    @Test
    void lineEndsMayBeMixedAndBeCarriageReturnsAlone() throws Exception {
        String rows = ROW.repeat(12_000);
        assertEquals(12_000, run((HEADER + rows).replace('\n', '\r')).rows.size());
        assertEquals(
                3,
                run(HEADER + ROW.replace("\n", "\r") + ROW.replace("\n", "\r\n") + ROW)
                        .rows
                        .size());
    }

    @Test
    void aNulByteInALineIsARejectOfThatLine() throws Exception {
        CsvRun run = run(HEADER + ROW + ROW.replace("A", "A\0B") + ROW.repeat(10));
        assertEquals(List.of("line 3 holds a NUL byte"), run.rejects);
        assertEquals(11, run.rows.size());
    }

    @Test
    void anEscapeThatTheFilesBeforeHadIsKept() throws Exception {
        Dialect first = run(HEADER + ROW.replace("A", "\"say \\\"hi\\\", B\"")).dialect;
        Dialect next =
                CsvRun.of(
                                CsvSourceBuilder.intervals(),
                                (HEADER + ROW).getBytes(StandardCharsets.UTF_8),
                                Optional.of(first))
                        .dialect;
        assertEquals('\\', next.keeping(first).habits().escape());
    }
}
