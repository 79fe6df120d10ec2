package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The suites of other CSV projects are read as their own answers say, or the test says why not. */
class CsvSuitesTest {
    private static final String COMMONS = "commons-csv/CSVFileParser/";

    /**
     * Where our reading differs from an RFC 4180 reader's, on purpose: what stands in its place.
     */
    private static final Map<String, List<List<String>>> OTHERWISE =
            Map.of(
                    // A NUL byte spoils its line alone.
                    "csvkit/null_byte.csv",
                            List.of(
                                    List.of("a", "b", "c"),
                                    List.of("!", "line 2 holds a NUL byte")),
                    // A quote that no one closes, or with text behind it, spoils its line alone.
                    "univocity/test.csv",
                            List.of(List.of("!", "line 1 text follows a closing quote")),
                    "commons-csv/CSV-141/csv-141.csv",
                            List.of(
                                    List.of(
                                            "1414770317901",
                                            "android.widget.EditText",
                                            "pass sem1 _84*|*",
                                            "0",
                                            "pass sem1 _8"),
                                    List.of(
                                            "1414770318470",
                                            "android.widget.EditText",
                                            "pass sem1 _84:|",
                                            "0",
                                            "pass sem1 _84:\\"),
                                    List.of("!", "line 3 text follows a closing quote"),
                                    List.of("!", "line 4 a quote that opens here is not closed")));

    @Test
    void everyFileIsReadAsAnRfc4180ReaderReadsItOrAsTheTableSays() throws Exception {
        var different = new TreeMap<String, String>();
        int read = 0;
        for (String name : Suites.all().toList()) {
            if (OTHERWISE.containsKey(name)) {
                continue;
            }
            List<List<String>> rfc = rfc(Suites.text(name), Suites.way(name).delimiter());
            List<List<String>> ours = Suites.read(name);
            read++;
            if (!rfc.equals(ours)) {
                different.put(name, ours.toString());
            }
        }
        assertEquals(Map.of(), different);
        assertTrue(read > 90, read + " files were read");
    }

    @Test
    void whatIsReadOtherwiseIsReadAsTheTableSays() throws Exception {
        for (String name : OTHERWISE.keySet()) {
            assertEquals(OTHERWISE.get(name), Suites.read(name), name);
        }
    }

    /** Blank records are none to us, wherever they stand: that is the one thing left out here. */
    private static List<List<String>> rfc(String text, char delimiter) throws IOException {
        var format = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
        List<List<String>> all = new ArrayList<>();
        for (var one : format.parse(new StringReader(text))) {
            if (!one.toList().stream().allMatch(String::isEmpty)) {
                all.add(one.toList());
            }
        }
        return all;
    }

    @Test
    void csvSpectrumIsReadAsItsJsonSays() throws Exception {
        int files = 0;
        for (String name : Suites.all().filter(n -> n.startsWith("csv-spectrum/")).toList()) {
            List<List<String>> records = Suites.read(name);
            String json = name.replace("/csvs/", "/json/").replace(".csv", ".json");
            JsonNode answer = new ObjectMapper().readTree(json(Suites.bytes(json)));
            List<JsonNode> rows = new ArrayList<>();
            if (answer.isArray()) {
                answer.forEach(rows::add);
            } else {
                rows.add(answer);
            }
            assertEquals(rows.size(), records.size() - 1, name);
            for (int i = 0; i < rows.size(); i++) {
                for (int c = 0; c < records.getFirst().size(); c++) {
                    String column = records.getFirst().get(c);
                    if (column.equals("Contact Phone Number")) {
                        continue; // Suite and answer give two numbers here.
                    }
                    // In newlines_crlf the answer has CRLF inside a field, the file LF.
                    assertEquals(
                            rows.get(i).get(column).asText().replace("\r\n", "\n"),
                            records.get(i + 1).get(c).replace("\r\n", "\n"),
                            name);
                }
            }
            files++;
        }
        assertEquals(12, files);
    }

    private static String json(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void commonsCsvIsReadAsItsAnswerFilesSay() throws Exception {
        List<String> answers;
        try (var list = Files.list(Suites.ROOT.resolve(COMMONS))) {
            answers =
                    list.map(p -> p.getFileName().toString())
                            .filter(n -> n.startsWith("test") && n.endsWith(".txt"))
                            .sorted()
                            .toList();
        }
        assertEquals(7, answers.size());
        for (String name : answers) {
            check(name);
        }
    }

    /**
     * Ours has neither comments (a line that begins with # is passed over by csv.skip-containing)
     * nor blank records, and keeps blanks around a field; the values are trimmed where they are
     * read.
     */
    private static void check(String name) throws Exception {
        List<String> lines = Files.readAllLines(Suites.ROOT.resolve(COMMONS + name));
        String control = lines.getFirst();
        boolean comments = control.contains("CommentStart=#");
        boolean trim = control.contains("IgnoreSpaces=true");
        List<String> expected =
                lines.stream()
                        .skip(2)
                        .filter(l -> !l.startsWith("#"))
                        .map(l -> l.replaceFirst("\\]#.*$", "]"))
                        .filter(l -> !l.matches("\\d+:\\[[, ]*\\]"))
                        .toList();
        String data = COMMONS + control.split(" ")[0];
        var way = new Suites.Way(',', null, comments ? List.of("#") : List.of());
        List<String> ours =
                Suites.read(Suites.bytes(data), way).stream()
                        .map(r -> trim ? r.stream().map(CsvSuitesTest::bare).toList() : r)
                        .map(r -> r.size() + ":" + r)
                        .toList();
        assertEquals(
                trim ? expected.stream().map(l -> l.replaceAll("\\s+", "")).toList() : expected,
                trim ? ours.stream().map(l -> l.replaceAll("\\s+", "")).toList() : ours,
                name);
    }

    /** Quotes behind a blank are characters to us: only then does a field not begin with one. */
    private static String bare(String field) {
        return field.strip().replaceAll("^\"|\"$", "").strip();
    }

    @Test
    void filesThatDifferInTheirWritingOnlyAreEqual() throws Exception {
        equal(
                "csvkit/dummy.csv",
                "csvkit/dummy.tsv",
                "csvkit/sniff_limit.csv",
                "csvkit/optional_quote_characters.csv",
                "csvkit/test_skip_lines.csv");
        equal("csvkit/test_utf8.csv", "csvkit/test_utf8_bom.csv");
        equal("csvkit/test_utf16_big.csv", "csvkit/test_utf16_little.csv");
        equal("miller/bom.csv", "miller/bom-dquote-header.csv");
        equal("csv-spectrum/csvs/simple.csv", "csv-spectrum/csvs/simple_crlf.csv");
        equal("csv-spectrum/csvs/empty.csv", "csv-spectrum/csvs/empty_crlf.csv");
        assertEquals(
                ends(Suites.read("univocity/essential.csv")),
                ends(Suites.read("univocity/essential-dos.csv")));
        assertEquals(
                ends(Suites.read("univocity/essential.csv")),
                ends(Suites.read("univocity/essential-mac.csv")));
    }

    /** A line end inside a field stays as it is written: only so far may the variants differ. */
    private static List<List<String>> ends(List<List<String>> records) {
        return records.stream()
                .map(r -> r.stream().map(f -> f.replaceAll("\r\n|\r", "\n")).toList())
                .toList();
    }

    private static void equal(String first, String... others) throws Exception {
        for (String other : others) {
            assertEquals(Suites.read(first), Suites.read(other), other);
        }
    }

    @Test
    void aFileWithoutItsLastLineEndHoldsTheSame() throws Exception {
        for (String name : List.of("narrow", "quoted-comma", "quoted-crlf")) {
            equal("miller/rfc-csv/" + name + ".csv", "miller/rfc-csv/" + name + "-truncated.csv");
        }
    }

    @Test
    void aFileCutAnywhereGivesTheSameRecordsUpToItsLastOrAFault() throws Exception {
        for (String name : Suites.all().toList()) {
            if (OTHERWISE.containsKey(name) || Suites.bytes(name).length > 1_000) {
                continue;
            }
            String text = Suites.text(name);
            List<List<String>> whole = Suites.read(name);
            for (int cut = 1; cut < text.length(); cut++) {
                var way = new Suites.Way(Suites.way(name).delimiter(), null, List.of());
                var part = Suites.read(Suites.utf8(text.substring(0, cut)), way);
                boolean fault = part.stream().anyMatch(r -> r.getFirst().equals("!"));
                int same = part.isEmpty() ? 0 : part.size() - 1;
                assertTrue(
                        fault || whole.subList(0, same).equals(part.subList(0, same)),
                        name + " cut at " + cut);
            }
        }
    }

    @Test
    void everyFileGivesTheSameCellsInEveryEncodingThatFitsIt() throws Exception {
        for (String name : Suites.all().toList()) {
            if (OTHERWISE.containsKey(name)) {
                continue;
            }
            String text = Suites.text(name);
            for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252")) {
                if (Suites.fits(text, charset)) {
                    boolean marked = charset.startsWith("UTF");
                    var way =
                            new Suites.Way(
                                    Suites.way(name).delimiter(),
                                    marked ? null : charset,
                                    List.of());
                    assertEquals(
                            Suites.read(name),
                            Suites.read(Suites.encoded(text, charset), way),
                            name + " in " + charset);
                }
            }
        }
    }

    @Test
    void everyFileGivesTheSameCellsUnderEveryLineEndAndDelimiter() throws Exception {
        for (String name : Suites.all().toList()) {
            if (OTHERWISE.containsKey(name)) {
                continue;
            }
            List<List<String>> records = Suites.read(name);
            for (String end : List.of("\n", "\r", "\r\n")) {
                for (char delimiter : new char[] {',', ';', '\t'}) {
                    var way = new Suites.Way(delimiter, null, List.of());
                    byte[] written = Suites.utf8(written(records, delimiter, end));
                    assertEquals(records, Suites.read(written, way), name);
                }
            }
        }
    }

    /** Quotes what must be quoted, and every second field that need not be. */
    private static String written(List<List<String>> records, char delimiter, String end) {
        var text = new StringBuilder();
        int fields = 0;
        for (List<String> record : records) {
            for (int i = 0; i < record.size(); i++) {
                String field = record.get(i);
                boolean must = field.indexOf(delimiter) >= 0 || field.matches("(?s).*[\r\n\"].*");
                boolean quote = must || fields++ % 2 == 0;
                text.append(i == 0 ? "" : delimiter);
                text.append(quote ? '"' + field.replace("\"", "\"\"") + '"' : field);
            }
            text.append(end);
        }
        return text.toString();
    }

    @Test
    void datesAndDecimalsOfCsvkitAreReadAsItsConvertedFilesSay() throws Exception {
        var moment = new Moment();
        var evidence =
                new Evidence(
                        java.util.Optional.empty(),
                        java.util.Optional.of(DateOrder.DAY_FIRST),
                        () -> 0);
        List<String> dates = new ArrayList<>();
        for (var record : Suites.read("csvkit/test_date_format.csv").subList(1, 3)) {
            char[] chars = record.getFirst().toCharArray();
            new AutoDates(evidence).read(chars, 0, chars.length, moment);
            dates.add(moment.date.toString());
        }
        var converted = Suites.read("csvkit/test_date_format_converted.csv");
        assertEquals(converted.subList(1, 3).stream().map(List::getFirst).toList(), dates);
        var locale = Suites.read("csvkit/test_locale.csv").get(1);
        var plain = Suites.read("csvkit/test_locale_converted.csv").get(1);
        for (int i = 0; i < 2; i++) {
            char[] chars = locale.get(i).toCharArray();
            assertEquals(
                    plain.get(i),
                    new DecimalText().read(chars, 0, chars.length, ',').toPlainString());
        }
    }

    @Test
    void nothingIsMissingThatLiesInTheSuitesFolder() throws IOException {
        Path shared = Path.of("../../shared/data/csv_torture");
        if (!Files.isDirectory(shared)) {
            return;
        }
        try (var walk = Files.walk(shared)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                assertTrue(
                        Files.mismatch(file, Suites.ROOT.resolve(shared.relativize(file))) < 0,
                        file.toString());
            }
        }
    }
}
