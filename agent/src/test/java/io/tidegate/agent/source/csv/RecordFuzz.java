package io.tidegate.agent.source.csv;

import org.apache.commons.csv.CSVFormat;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What commons-csv has written by RFC 4180, it and our reader read alike. */
public final class RecordFuzz {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private RecordFuzz() {}

    /** Called by the fuzzer. U+0001 ends a field, U+0002 a record. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.ISO_8859_1).replace("\0", "");
        var written = new StringBuilder();
        for (String record : text.split("\u0002")) {
            String[] fields = record.split("\u0001", -1);
            if (fields.length > RecordReader.MAX_FIELDS) {
                return; // That is a limit of ours alone.
            }
            FORMAT.printRecord(written, (Object[]) fields);
        }
        List<List<String>> theirs = theirs(written.toString());
        List<List<String>> ours = ours(written.toString());
        if (!ours.equals(theirs)) {
            throw new AssertionError("ours " + ours + ", theirs " + theirs);
        }
    }

    private static List<List<String>> theirs(String text) throws Exception {
        var all = new ArrayList<List<String>>();
        try (var records = FORMAT.parse(new StringReader(text))) {
            records.forEach(record -> all.add(record.toList()));
        }
        all.removeIf(record -> record.stream().allMatch(String::isEmpty));
        return all;
    }

    private static List<List<String>> ours(String text) throws Exception {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var decoder = new StrictDecoder(bytes, new Paste("calls"), "UTF-8");
        var records = new RecordReader(decoder, ',', '"', List.of());
        var all = new ArrayList<List<String>>();
        while (records.next() != Records.Found.END) {
            var record = new ArrayList<String>();
            for (int i = 0; i < records.fields(); i++) {
                record.add(records.text(i));
            }
            all.add(record);
        }
        return all;
    }
}
