package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first characters of a file of which nothing is known, in whole lines. Immutable.
 *
 * @param told the delimiter that a line {@code sep=;} tells, as Excel writes it
 */
record Opening(char[] chars, Optional<Character> told) {
    private static final Pattern SEP = Pattern.compile("(?i)\"?sep=(.)\"?(\\R|$)");

    static Opening of(CharSource source, int most) throws IOException, UnfitFileException {
        var chars = new char[most];
        int length = 0;
        int read = 0;
        while (length < most && (read = source.read(chars, length, most - length)) >= 0) {
            length += read;
        }
        char[] lines = Arrays.copyOf(chars, read < 0 ? length : wholeLines(chars, length));
        Matcher sep = SEP.matcher(CharBuffer.wrap(lines));
        return new Opening(
                lines, sep.lookingAt() ? Optional.of(sep.group(1).charAt(0)) : Optional.empty());
    }

    /** Its records, behind the line that tells the delimiter. */
    RecordReader records(char delimiter, char quote) throws IOException, UnfitFileException {
        int[] at = new int[1];
        CharSource source =
                (target, from, length) -> {
                    int count = Math.min(length, chars.length - at[0]);
                    System.arraycopy(chars, at[0], target, from, count);
                    at[0] += count;
                    return count == 0 ? -1 : count;
                };
        var records = new RecordReader(source, delimiter, quote, List.of());
        if (told.isPresent()) {
            records.skipLine();
        }
        return records;
    }

    private static int wholeLines(char[] chars, int length) {
        for (int i = length; i > 0; i--) {
            if (chars[i - 1] == '\n' || chars[i - 1] == '\r') {
                return i;
            }
        }
        return length;
    }
}
