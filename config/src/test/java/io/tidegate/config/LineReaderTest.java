package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;

/** Reads files as {@link Properties} does, and knows the lines. */
class LineReaderTest {
    private static final List<String> PIECES =
            List.of(
                    "a", "b.c", "=", ":", " ", "\t", "\\=", "\\:", "\\ ", "\\\\", "\\\n", "\\\r\n",
                    "\n", "\r\n", "\r", "#", "!", "\\t", "\\n", "\\u00e4", "ä", "\\#", "\f", "x");

    @Test
    void aThousandTextsMeanWhatTheyMeanToJava() throws Exception {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            if (text.lines().anyMatch(Lint::isWindowsFolder)) {
                continue; // Read otherwise on purpose.
            }
            var expected = new Properties();
            expected.load(new StringReader(text));
            expected.remove(""); // Java's own odd reading of a lone backslash at the end.
            assertEquals(new HashMap<>(expected), read(text), () -> "of " + text);
        }
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        for (int n = random.nextInt(14); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Test
    void linesAreCountedAcrossContinuationsCommentsAndEveryKindOfLineEnd() {
        List<Entry> entries = entries("# one\r\na = 1\r\nb = x\\\r\n  y\rc = 2\n\nd=3");
        assertEquals(
                List.of("a=1@2", "b=xy@3", "c=2@5", "d=3@7"),
                entries.stream().map(e -> e.key() + "=" + e.value() + "@" + e.line()).toList());
    }

    @Test
    void aBomIsNoPartOfTheFirstKey() {
        assertEquals("a", entries("\uFEFFa = 1").getFirst().key());
    }

    private static Map<String, String> read(String text) {
        var map = new HashMap<String, String>();
        entries(text).forEach(e -> map.put(e.key(), e.value()));
        map.remove("");
        return map;
    }

    private static List<Entry> entries(String text) {
        var lint = new Lint(new Catalogue(List.of()), new ArrayList<>());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new LineReader((_, _, _) -> false).read(TextOf.bytes(bytes, lint));
    }
}
