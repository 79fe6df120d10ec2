package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a file shows of itself. */
class SurveyTest {
    /** Files of the suites that nothing can be read from, and a word of the answer. */
    private static final Map<String, String> NOTHING =
            Map.of(
                    "csvkit/empty.csv", "no line that can be read as columns",
                    "univocity/test.csv", "a quote left open",
                    "csvkit/null_byte.csv", "NUL",
                    "commons-csv/CSV-290/psql.csv", "control character",
                    "csvkit/test_header_newline.csv", "control character");

    /** Files whose first record is data, by their name or their suite's tests. */
    private static final Set<String> NAMELESS =
            Set.of(
                    "csvkit/no_header_row.csv",
                    "csvkit/no_header_row2.csv",
                    "csvkit/no_header_row3.csv",
                    "commons-csv/CSV-141/csv-141.csv",
                    "commons-csv/CSV-254/csv-254.csv");

    @TempDir Path folder;

    private static Surveyed suite(String name) throws IOException, UnfitFileException {
        return new Survey(Suites.ROOT.resolve(name), _ -> false).look();
    }

    private Surveyed look(String text) throws IOException, UnfitFileException {
        return look(text, "UTF-8");
    }

    private Surveyed look(String text, String charset) throws IOException, UnfitFileException {
        Path file = folder.resolve("file.csv");
        Files.write(file, text.getBytes(Charset.forName(charset)));
        return new Survey(file, Set.of("calls", "queue", "date")::contains).look();
    }

    @Test
    void everyFileOfTheSuitesIsUnderstoodOrRefusedWithAReason() throws Exception {
        var wrong = new TreeMap<String, String>();
        for (String name : Suites.all().toList()) {
            try {
                check(name, suite(name), wrong);
            } catch (UnfitFileException e) {
                if (!e.getMessage().contains(NOTHING.getOrDefault(name, "no such file"))) {
                    wrong.put(name, e.getMessage());
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    private static void check(String name, Surveyed found, Map<String, String> wrong) {
        if (NOTHING.containsKey(name)) {
            wrong.put(name, "was read");
        }
        if (found.columns().size() > 1 && found.delimiter() != Suites.way(name).delimiter()) {
            wrong.put(name, "delimiter " + found.delimiter());
        }
        if (NAMELESS.contains(name) != (found.header() == 0)) {
            wrong.put(name, "header " + found.header() + " " + found.columns());
        }
        if (found.quote() != '"') {
            wrong.put(name, "quote");
        }
    }

    @Test
    void encodingsOfTheSuitesAreFound() throws Exception {
        assertEquals("UTF-16BE", suite("csvkit/test_utf16_big.csv").text().encoding());
        assertEquals("UTF-16LE", suite("csvkit/test_utf16_little.csv").text().encoding());
        assertEquals("UTF-8", suite("csvkit/test_utf8.csv").text().encoding());
        assertTrue(suite("csvkit/test_utf8_bom.csv").text().marked());
        assertEquals("windows-1252", suite("csvkit/test_latin1.csv").text().encoding());
        assertFalse(suite("csvkit/test_latin1.csv").text().proven());
    }

    @Test
    void theLineThatNamesTheColumnsIsFoundBelowABanner() throws Exception {
        Surveyed found = look("Report;x\n\nfrom;to\n\nqueue;calls;date\na;1;2\nb;2;3\n");
        assertEquals(5, found.header());
        assertEquals(List.of("queue", "calls", "date"), found.columns());
        assertEquals(2, found.rows());
        assertEquals(4, suite("csvkit/test_skip_lines.csv").header());
    }

    @Test
    void aLineThatTellsTheDelimiterIsBelieved() throws Exception {
        Surveyed found = look("sep=|\r\na,b|c,d\r\n1,2|3,4\r\n");
        assertEquals('|', found.delimiter());
        assertEquals(2, found.header());
        assertTrue(found.separatorLine());
    }

    @Test
    void decimalCommasAreNoDelimiterBesideSemicolons() throws Exception {
        assertEquals(';', look("a;b;c\n1,5;2,5;3,5\n1,6;2,6;3,6\n").delimiter());
    }

    @Test
    void twoDelimitersThatFitEquallyAreBothTold() throws Exception {
        assertEquals(2, look("1,5;2,5\n1,6;2,6\n").delimiters().size());
    }

    @Test
    void apostrophesAroundFieldsAreAQuote() throws Exception {
        assertEquals('\'', look("a,b\n'x, y','1'\n'z, y','2'\n").quote());
    }

    @Test
    void totalsAreCountedApartAndTheirWordToldIfItStandsInThemAlone() throws Exception {
        var found = look("queue,calls,date\na,1,5\nb,2,5\nTotal,3,5\n");
        assertEquals(2, found.rows());
        assertTrue(found.totals().orElseThrow().alone());
        var beside = look("queue,calls,Total time\na,1,5\nTotal,3,5\n");
        assertFalse(beside.totals().orElseThrow().alone());
    }

    @Test
    void utf16WithoutAMarkIsTold() throws Exception {
        assertEquals("UTF-16LE", look("a,b\n1,2\n3,4\n", "UTF-16LE").text().encoding());
        assertEquals("UTF-16BE", look("a,b\n1,2\n3,4\n", "UTF-16BE").text().encoding());
    }

    @Test
    void datesTellInHowManyOrdersTheyFit() throws Exception {
        ColumnTally tally = look("d,x\n13/02/2024,1\n01/02/2024,2\n").tallies().getFirst();
        assertEquals(1, tally.datesOnly(DateOrder.DAY_FIRST));
        assertEquals(1, tally.datesInMany());
        assertEquals(Set.of(DateOrder.DAY_FIRST), tally.orders());
    }

    @Test
    void onlySoMuchOfALargeFileIsLookedAt() throws Exception {
        Path file = folder.resolve("large.csv");
        Files.writeString(file, "a,b\n" + "1,2\n".repeat(1_000));
        Surveyed found = new Survey(file, _ -> false, 400).look();
        assertFalse(found.whole());
        assertEquals(99, found.rows());
    }

    @Test
    void whatIsNoTextIsRefusedWithWhatItIs() {
        var refused = assertThrows(UnfitFileException.class, () -> look("PK\3\4 and more"));
        assertTrue(refused.getMessage().contains("zip"), refused.getMessage());
    }
}
