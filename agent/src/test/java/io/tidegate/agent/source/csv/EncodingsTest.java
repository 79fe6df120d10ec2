package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/** In which encoding a file is, and what follows where that is not clear. */
class EncodingsTest {
    private static final String HEADER =
            "queueidentifier,queuename,timestamp,offered,answered,handlingtime,comment\n";

    private static String row(String queue, String comment) {
        return "1," + queue + ",2026-11-20T08:15:00Z,3,2,60," + comment + "\n";
    }

    private static CsvRun run(String charset, String text) throws Exception {
        return run(charset, text, Optional.empty());
    }

    private static CsvRun run(String charset, String text, Optional<Dialect> frozen)
            throws Exception {
        return CsvRun.of(
                CsvSourceBuilder.intervals(), text.getBytes(Charset.forName(charset)), frozen);
    }

    private static UnfitFileException unfit(String charset, String text, Optional<Dialect> frozen) {
        return assertThrows(UnfitFileException.class, () -> run(charset, text, frozen));
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, Störung, windows-1252",
        "windows-1252, Aufträge für Ärzte, windows-1252",
        "windows-1252, Straße – außen, windows-1252",
        "ISO-8859-1, Störung, windows-1252",
        "KOI8-R, Служба поддержки клиентов, KOI8-R",
        "IBM850, Aufträge für Ärzte, IBM850",
        "UTF-8, Störung, UTF-8",
        "UTF-16LE, Störung, UTF-16LE",
        "UTF-16BE, Störung, UTF-16BE",
        "UTF-32LE, Störung, UTF-32LE",
        "UTF-32BE, Störung, UTF-32BE",
    })
    void theEncodingIsProvenByTheLetters(String written, String queue, String read)
            throws Exception {
        CsvRun run = run(written, HEADER + row(queue, "") + row("Sales", ""));
        assertEquals(List.of(queue, "Sales"), run.column("queuename"));
        assertEquals(read, run.dialect.encoding());
        assertTrue(run.dialect.script().told());
    }

    @ParameterizedTest
    @CsvSource({
        "Shift_JIS, 'サポート窓口,ご注文の受付,技術サポート,お問い合わせ'",
        "GB18030, '销售部门,客户服务中心,技术支持热线,投诉与建议'",
        "EUC-KR, '고객 상담 센터,기술 지원 문의,주문 접수 창구,불만 접수'",
        "Big5, '客戶服務中心,技術支援熱線,銷售部門,投訴與建議'",
        "EUC-JP, 'サポート窓口,ご注文の受付,技術サポート,お問い合わせ'"
    })
    void lettersOfSeveralBytesAreReadOrAskedForNeverGarbled(String written, String queues)
            throws Exception {
        var text = new StringBuilder(HEADER);
        List<String> names = List.of(queues.split(","));
        names.forEach(queue -> text.append(row(queue, "")));
        try {
            assertEquals(names, run(written, text.toString()).column("queuename"));
        } catch (UnfitFileException e) {
            assertEquals(UnfitFileException.Verdict.HELD, e.verdict(), e.getMessage());
            assertTrue(e.getMessage().contains("csv.encoding = " + written), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, Großkundenbüro à Genève",
        "windows-1250, Zákaznická linka č. 2",
        "windows-1252, Atención al cliente en España",
        "windows-1254, İptal işlemleri",
        "windows-1251, Служба поддержки клиентов",
        "IBM850, Störung",
    })
    void whereTwoEncodingsGiveOtherLettersTheFileIsHeldWithBoth(String written, String queue) {
        var held = unfit(written, HEADER + row("Sales", "") + row(queue, ""), Optional.empty());
        assertEquals(UnfitFileException.Verdict.HELD, held.verdict(), held.getMessage());
        assertTrue(
                held.getMessage().contains("source.drops.csv.encoding = " + written),
                held.getMessage());
        assertTrue(UnfitFileException.asksForALine(held.getMessage()));
        assertFalse(held.getMessage().contains("Gen"), "no value is shown");
    }

    @Test
    void theQuestionNamesTheByteItsLineAndBothLetters() {
        var held =
                unfit(
                        "windows-1252",
                        HEADER + row("Sales", "") + row("à la carte", ""),
                        Optional.empty());
        assertTrue(
                held.getMessage()
                        .startsWith(
                                "the encoding is not clear: byte 0xE0, first in line 3, is à in"
                                        + " windows-1252 and ŕ in windows-1250. Add one of these"
                                        + " lines:  source.drops.csv.encoding = windows-1252  or"
                                        + "  source.drops.csv.encoding = windows-1250"),
                held.getMessage());
    }

    @Test
    void lettersInColumnsThatNothingUsesDoNotMatter() throws Exception {
        CsvRun run = run("windows-1250", HEADER + row("Sales", "Zákaznická č. \u017E"));
        assertEquals(List.of("Sales"), run.column("queuename"));
        assertFalse(run.dialect.script().told());
    }

    @Test
    void aFileOfAsciiTellsNothingThatALaterOneContradicts() throws Exception {
        Dialect first = run("UTF-8", HEADER + row("Sales", "")).dialect;
        assertFalse(first.script().told());
        CsvRun later = run("windows-1252", HEADER + row("Störung", ""), Optional.of(first));
        assertEquals(List.of("Störung"), later.column("queuename"));
        Dialect kept = later.dialect.keeping(first);
        assertEquals("windows-1252", kept.encoding());
        Dialect ascii = run("UTF-8", HEADER + row("Sales", ""), Optional.of(kept)).dialect;
        assertEquals("windows-1252", ascii.keeping(kept).encoding());
    }

    @Test
    void aLaterFileInAnotherEncodingIsHeldWithTheDifference() throws Exception {
        Optional<Dialect> windows =
                Optional.of(run("windows-1252", HEADER + row("Störung", "")).dialect);
        Optional<Dialect> utf8 = Optional.of(run("UTF-8", HEADER + row("Störung", "")).dialect);
        assertEquals(
                "letters beyond A to Z were written in windows-1252 so far, in this file in UTF-8;"
                        + " accept it if that is right for this file alone; if it is to stay so, add:"
                        + "  source.drops.csv.encoding = UTF-8",
                unfit("UTF-8", HEADER + row("Störung", ""), windows).getMessage());
        assertEquals(
                "letters beyond A to Z were written in UTF-8 so far, in this file in windows-1252;"
                        + " accept it if that is right for this file alone; if it is to stay so, add:"
                        + "  source.drops.csv.encoding = windows-1252",
                unfit("windows-1252", HEADER + row("Störung", ""), utf8).getMessage());
        String late = row("Sales", "").repeat(8_000) + row("Störung", "");
        assertEquals(
                UnfitFileException.Verdict.HELD, unfit("UTF-8", HEADER + late, windows).verdict());
        assertEquals(
                UnfitFileException.Verdict.HELD,
                unfit("windows-1252", HEADER + late, utf8).verdict());
    }

    @Test
    void whatTheFirstFileLeftOpenIsAskedWhenItComes() throws Exception {
        Dialect german = run("windows-1252", HEADER + row("Störung", "")).dialect;
        assertTrue(german.script().rivals().contains("windows-1250"));
        var held = unfit("windows-1250", HEADER + row("Příjem", ""), Optional.of(german));
        assertEquals(UnfitFileException.Verdict.HELD, held.verdict());
        assertTrue(held.getMessage().contains("= windows-1250"), held.getMessage());
        CsvRun same = run("windows-1252", HEADER + row("Aufträge", ""), Optional.of(german));
        assertEquals(List.of("Aufträge"), same.column("queuename"));
    }

    @Test
    void lettersBehindTheBeginningAreProvenOverTheWholeFile() throws Exception {
        String text = HEADER + row("Sales", "").repeat(8_000) + row("Störung", "");
        CsvRun run = run("windows-1252", text);
        assertEquals("Störung", run.column("queuename").getLast());
        assertEquals(8_001, run.rows.size());
        assertTrue(run("UTF-8", text).dialect.script().told());
    }

    @Test
    void aCharacterThatTheBeginningCutsIsNoFault() throws Exception {
        for (int shift = 0; shift < 3; shift++) {
            String text = HEADER + row("€".repeat(2_000), "x".repeat(shift)).repeat(60);
            assertEquals(60, run("UTF-8", text).rows.size());
        }
    }

    @Test
    void utf8WithABrokenCharacterIsNotTakenForAnotherEncoding() {
        byte[] bytes =
                (HEADER + row("Störung", "") + row("Aufträge", ""))
                        .getBytes(Charset.forName("UTF-8"));
        bytes[bytes.length - 38] = 'x';
        int broken = new String(bytes, Charset.forName("ISO-8859-1")).indexOf('\u00B6') - 1;
        bytes[broken + 1] = 'x';
        var refused =
                assertThrows(
                        UnfitFileException.class,
                        () -> CsvRun.of(CsvSourceBuilder.intervals(), bytes, Optional.empty()));
        assertEquals(UnfitFileException.Verdict.REFUSED, refused.verdict(), refused.getMessage());
        assertTrue(refused.getMessage().contains("it is not UTF-8"), refused.getMessage());
    }

    @Test
    void namesOfColumnsBeyondAsciiAreFoundInAnyEncoding() throws Exception {
        var source = CsvSourceBuilder.intervals().map("offered", "Anrufe für");
        String text = HEADER.replace("offered", "Anrufe für") + row("Sales", "");
        for (String charset : List.of("UTF-8", "windows-1252", "IBM850", "UTF-16LE")) {
            CsvRun run = CsvRun.of(source, text.getBytes(charset), Optional.empty());
            assertEquals(List.of(3L), run.column("offered"), charset);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252"})
    void aSettingDecidesAndIsNeverOverruled(String configured) throws Exception {
        CsvRun run =
                CsvRun.of(
                        CsvSourceBuilder.intervals().encoding(configured),
                        (HEADER + row("Störung", "")).getBytes(configured),
                        Optional.empty());
        assertEquals(List.of("Störung"), run.column("queuename"));
    }
}
