package io.tidegate.agent.source.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of other projects' CSV suites, and our reading of them. */
final class Suites {
    static final Path ROOT = Path.of("src/test/resources/csv-suites");

    private Suites() {}

    /** How our reader is asked to read one. */
    record Way(char delimiter, String encoding, List<String> skip) {
        static final Way PLAIN = new Way(',', null, List.of());
    }

    static Stream<String> all() throws IOException {
        try (var walk = Files.walk(ROOT)) {
            return walk
                    .filter(Files::isRegularFile)
                    .map(p -> ROOT.relativize(p).toString().replace('\\', '/'))
                    .filter(n -> n.matches(".*\\.(csv|tsv)") || n.endsWith("sample.txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(ROOT.resolve(name));
    }

    static Way way(String name) {
        if (name.endsWith(".tsv")) {
            return new Way('\t', null, List.of());
        }
        return switch (name) {
            case "csvkit/sniff_limit.csv",
                    "miller/rfc-csv/modify-defaults.csv",
                    "commons-csv/CSV-213/999751170.patch.csv" ->
                    new Way(';', null, List.of());
            case "csvkit/test_latin1.csv" -> new Way(',', "windows-1252", List.of());
            default -> Way.PLAIN;
        };
    }

    /** Each record as its fields, each fault as {@code !} with its line and reason. */
    static List<List<String>> read(byte[] bytes, Way way) throws IOException, UnfitFileException {
        var decoder =
                new StrictDecoder(new ByteArrayInputStream(bytes), new Paste("x"), way.encoding);
        var records = new RecordReader(decoder, way.delimiter, '"', way.skip);
        List<List<String>> all = new ArrayList<>();
        for (var found = records.next(); found != Records.Found.END; found = records.next()) {
            if (found == Records.Found.FAULT) {
                all.add(List.of("!", "line " + records.line() + " " + records.fault()));
                continue;
            }
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < records.fields(); i++) {
                fields.add(records.text(i));
            }
            all.add(fields);
        }
        return all;
    }

    static List<List<String>> read(String name) throws IOException, UnfitFileException {
        return read(bytes(name), way(name));
    }

    /** The text, without a byte order mark. */
    static String text(String name) throws IOException, UnfitFileException {
        byte[] bytes = bytes(name);
        Encoding encoding =
                Encoding.of(
                        java.util.Arrays.copyOf(bytes, Math.min(bytes.length, Encoding.HEAD)),
                        way(name).encoding);
        Charset charset = encoding.charset();
        return new String(bytes, encoding.mark(), bytes.length - encoding.mark(), charset);
    }

    static boolean fits(String text, String charset) {
        return Charset.forName(charset).newEncoder().canEncode(text);
    }

    /** With a byte order mark where the encoding has one. */
    static byte[] encoded(String text, String charset) {
        String marked = charset.startsWith("UTF-") ? '\uFEFF' + text : text;
        return marked.getBytes(Charset.forName(charset));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
