package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** At which byte of its file a record begins. */
class OffsetsTest {
    private static final String[] ENDS = {"\n", "\r\n", "\r"};
    private static final String[] PIECES = {
        "a", "1.5", ",", "\"q,\"", "x\"", "\"open", "ü", "ß€", "日本語", "ｱﾒ", "\\", "~", "😀😀", "Ж"
    };

    /** A file, and at which byte each of its lines begins. */
    private record Made(byte[] bytes, List<Long> lines) {}

    private static Made made(Random random, Charset charset, String mark, int lines)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(mark.getBytes(charset));
        List<Long> begins = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            begins.add((long) bytes.size());
            bytes.write((line(random, charset)).getBytes(charset));
        }
        return new Made(bytes.toByteArray(), begins);
    }

    private static String line(Random random, Charset charset) {
        var encoder = charset.newEncoder();
        var line = new StringBuilder("z");
        for (int i = random.nextInt(random.nextInt(40) == 0 ? 4_000 : 8); i > 0; i--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            line.append(encoder.canEncode(piece) ? piece : "k");
        }
        return line.append(ENDS[random.nextInt(ENDS.length)]).toString();
    }

    private static InputStream portions(byte[] bytes, int portion) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, portion));
            }
        };
    }

    private static RecordReader records(InputStream in, String configured) throws Exception {
        var decoder = new StrictDecoder(in, new Paste("drops"), configured);
        return new RecordReader(decoder, ',', '"', List.of());
    }

    /** Asks of every record, or of every seventh: what was asked before must not matter. */
    private static void check(Made made, int portion, String configured, int step)
            throws Exception {
        var records = records(portions(made.bytes, portion), configured);
        int seen = 0;
        for (var found = records.next(); found != Records.Found.END; found = records.next()) {
            if (seen++ % step == 0) {
                assertEquals(made.lines.get((int) records.line() - 1), records.offset());
            }
        }
        assertTrue(seen > made.lines.size() / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-8",
                "UTF-16",
                "UTF-16LE",
                "UTF-16BE",
                "UTF-32",
                "UTF-32LE",
                "UTF-32BE",
                "windows-1250",
                "windows-1251",
                "windows-1252",
                "windows-1253",
                "windows-1254",
                "ISO-8859-1",
                "ISO-8859-15",
                "IBM437",
                "IBM850",
                "Shift_JIS",
                "windows-31j",
                "EUC-JP",
                "GB18030",
                "GBK",
                "Big5",
                "EUC-KR"
            })
    void isRightInEveryEncodingWhateverTheLineEndsAndPortions(String encoding) throws Exception {
        // Java writes a mark in front of every text of UTF-16; without one it means big endian.
        Charset charset = Charset.forName(encoding.equals("UTF-16") ? encoding + "BE" : encoding);
        var random = new Random(20_261_201);
        for (int i = 0; i < 6; i++) {
            Made made = made(random, charset, "", 3_000);
            check(made, 1 + random.nextInt(60), encoding, 1);
            check(made, 70_000, encoding, 1 + random.nextInt(900));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aByteOrderMarkCounts(String encoding) throws Exception {
        var random = new Random(7);
        Made made = made(random, Charset.forName(encoding), "\uFEFF", 2_000);
        check(made, 3, null, 1);
        check(made, 70_000, null, 31);
    }

    @Test
    void aLineLongerThanCanBeKeptHasTheOffsetOfItsBeginning() throws Exception {
        String first = "ü,b\n";
        String longest = "€".repeat(3 << 20) + "\n";
        byte[] bytes = (first + longest + "e,f\n").getBytes(StandardCharsets.UTF_8);
        var records = records(new ByteArrayInputStream(bytes), null);
        records.next();
        assertEquals(0, records.offset());
        assertEquals(Records.Found.FAULT, records.next());
        assertEquals(5, records.offset());
        assertEquals(Records.Found.RECORD, records.next());
        assertEquals(bytes.length - 4, records.offset());
    }

    /** A pair of characters that meets the last place of a window is read with the next one. */
    @Test
    void charactersThatArePairsNeverEndTheReadingAtTheEdgeOfAWindow() throws Exception {
        for (int lead = 0; lead < 4; lead++) {
            String text = "x".repeat(lead) + ",y\n" + ("😀".repeat(999) + ",z\n").repeat(200);
            var records = records(portions(text.getBytes(StandardCharsets.UTF_8), 70_001), null);
            int seen = 0;
            for (var found = records.next(); found != Records.Found.END; found = records.next()) {
                seen++;
            }
            assertEquals(201, seen);
        }
    }

    /** Where a character could be written in two lengths, measuring would be wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"Shift_JIS", "windows-31j", "EUC-JP", "GBK", "Big5", "EUC-KR"})
    void everyPairOfBytesIsAsLongAsWhatItsCharacterIsWrittenAs(String encoding) throws Exception {
        Charset charset = Charset.forName(encoding);
        for (int pair = 0; pair < 1 << 16; pair++) {
            byte[] two = {(byte) (pair >> 8), (byte) pair};
            String text = new String(two, charset);
            if (text.indexOf('\uFFFD') < 0) {
                long bytes =
                        new Encoding(charset, 0, false).bytes(text.toCharArray(), 0, text.length());
                assertEquals(2, bytes, () -> encoding + " " + text);
            }
        }
    }
}
