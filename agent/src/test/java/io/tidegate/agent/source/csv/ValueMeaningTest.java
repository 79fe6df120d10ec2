package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.CsvValues.LengthUnit;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Mapping.Term;
import io.tidegate.config.ValueTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What whole files with odd values become: rows, rejects, or a question. */
class ValueMeaningTest {
    private static final String HEAD =
            "queueidentifier;queuename;timestamp;offered;answered;handlingtime;talktime\n";

    private static CsvSourceBuilder intervals() {
        return CsvSourceBuilder.intervals().decimal(',');
    }

    private static String line(String rest) {
        return "q;Q;2026-11-20 08:00;" + rest + "\n";
    }

    private static CsvRun read(CsvSourceBuilder source, String... rests) throws Exception {
        var text = new StringBuilder(HEAD);
        for (String rest : rests) {
            text.append(line(rest));
        }
        return CsvRun.of(source, text.toString());
    }

    private static Mapping computed(String left, char sign, String right) {
        return new Mapping.Computed(left, sign, right);
    }

    private static CsvRun shares(String percent, int answered) throws Exception {
        return CsvRun.of(
                intervals().map("answeredinservicelevel", computed("SL %", '*', "answered")),
                "queueidentifier;queuename;timestamp;offered;answered;handlingtime;SL %\n"
                        + line("500;" + answered + ";9000;" + percent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "-", "--", "n/a", "N/A", "#N/A", "NULL", "null", "#DIV/0!"})
    void whatStandsForNoValueIsNullAndNeverZero(String text) throws Exception {
        var run = read(intervals(), "5;4;100;" + text);
        assertEquals(Arrays.asList((Object) null), run.column("talktime"));
        assertEquals(List.of(), run.rejects);
    }

    @Test
    void aRequiredColumnWithoutValueIsARejectInWhateverWayItIsWritten() throws Exception {
        var run = read(intervals(), "-;4;100;1", "5;n/a;100;1", "5;4;;1");
        assertEquals(
                List.of(
                        "line 2 offered is missing",
                        "line 3 answered is missing",
                        "line 4 handlingtime is missing"),
                run.rejects.stream().map(r -> r.replaceAll("missing.*", "missing")).toList());
    }

    @Test
    void theTextsForNoValueAreTheSettings() throws Exception {
        var run = read(intervals().nulls("leer"), "5;4;100;Leer", "5;4;100;-");
        assertEquals(Arrays.asList((Object) null), run.column("talktime"));
        assertEquals(1, run.rejects.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,0423611|DAYS|3660000",
                "0,000694444|DAYS|60000",
                "0,042361111111111113|DAYS|3660000",
                "0,25|HOURS|900000",
                "1,333333333|MINUTES|80000",
                "1,5|MINUTES|90000",
                "1500|MILLISECONDS|1500",
                "12,3456|SECONDS|12346",
                "0:15|H_MM|900000",
                "1:02:03|H_MM|3723000",
                "0|H_MM|0",
                "12 min|HOURS|720000",
                "1:30|DAYS|90000"
            })
    void aLengthOfTimeCountsInTheUnitThatIsSet(String text, LengthUnit unit, long millis)
            throws Exception {
        var run = read(intervals().duration("talktime", unit), "5;4;100;" + text);
        assertEquals(List.of(millis), run.column("talktime"));
        assertEquals(List.of(100_000L), run.column("handlingtime"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,5 h|1800000",
                "12 min|720000",
                "30s|30000",
                "1h 5m|3900000",
                "1 Std. 5 Min. 3 Sek.|3903000",
                "250 ms|250",
                "1 day, 2:03:04|93784000",
                "1.02:03:04|93784000",
                "2 days|172800000",
                ":23|23000",
                "75:10|4510000"
            })
    void aWrittenUnitSaysItself(String text, long millis) throws Exception {
        assertEquals(List.of(millis), read(intervals(), "5;4;100;" + text).column("talktime"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5m 1h",
                "1h 1h",
                "1 week",
                "1.30:00:00",
                "1.02:03",
                "h",
                "94%",
                "1 day, 99"
            })
    void aLengthOfTimeThatMayBeSomethingElseIsAReject(String text) throws Exception {
        assertEquals(1, read(intervals(), "5;4;100;" + text).rejects.size());
    }

    @Test
    void fractionsThatAreTooSmallForSecondsAreAskedAbout() {
        var question =
                assertThrows(
                        UnfitFileException.class,
                        () -> read(intervals(), "5;4;0,35;100", "5;4;1,25;100", "0;0;0;0"));
        assertEquals(UnfitFileException.Verdict.HELD, question.verdict());
        assertTrue(UnfitFileException.asksForALine(question.getMessage()));
        assertTrue(
                question.getMessage().contains("source.drops.csv.duration.handlingtime = hours"),
                question.getMessage());
    }

    @Test
    void oneNumberThatCanOnlyBeSecondsAnswersForItsColumn() throws Exception {
        assertEquals(2, read(intervals(), "5;4;0,35;0,5", "5;4;100;1,5").rows.size());
    }

    @Test
    void averagesInMinutesBecomeTotalsInSeconds() throws Exception {
        var source =
                intervals()
                        .duration("handlingtime", LengthUnit.MINUTES)
                        .map("handlingtime", computed("answered", '*', "aht"));
        var run =
                CsvRun.of(
                        source,
                        "queueidentifier;queuename;timestamp;offered;answered;aht\n"
                                + line("5;4;1,5"));
        assertEquals(List.of(360_000L), run.column("handlingtime"));
    }

    @Test
    void partsOfTheHandlingTimeAreAddedUpAndWithoutOneThereIsNone() throws Exception {
        var sum =
                new Term.Operation(
                        new Term.Operation(new Term.Name("talk"), '+', new Term.Name("hold")),
                        '+',
                        new Term.Name("wrap"));
        var run =
                CsvRun.of(
                        intervals().map("handlingtime", new Mapping.Formula(sum)),
                        "queueidentifier;queuename;timestamp;offered;answered;talk;hold;wrap\n"
                                + line("5;4;1:00;30;0:00:10")
                                + line("5;4;1:00;-;0:00:10"));
        assertEquals(List.of(100_000L), run.column("handlingtime"));
        assertEquals(1, run.rejects.size());
    }

    @Test
    void anAverageOfPartsIsMultipliedOnce() throws Exception {
        var formula =
                new Term.Operation(
                        new Term.Operation(new Term.Name("talk"), '+', new Term.Name("wrap")),
                        '*',
                        new Term.Name("answered"));
        var run =
                CsvRun.of(
                        intervals().map("handlingtime", new Mapping.Formula(formula)),
                        "queueidentifier;queuename;timestamp;offered;answered;talk;wrap\n"
                                + line("5;4;1:00;30,5"));
        assertEquals(List.of(362_000L), run.column("handlingtime"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "95,12%|41|39",
                "95,12 %|41|39",
                "95,12|41|39",
                "0%|41|0",
                "100,00%|41|41",
                "-|0|0"
            })
    void aPercentageOfACountIsTheCountThatWasMeant(String percent, int answered, long count)
            throws Exception {
        assertEquals(List.of(count), shares(percent, answered).column("answeredinservicelevel"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"94,01%|41|no whole number", "99%|300|several", "80%|250|several"})
    void aPercentageThatDoesNotTellTheCountIsAReject(String percent, int answered, String reason)
            throws Exception {
        var run = shares(percent, answered);
        assertTrue(run.rejects.getFirst().contains(reason), run.rejects.toString());
    }

    @Test
    void everyShareWithEnoughDecimalsGivesItsCountBack() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            int all = 1 + random.nextInt(900);
            int part = random.nextInt(all + 1);
            var points =
                    new BigDecimal(part * 100L)
                            .divide(new BigDecimal(all), 2, RoundingMode.HALF_UP);
            String text = points.toString().replace('.', ',') + "%";
            assertEquals(
                    List.of((long) part), shares(text, all).column("answeredinservicelevel"), text);
        }
    }

    @Test
    void aPercentageIsNoCountAndNoLengthOfTime() throws Exception {
        var run = read(intervals(), "94,01%;4;100;1", "5;4;50%;1");
        assertEquals(2, run.rejects.size());
        assertTrue(run.rejects.get(0).startsWith("line 2 offered is a percentage"));
        assertTrue(run.rejects.get(1).startsWith("line 3 handlingtime is a percentage"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12,00|12",
                "12,0|12",
                "+5|5",
                "1.234|1234",
                "1'234|1234",
                "1\u00A0234|1234",
                "1\u202F234|1234"
            })
    void aCountMayBeWrittenAsReportsDo(String text, long count) throws Exception {
        assertEquals(List.of(count), read(intervals(), text + ";4;100;1").column("offered"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12,5", "(12)", "-1", "6,02701E+11", "1 2", "€ 5", "(x)", "%"})
    void whatIsNoCountIsAReject(String text) throws Exception {
        assertEquals(1, read(intervals(), text + ";4;100;1").rejects.size());
    }

    @Test
    void aTableSaysWhatTheFilesTextsStandFor() throws Exception {
        var words = new TreeMap<String, String>();
        words.put("lost", "0");
        var table = new ValueTable(words, Optional.of("0"), Optional.of("1"));
        var run =
                CsvRun.of(
                        CsvSourceBuilder.contacts()
                                .map("answered", "AGENT")
                                .table("answered", table),
                        "queueidentifier;queuename;timestamp;AGENT\n"
                                + "q;Q;2026-11-20 08:00;anna\n"
                                + "q;Q;2026-11-20 08:01;\n"
                                + "q;Q;2026-11-20 08:02;n/a\n"
                                + "q;Q;2026-11-20 08:03;LOST\n");
        assertEquals(List.of(1L, 0L, 0L, 0L), run.column("answered"));
    }
}
