package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How characters become records. */
class RecordsTest {
    private static List<String> read(String text) throws Exception {
        return read(text, 7);
    }

    /** Each record as {@code line: field|field}, each fault as {@code line! reason}. */
    private static List<String> read(String text, int portion) throws Exception {
        var records = new RecordReader(portions(text, portion), ',', '"', List.of());
        List<String> seen = new ArrayList<>();
        for (var found = records.next(); found != Records.Found.END; found = records.next()) {
            seen.add(
                    found == Records.Found.FAULT
                            ? records.line() + "! " + records.fault()
                            : records.line() + ": " + String.join("|", fields(records)));
        }
        return seen;
    }

    private static List<String> fields(Records records) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < records.fields(); i++) {
            fields.add(records.text(i));
        }
        return fields;
    }

    private static CharSource portions(String text, int portion) {
        var reader = new StringReader(text);
        return (target, from, length) -> reader.read(target, from, Math.min(length, portion));
    }

    @Test
    void anyLineEndEndsARecordAndIsCountedOnce() throws Exception {
        assertEquals(
                List.of("1: a|b", "2: c|d", "3: e|f", "5: g|h"), read("a,b\r\nc,d\ne,f\r\rg,h"));
    }

    @Test
    void quotesHoldDelimitersLineEndsAndDoubledQuotes() throws Exception {
        assertEquals(
                List.of("1: a,b|c\r\nd|say \"hi\"|", "3: x|y|z|w"),
                read("\"a,b\",\"c\r\nd\",\"say \"\"hi\"\"\",\"\"\r\nx,\"y\" ,z,w\r\n"));
    }

    @Test
    void aQuoteInsideAPlainFieldIsACharacter() throws Exception {
        assertEquals(List.of("1: 5\" pipe|b"), read("5\" pipe,b\n"));
    }

    @Test
    void blankLinesAndLinesOfSeparatorsAreNoRecords() throws Exception {
        assertEquals(List.of("3: a|b"), read("\n,\na,b\n\n\n"));
    }

    @Test
    void anOpenQuoteSpoilsItsLineOnly() throws Exception {
        assertEquals(
                List.of("1: a|b", "2! a quote that opens here is not closed", "3: e|f", "4: g|h"),
                read("a,b\n\"c,d\ne,f\ng,h\n"));
    }

    @Test
    void anOpenQuoteDoesNotSwallowAMegabyteOfRecordsBehindIt() throws Exception {
        String rest = "x,y\n".repeat(300_000);
        List<String> seen = read("a,\"b\n" + rest, 10_000);
        assertEquals(300_001, seen.size());
        assertEquals("300001: x|y", seen.getLast());
    }

    @Test
    void textBehindAClosingQuoteSpoilsItsLineOnly() throws Exception {
        assertEquals(
                List.of("1! text follows a closing quote", "2: c|d"),
                read("\"say \"hi\" there\",b\nc,d\n"));
    }

    @Test
    void aFieldLongerThanItMayBeIsARejectAndTheNextLineIsRead() throws Exception {
        String most = "x".repeat(RecordReader.MAX_FIELD);
        assertEquals(
                List.of("1: " + most, "2! a field is longer than 65536 characters", "3: b"),
                read(most + "\n" + most + "x\nb\n", 10_000));
    }

    @Test
    void aLineLongerThanItMayBeIsPassedOverWhateverItsLength() throws Exception {
        String field = "x".repeat(1_000) + ",";
        assertEquals(
                List.of("1! the line has more than 1024 columns", "2: b"),
                read(field.repeat(1_025) + "\nb\n", 10_000));
        assertEquals(
                List.of("1! the record is longer than 1 MiB", "2: b"),
                read(("y".repeat(60_000) + ",").repeat(90) + "\nb\n", 10_000));
    }

    @Test
    void aNulByteSpoilsItsLineOnlyAndAHoleOfThemTheFile() throws Exception {
        assertEquals(
                List.of("1: a|b", "2! holds a NUL byte", "3! holds a NUL byte", "4: e|f"),
                read("a,b\nc\0,d\n\"x\0\",d\ne,f\n"));
        var refused =
                assertThrows(
                        UnfitFileException.class, () -> read("a,b\nc" + "\0".repeat(9) + ",d\n"));
        assertTrue(refused.getMessage().startsWith("line 2 holds a hole of NUL bytes"));
        assertEquals(UnfitFileException.Verdict.REFUSED, refused.verdict());
    }

    @Test
    void formFeedsBetweenPagesAndTheEndOfDosFilesAreNoText() throws Exception {
        assertEquals(List.of("1: a|b", "2: c|d"), read("a,b\r\n\fc,d\r\n\f\r\n\u001A"));
    }

    @Test
    void anEscapeMakesAQuoteACharacter() throws Exception {
        var records =
                new RecordReader(
                        portions("\"say \\\"hi\\\" to C:\\\\\",b\n", 3), ',', '"', '\\', List.of());
        assertEquals(Records.Found.RECORD, records.next());
        assertEquals(List.of("say \"hi\" to C:\\", "b"), fields(records));
    }

    @Test
    void recordsThatHoldAGivenTextArePassedOver() throws Exception {
        var records =
                new RecordReader(
                        portions("a,b\nTotal,9\nc,\"Sub\nTotal\"\nd,e\n", 5),
                        ',',
                        '"',
                        List.of("Total"));
        assertEquals(Records.Found.RECORD, records.next());
        assertEquals(Records.Found.RECORD, records.next());
        assertEquals("d", records.text(0));
        assertEquals(5, records.line());
    }

    /** What two readers agree on, read in portions of any size, is not a slip of one of them. */
    @Test
    void wellFormedTextIsReadAsCommonsCsvReadsIt() throws Exception {
        var random = new Random(20_261_120);
        for (int i = 0; i < 3_000; i++) {
            String text = wellFormed(random);
            assertEquals(commons(text), ours(text, 1 + random.nextInt(20)), text);
        }
    }

    private static String wellFormed(Random random) {
        String[] pieces = {
            "", "a", "1.5", " b ", "\"\"", "\"q,q\"", "\"x\r\ny\"", "\"d\"\"d\"", "ü€😀"
        };
        String[] ends = {"\n", "\r\n", "\r"};
        var text = new StringBuilder();
        for (int line = random.nextInt(6); line >= 0; line--) {
            text.append('z');
            for (int field = random.nextInt(5); field > 0; field--) {
                text.append(',').append(pieces[random.nextInt(pieces.length)]);
            }
            text.append(ends[random.nextInt(ends.length)]);
        }
        return text.toString();
    }

    private static List<List<String>> commons(String text) throws IOException {
        try (var parser = CSVFormat.RFC4180.parse(new StringReader(text))) {
            return parser.stream().map(r -> r.stream().toList()).toList();
        }
    }

    private static List<List<String>> ours(String text, int portion) throws Exception {
        var records = new RecordReader(portions(text, portion), ',', '"', List.of());
        List<List<String>> all = new ArrayList<>();
        while (records.next() == Records.Found.RECORD) {
            all.add(fields(records));
        }
        return all;
    }
}
