package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.config.SourceConfig.Mapping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whole files, from bytes to checked rows. */
class CsvFilesTest {
    private static final String HEADER =
            "queueidentifier,queuename,timestamp,offered,answered,handlingtime\n";
    private static final String GERMAN = "Datum;Von;Queue;Angeboten;Angenommen;Zeit\r\n";

    private static UnfitFileException unfit(CsvSourceBuilder source, String text) {
        return assertThrows(UnfitFileException.class, () -> CsvRun.of(source, text));
    }

    private static UnfitFileException unfit(CsvSourceBuilder source, String text, Dialect frozen) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return assertThrows(
                UnfitFileException.class, () -> CsvRun.of(source, bytes, Optional.of(frozen)));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theDelimiterIsTheOneUnderWhichTheNeededColumnsStand(String delimiter) throws Exception {
        String text =
                (HEADER + "1,\"A, B; C | D\",2026-11-20T08:15:00Z,3,2,60\n")
                        .replaceAll(",(?! )", delimiter.replace("|", "\\|"))
                        .replace("A" + delimiter + " B", "A, B");
        CsvRun run = CsvRun.of(CsvSourceBuilder.intervals(), text);
        assertEquals(List.of(), run.rejects);
        assertEquals(delimiter.charAt(0), run.dialect.delimiter());
        assertEquals(List.of(3L), run.column("offered"));
    }

    @Test
    void aGermanExcelExportIsReadOnceItsFormatsAreTold() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals()
                                .german()
                                .dateFormat("dd.MM.yyyy")
                                .timeFormat("HH:mm")
                                .decimal(','),
                        GERMAN + "03.11.2026;08:15;\"Straße 1\";1.018;17;3456,25\r\n");
        assertEquals(List.of("2026-11-03T07:15:00Z"), run.times());
        assertEquals(List.of("Straße 1"), run.column("queuename"));
        assertEquals(List.of(1_018L), run.column("offered"));
        assertEquals(List.of(3_456_250L), run.column("handlingtime"));
    }

    @Test
    void theOrderOfDatesIsProvenByTheWholeFile() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals().german(),
                        GERMAN
                                + "03.11.2026;08:15;Q;1;1;60\r\n".repeat(1)
                                + "13.11.2026;08:15;Q;1;1;60\r\n");
        assertEquals(List.of("2026-11-03T07:15:00Z", "2026-11-13T07:15:00Z"), run.times());
        assertEquals(Optional.of(DateOrder.DAY_FIRST), run.dialect.order());
    }

    @Test
    void twoReadingsThatBothFitAreNeverGuessed() {
        var held =
                unfit(
                        CsvSourceBuilder.intervals().german(),
                        GERMAN + "01/02/2024;08:15;Q;1;1;60\r\n12/11/2024;08:15;Q;1;1;60\r\n");
        assertEquals(UnfitFileException.Verdict.HELD, held.verdict());
        assertEquals(
                "the order of day and month is not clear: every date from line 2 on fits more than"
                        + " one. Add one of these lines:  source.drops.csv.date-format = dd/MM/yyyy"
                        + "  or  source.drops.csv.date-format = MM/dd/yyyy",
                held.getMessage());
    }

    @Test
    void theLineThatIsOfferedAnswersTheQuestion() throws Exception {
        String text = HEADER + "1,A,1/2/2024 8:15,3,2,60\n";
        assertTrue(unfit(CsvSourceBuilder.intervals(), text).getMessage().contains("= d/M/yyyy"));
        CsvRun run = CsvRun.of(CsvSourceBuilder.intervals().dateFormat("d/M/yyyy"), text);
        assertEquals(List.of("2024-02-01T07:15:00Z"), run.times());
    }

    @Test
    void datesOfTwoOrdersInOneFileAreHeld() {
        var held =
                unfit(
                        CsvSourceBuilder.intervals(),
                        HEADER + "1,A,13/2/2024 8:15,3,2,60\n1,A,2/13/2024 8:15,3,2,60\n");
        assertTrue(
                held.getMessage().startsWith("the order of day and month changes in line 3. Add"));
    }

    @Test
    void aDecimalSignThatIsNotClearIsHeldAndAClearOneIsFound() throws Exception {
        String row = "1,A,2026-11-20T08:15:00Z,3,2,%s\n";
        var held = unfit(CsvSourceBuilder.intervals(), HEADER + row.formatted("1.234"));
        assertEquals(
                "the decimal sign is not clear: numbers like the one in line 2 fit both. Add one of"
                        + " these lines:  source.drops.csv.decimal = .  or  source.drops.csv.decimal"
                        + " = ,",
                held.getMessage());
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals(),
                        HEADER + row.formatted("1.234") + row.formatted("\"12,5\""));
        assertEquals(Optional.of(','), run.dialect.decimal());
        assertEquals(List.of(1_234_000L, 12_500L), run.column("handlingtime"));
    }

    @Test
    void sepLinesAndSkippedLinesStandBeforeTheHeader() throws Exception {
        String row = "1,A,2026-11-20T08:15:00Z,3,2,60\n";
        assertEquals(
                1, CsvRun.of(CsvSourceBuilder.intervals(), "sep=,\n" + HEADER + row).rows.size());
        CsvRun skipped =
                CsvRun.of(
                        CsvSourceBuilder.intervals().skipLines(2),
                        "Report \"daily\nof, the; day\n" + HEADER + "x" + row);
        assertEquals(List.of("x1"), skipped.column("queueidentifier"));
        CsvRun numbered =
                CsvRun.of(
                        CsvSourceBuilder.intervals().header(3).skipContaining("Total"),
                        "Report\n\n" + HEADER + row + "Total,,,3,2,60\n");
        assertEquals(1, numbered.rows.size());
        assertEquals(List.of(), numbered.rejects);
    }

    @Test
    void withoutAHeaderColumnsHaveLetters() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.agentStatus()
                                .header(0)
                                .map("agentidentifier", "B")
                                .map("activity", "D")
                                .map("starttime", "A")
                                .map("endtime", "C"),
                        "2026-11-20T08:00Z;bob;2026-11-20T08:15Z;Break\n"
                                + "2026-11-20T08:15Z;bob;;Ready\n");
        assertEquals(List.of("Break", "Ready"), run.column("activity"));
        assertEquals(Arrays.asList(1_795_162_500_000_000L, null), run.column("endtime"));
    }

    @Test
    void aFileWithoutHeaderIsRefusedWithTheLinesToPasteAndWithoutItsValues() {
        var refused =
                unfit(CsvSourceBuilder.contacts(), "+49 171 1234567;Sales;2026-11-20T08:00Z;1\n");
        assertEquals(UnfitFileException.Verdict.REFUSED, refused.verdict());
        assertEquals(
                "holds data where the names of the columns belong. If it has no header, add: "
                        + " source.drops.csv.header = none  and give each column its letter, as in "
                        + " source.drops.map.queueidentifier = A",
                refused.getMessage());
    }

    @Test
    void aMissingRequiredColumnIsNamed() {
        var shape =
                assertThrows(
                        ShapeException.class,
                        () ->
                                CsvRun.of(
                                        CsvSourceBuilder.intervals(),
                                        "queueidentifier;queuename;timestamp;offered;handlingtime\n"));
        assertTrue(shape.getMessage().contains("answered"), shape.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PK\3\4......", "%PDF-1.7", "a,b\n\0\0\0", "\1\2\3\4", "", "\n\n"})
    void rubbishIsRefusedWithAReason(String text) {
        var refused = unfit(CsvSourceBuilder.intervals(), text);
        assertEquals(UnfitFileException.Verdict.REFUSED, refused.verdict());
    }

    @Test
    void randomBytesAreRefused() {
        byte[] bytes = new byte[10_000];
        new java.util.Random(1).nextBytes(bytes);
        assertThrows(
                UnfitFileException.class,
                () -> CsvRun.of(CsvSourceBuilder.intervals(), bytes, Optional.empty()));
    }

    @Test
    void badRowsAreRejectedWithLineColumnAndReasonAndTheOthersAreRead() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals(),
                        HEADER.replace("\n", ",channel\n")
                                + "1,A,2026-11-20 08:15,3,2,60,calls\n"
                                + "1,A,2026-11-20 08:30,three,2,60,calls\n"
                                + "1,A,2026-11-20 08:45,-1,2,60,calls\n"
                                + "1,A,2026-11-20 09:00,3,2,60,pigeons\n"
                                + "1,A,2026-03-29 02:15,3,2,60,calls\n"
                                + "1,A,2026-11-20 09:15,3,2,60\n"
                                + "1,A,,3,2,60,calls\n"
                                + "1,A,2026-11-20 09:17,3,2,60,calls\n"
                                + "1,A,2026-11-20 09:30,3,2,\"60,calls\n"
                                + "1,A,2026-11-20 09:45,3,2,60,calls\n");
        assertEquals(2, run.rows.size());
        List<String> expected =
                List.of(
                        "line 3 offered holds text where a number belongs",
                        "line 4 offered is below zero",
                        "line 5 channel is no channel",
                        "line 6 timestamp does not exist on that clock",
                        "line 7 has 6 fields where the header has 7",
                        "line 8 timestamp is missing",
                        "line 9 timestamp does not begin an interval of 15 minutes",
                        "line 10 a quote that opens here is not closed");
        assertEquals(expected.size(), run.rejects.size(), run.rejects.toString());
        for (int i = 0; i < expected.size(); i++) {
            String reject = run.rejects.get(i);
            assertTrue(reject.startsWith(expected.get(i)), reject);
        }
    }

    @Test
    void averagesAreMultipliedAndLengthsOfTimeAreRead() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals(),
                        HEADER.replace("handlingtime", "aht")
                                + "1,A,2026-11-20T08:15:00Z,3,2,1:30.25\n"
                                + "1,A,2026-11-20T08:30:00Z,3,0,\n");
        assertEquals(List.of(180_500L, 0L), run.column("handlingtime"));
    }

    @Test
    void oneColumnMayBeReadInTwoWays() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals()
                                .map("queueidentifier", "offered")
                                .map("abandoned", new Mapping.Computed("offered", '-', "answered")),
                        "queuename,timestamp,offered,answered,handlingtime\n"
                                + "A,2026-11-20T08:15:00Z,\"1,018\",17,60.5\n"
                                + "B,2026-11-20T08:15:00Z,007,7,0\n");
        assertEquals(List.of("1,018", "007"), run.column("queueidentifier"));
        assertEquals(List.of(1_018L, 7L), run.column("offered"));
        assertEquals(List.of(1_001L, 0L), run.column("abandoned"));
    }

    @Test
    void theSecondPassOfARepeatedHourFollowsTheOrderOfTheFile() throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals().german().dateFormat("dd.MM.yyyy"),
                        GERMAN
                                + "25.10.2026;02:30;Q;1;1;60\n25.10.2026;02:45;Q;2;1;60\n"
                                + "25.10.2026;02:00;Q;3;1;60\n25.10.2026;02:15;Q;4;1;60\n");
        assertEquals(
                List.of(
                        "2026-10-25T00:30:00Z",
                        "2026-10-25T00:45:00Z",
                        "2026-10-25T01:00:00Z",
                        "2026-10-25T01:15:00Z"),
                run.times());
    }

    @Test
    void whatTheFirstFileToldIsKeptForTheNext() throws Exception {
        String first = GERMAN + "13.11.2026;08:15;Q;1;1;1.234,5\r\n";
        Dialect frozen = CsvRun.of(CsvSourceBuilder.intervals().german(), first).dialect;
        frozen = Dialect.fromBytes(frozen.toBytes());
        String next = GERMAN + "03.11.2026;08:15;Q;1;1;1.234\r\n";
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals().german(),
                        next.getBytes(StandardCharsets.UTF_8),
                        Optional.of(frozen));
        assertEquals(List.of("2026-11-03T07:15:00Z"), run.times());
        assertEquals(List.of(1_234_000L), run.column("handlingtime"));
    }

    @Test
    void aLaterFileThatIsWrittenOtherwiseIsHeldWithTheDifference() throws Exception {
        var source = CsvSourceBuilder.intervals().german().dateFormat("dd.MM.yyyy");
        Dialect frozen = CsvRun.of(source, GERMAN + "03.11.2026;08:15;Q;1;1;60\r\n").dialect;
        var comma = unfit(source, GERMAN.replace(';', ','), frozen);
        assertEquals(UnfitFileException.Verdict.HELD, comma.verdict());
        assertEquals(
                "columns were divided by ; so far, in this file by ,; accept it if that is right for"
                        + " this file alone; if it is to stay so, add:  source.drops.csv.delimiter = ,",
                comma.getMessage());
        var renamed = unfit(source, GERMAN.replace("Zeit", "Dauer"), frozen);
        assertEquals(
                "the column \"Zeit\" of the files before is not in this one; drop a mended file, or map"
                        + " the columns anew (map.<column>)",
                renamed.getMessage());
        assertEquals(
                UnfitFileException.Verdict.REFUSED, renamed.verdict(), "no yes makes it readable");
    }

    @Test
    void aLaterFileThatLacksAColumnWhichIsNotNeededIsHeld() throws Exception {
        var source = CsvSourceBuilder.intervals();
        Dialect frozen = CsvRun.of(source, HEADER.replace("\n", ",talktime\n")).dialect;
        var lacking = unfit(source, HEADER, frozen);
        assertEquals(UnfitFileException.Verdict.HELD, lacking.verdict());
        assertEquals(
                "the column \"talktime\" of the files before is not in this one; accept it if that is"
                        + " to stay so",
                lacking.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, UTF-8, true",
        "windows-1252, windows-1252, false",
        "ISO-8859-15, UTF-8, true",
        "UTF-8, UTF-8, false"
    })
    void utf8ThatIsReadInAOneByteEncodingIsNoticed(String configured, String written, boolean seen)
            throws Exception {
        String text = HEADER + "1,St\u00f6rung,2026-11-20T08:00:00Z,3,3,60\n";
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals().encoding(configured),
                        text.getBytes(written),
                        Optional.empty());
        assertEquals(seen, run.utf8);
    }

    @Test
    void anExtraColumnIsNoDifferenceAndTheOrderOfColumnsIsFree() throws Exception {
        var source = CsvSourceBuilder.intervals();
        Dialect frozen = CsvRun.of(source, HEADER).dialect;
        String text =
                "new,handlingtime,answered,offered,timestamp,queuename,queueidentifier\n"
                        + "x,60,2,3,2026-11-20T08:15:00Z,A,1\n";
        CsvRun run = CsvRun.of(source, text.getBytes(StandardCharsets.UTF_8), Optional.of(frozen));
        assertEquals(List.of(60_000L), run.column("handlingtime"));
    }
}
