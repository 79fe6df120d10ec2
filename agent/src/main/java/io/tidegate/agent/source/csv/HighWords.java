package io.tidegate.agent.source.csv;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a file holds beyond ASCII: single words, as bytes, of the columns that matter, and which
 * bytes occur at all. Records come as ISO 8859-1, so that a character is a byte. Keeps at most
 * 10,000 different words; of more, the bytes alone. Used by one thread.
 */
final class HighWords {
    private static final int MOST = 10_000;
    private static final int LONGEST = 256;
    private static final int ASCII = 0x80;
    private static final int BYTES = 0x100;

    private final Set<String> words = new LinkedHashSet<>();
    private final long[] lines = new long[BYTES];
    private final boolean[] anywhere = new boolean[BYTES];

    /** Takes a field of the present record. */
    void add(Records record, int field, boolean matters) {
        char[] chars = record.chars();
        int begin = record.begin(field);
        int end = begin + record.length(field);
        for (int i = begin; i < end; i++) {
            if (chars[i] >= ASCII) {
                anywhere[chars[i]] = true;
                if (matters) {
                    i = word(chars, begin, i, end, record.line());
                }
            }
        }
    }

    /** Takes the word around a byte; tells its last place. */
    private int word(char[] chars, int begin, int at, int end, long line) {
        int from = at;
        while (from > begin && chars[from - 1] > ' ') {
            from--;
        }
        int to = at;
        while (to < end && chars[to] > ' ') {
            if (chars[to] >= ASCII) {
                anywhere[chars[to]] = true;
                lines[chars[to]] = lines[chars[to]] == 0 ? line : lines[chars[to]];
            }
            to++;
        }
        if (words.size() < MOST && to - from <= LONGEST) {
            words.add(new String(chars, from, to - from));
        }
        return to - 1;
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** The words, each as its bytes. */
    Iterable<byte[]> bytes() {
        return () ->
                words.stream().map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).iterator();
    }

    /**
     * The line in which a byte of 0x80 or more first stands in a column that matters; 0 for none.
     */
    long line(int value) {
        return lines[value];
    }

    /** All bytes beyond ASCII, of any column. */
    byte[] all() {
        var all = new byte[BYTES];
        int count = 0;
        for (int i = ASCII; i < BYTES; i++) {
            if (anywhere[i]) {
                all[count++] = (byte) i;
            }
        }
        return java.util.Arrays.copyOf(all, count);
    }

    /** The bytes beyond ASCII of columns that matter. */
    byte[] used() {
        var used = new byte[BYTES];
        int count = 0;
        for (int i = ASCII; i < BYTES; i++) {
            if (lines[i] > 0) {
                used[count++] = (byte) i;
            }
        }
        return java.util.Arrays.copyOf(used, count);
    }
}
