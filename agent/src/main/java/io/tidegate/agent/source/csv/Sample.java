package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig.Csv;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a file, in whole lines. Immutable.
 *
 * @param skip lines before the header, or before the first row
 * @param told the delimiter that a line {@code sep=;} tells, as Excel writes it
 */
record Sample(char[] chars, int skip, Optional<Character> told, List<String> skipContaining) {
    private static final Pattern SEP = Pattern.compile("(?i)\"?sep=(.)\"?\\R");

    static Sample of(CharSource source, int most, Csv csv) throws IOException, UnfitFileException {
        var chars = new char[most];
        int length = 0;
        int read = 0;
        while (length < most && (read = source.read(chars, length, most - length)) >= 0) {
            length += read;
        }
        char[] lines = Arrays.copyOf(chars, read < 0 ? length : wholeLines(chars, length));
        int skip = Math.max(csv.skipLines(), csv.header().map(line -> line - 1).orElse(0));
        int from = line(lines, skip);
        Matcher sep = SEP.matcher(java.nio.CharBuffer.wrap(lines, from, lines.length - from));
        return sep.lookingAt()
                ? new Sample(
                        lines, skip + 1, Optional.of(sep.group(1).charAt(0)), csv.skipContaining())
                : new Sample(lines, skip, Optional.empty(), csv.skipContaining());
    }

    /** Its records under a delimiter, from the header on. */
    RecordReader records(char delimiter, char quote) throws IOException, UnfitFileException {
        var records = new RecordReader(new Once(chars), delimiter, quote, skipContaining);
        for (int i = 0; i < skip; i++) {
            records.skipLine();
        }
        return records;
    }

    /** The length without a last line that was cut; all of it if there is only one. */
    private static int wholeLines(char[] chars, int length) {
        for (int i = length; i > 0; i--) {
            if (chars[i - 1] == '\n') {
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
