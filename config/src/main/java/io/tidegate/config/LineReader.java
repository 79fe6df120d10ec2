package io.tidegate.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the lines of a properties file into keys and values, as {@link
 * java.util.Properties#load(java.io.Reader)} does.
 */
final class LineReader {
    /**
     * Judges a line that has a blank, and neither {@code =} nor {@code :}, after its first word.
     */
    @FunctionalInterface
    interface BlankRule {
        /** Whether the line is at fault and is to be left out. */
        boolean refuses(String word, String rest, int line);
    }

    private final BlankRule blanks;

    LineReader(BlankRule blanks) {
        this.blanks = blanks;
    }

    List<Entry> read(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (isEmptyOrComment(lines.get(i))) {
                continue;
            }
            int from = i;
            while (isContinued(lines.get(i))
                    && i + 1 < lines.size()
                    && !Lint.isWindowsFolder(lines.get(i))) {
                i++;
            }
            entry(from + 1, lines.subList(from, i + 1), entries);
        }
        return entries;
    }

    private void entry(int line, List<String> raw, List<Entry> into) {
        String logical = joined(raw);
        if (logical.isEmpty()) {
            return;
        }
        int keyEnd = keyEnd(logical);
        int valueStart = skipBlanks(logical, keyEnd);
        boolean separated = valueStart < logical.length() && isSeparator(logical, valueStart);
        String rest = logical.substring(valueStart);
        String key = Escapes.undo(logical.substring(0, keyEnd));
        if (!separated && blanks.refuses(key, rest, line)) {
            return;
        }
        int from = separated ? skipBlanks(logical, valueStart + 1) : valueStart;
        into.add(new Entry(key, Escapes.undo(logical.substring(from)), line, List.copyOf(raw)));
    }

    private static String joined(List<String> raw) {
        var logical = new StringBuilder();
        for (String line : raw) {
            logical.append(line.substring(skipBlanks(line, 0)));
            if (isContinued(line)) {
                logical.setLength(logical.length() - 1);
            }
        }
        return logical.toString();
    }

    private static int keyEnd(String logical) {
        int i = 0;
        while (i < logical.length() && !isSeparator(logical, i) && !isBlank(logical.charAt(i))) {
            i += logical.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, logical.length());
    }

    private static boolean isEmptyOrComment(String line) {
        int i = skipBlanks(line, 0);
        String text = line.substring(i);
        return text.isEmpty() || text.equals("\\") || text.startsWith("#") || text.startsWith("!");
    }

    /** An odd number of backslashes at the end joins the next line. */
    private static boolean isContinued(String line) {
        int count = 0;
        while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    private static boolean isSeparator(String text, int at) {
        return text.charAt(at) == '=' || text.charAt(at) == ':';
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }
}
