package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a quote that nobody closes does to the rows behind it: nothing. */
class OpenQuotesTest {
    private static final int COLUMNS = 4;
    private static final String[] VALUES = {
        "",
        "7",
        "1.5",
        "\"q,q\"",
        "\"\"",
        "\"a\"\"b\"",
        "\",x\"",
        "\"x,\"",
        "\"two\nlines\"",
        "5\" pipe"
    };

    private static RecordReader records(String text, int portion, int columns) {
        var reader = new StringReader(text);
        CharSource source =
                (target, from, length) -> reader.read(target, from, Math.min(length, portion));
        var records = new RecordReader(source, ',', '"', List.of());
        records.expect(columns);
        return records;
    }

    /** Rows of the right width as {@code field|field}, all else as {@code line! reason}. */
    private static List<String> read(String text, int columns) throws Exception {
        return read(text, 7, columns);
    }

    private static List<String> read(String text, int portion, int columns) throws Exception {
        var records = records(text, portion, columns);
        List<String> seen = new ArrayList<>();
        for (var found = records.next(); found != Records.Found.END; found = records.next()) {
            if (found == Records.Found.FAULT) {
                seen.add(records.line() + "! " + records.fault());
            } else {
                seen.add(String.join("|", fields(records)));
            }
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

    @Test
    void aQuoteThatAnotherClosesByAccidentFurtherDownSwallowsNoRow() throws Exception {
        String between = "x,1,2\n".repeat(10);
        List<String> seen = read("a,\"b,c\n" + between + "y,5\",6\nz,7,8\n", 3);
        assertEquals(
                "1! a quote that opens here closes only on line 12, and the lines between are rows by themselves",
                seen.getFirst());
        assertEquals(13, seen.size());
        assertEquals(List.of("y|5\"|6", "z|7|8"), seen.subList(11, 13));
    }

    @Test
    void aRecordOfSeveralLinesWithTheWrongNumberOfFieldsIsReadLineByLine() throws Exception {
        assertEquals(
                List.of(
                        "1! a quote that opens here closes only on line 3, and the record then has 2"
                                + " fields instead of 3",
                        "d|e|f",
                        "g|h|i\""),
                read("a,\"b,c\nd,e,f\ng,h,i\"\n", 3));
    }

    @Test
    void aRemarkOfSeveralLinesIsOneField() throws Exception {
        assertEquals(
                List.of("a|b|hello,\nworld, yes\n|", "c|d|e|"),
                read("a,b,\"hello,\nworld, yes\n\",\nc,d,e,\n", 3));
        assertEquals(List.of("a|one\ntwo, three"), read("a,\"one\ntwo, three\"\n", 2));
    }

    @Test
    void ofFilesWithOneQuoteTooManyEveryOtherRowSurvives() throws Exception {
        var random = new Random(20_261_201);
        for (int i = 0; i < 4_000; i++) {
            List<String> rows = rows(random);
            int hurt = random.nextInt(rows.size());
            var text = new StringBuilder();
            for (int row = 0; row < rows.size(); row++) {
                text.append(row == hurt ? hurt(random, rows.get(row)) : rows.get(row)).append('\n');
            }
            List<String> seen = read(text.toString(), 1 + random.nextInt(40), COLUMNS);
            for (int row = 0; row < rows.size(); row++) {
                String whole = read(rows.get(row) + "\n", COLUMNS).getFirst();
                assertTrue(
                        row == hurt || seen.contains(whole),
                        () -> whole + " is missing of\n" + text + "\nseen: " + seen);
            }
        }
    }

    /** Each row has a number of its own, so that one that is missing is missed. */
    private static List<String> rows(Random random) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 2 + random.nextInt(30); row++) {
            var line = new StringBuilder("r" + row);
            for (int field = 1; field < COLUMNS; field++) {
                line.append(',').append(VALUES[random.nextInt(VALUES.length)]);
            }
            rows.add(line.toString());
        }
        return rows;
    }

    /** A quote more at the beginning of a field, which opens it. */
    private static String hurt(Random random, String row) {
        String[] fields = row.split(",", -1);
        int at = random.nextInt(fields.length);
        fields[at] = '"' + fields[at];
        return String.join(",", fields);
    }
}
