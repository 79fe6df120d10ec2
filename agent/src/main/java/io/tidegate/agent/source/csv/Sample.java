package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig.Csv;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The beginning of a file, in whole lines. Immutable.
 *
 * @param skip lines before the header, or before the first row
 * @param told the delimiter that a line {@code sep=;} tells, as Excel writes it
 */
record Sample(char[] chars, int skip, Optional<Character> told, List<String> skipContaining) {
    private static final Pattern SEP = Pattern.compile("(?i)\"?sep=(.)\"?\\R");

    /**
     * @param all whether nothing follows
     */
    static Sample of(char[] chars, boolean all, Csv csv) {
        char[] lines = all ? chars : Arrays.copyOf(chars, wholeLines(chars, chars.length));
        int skip = Math.max(csv.skipLines(), csv.header().map(line -> line - 1).orElse(0));
        int from = line(lines, skip);
        Matcher sep = SEP.matcher(java.nio.CharBuffer.wrap(lines, from, lines.length - from));
        return sep.lookingAt()
                ? new Sample(
                        lines, skip + 1, Optional.of(sep.group(1).charAt(0)), csv.skipContaining())
                : new Sample(lines, skip, Optional.empty(), csv.skipContaining());
    }

    /** Its records under a delimiter, behind the lines that are to be skipped. */
    RecordReader records(char delimiter, char quote, char escape)
            throws IOException, UnfitFileException {
        return from(skip, delimiter, quote, escape);
    }

    /** Its records behind so many lines. */
    RecordReader from(int lines, char delimiter, char quote, char escape)
            throws IOException, UnfitFileException {
        var records = new RecordReader(new Once(chars), delimiter, quote, escape, skipContaining);
        for (int i = 0; i < lines; i++) {
            records.skipLine();
        }
        return records;
    }

    boolean has(char c) {
        return count(i -> chars[i] == c) > 0;
    }

    /** Whether a character stands at both ends of fields, and at one end alone of none. */
    boolean encloses(char c, char delimiter) {
        long opens = count(i -> chars[i] == c && isEnd(i - 1, delimiter));
        long closes = count(i -> chars[i] == c && isEnd(i + 1, delimiter));
        return opens > 0 && opens == closes;
    }

    private boolean isEnd(int at, char delimiter) {
        return at < 0
                || at == chars.length
                || chars[at] == delimiter
                || chars[at] == '\n'
                || chars[at] == '\r';
    }

    private long count(IntPredicate fits) {
        return IntStream.range(0, chars.length).filter(fits).count();
    }

    /** The length without a last line that was cut; all of it if there is only one. */
    private static int wholeLines(char[] chars, int length) {
        for (int i = length; i > 0; i--) {
            if (chars[i - 1] == '\n' || (chars[i - 1] == '\r' && i < length)) {
                return i;
            }
        }
        return length;
    }

    /** Where the line begins before which so many stand. */
    private static int line(char[] chars, int before) {
        int at = 0;
        for (int lines = 0; lines < before && at < chars.length; at++) {
            boolean end =
                    chars[at] == '\n'
                            || (chars[at] == '\r'
                                    && (at + 1 == chars.length || chars[at + 1] != '\n'));
            lines += end ? 1 : 0;
        }
        return at;
    }

    /** Gives characters away once. */
    private static final class Once implements CharSource {
        private final char[] chars;
        private int at;

        Once(char[] chars) {
            this.chars = chars;
        }

        @Override
        public int read(char[] target, int from, int length) {
            if (at == chars.length) {
                return -1;
            }
            int count = Math.min(length, chars.length - at);
            System.arraycopy(chars, at, target, from, count);
            at += count;
            return count;
        }
    }
}
