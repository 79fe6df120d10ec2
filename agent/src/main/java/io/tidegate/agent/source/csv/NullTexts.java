package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues;

import java.util.Set;

/** The texts that stand for no value, blanks among them. Used by one thread. */
final class NullTexts {
    private static final int ASCII = 128;

    private final Set<String> texts;
    private final boolean[] begins = new boolean[ASCII];
    private final int longest;

    /**
     * @param texts as {@link CsvValues#folded}; none begins with a digit
     */
    NullTexts(Set<String> texts) {
        this.texts = texts;
        this.longest = texts.stream().mapToInt(String::length).max().orElse(0);
        for (String text : texts) {
            begins(text.charAt(0));
            begins(Character.toUpperCase(text.charAt(0)));
        }
    }

    private void begins(char c) {
        begins[c < ASCII ? c : 0] = true;
    }

    boolean has(Records records, int field) {
        int begin = records.begin(field);
        return has(records.chars(field), begin, begin + records.length(field));
    }

    /** Most values end at their first character, which is a digit. */
    private boolean has(char[] chars, int from, int to) {
        int begin = Chars.trimStart(chars, from, to);
        if (begin == to) {
            return true;
        }
        char first = chars[begin];
        if (!begins[first < ASCII ? first : 0]) {
            return false;
        }
        int end = Chars.trimEnd(chars, begin, to);
        return end - begin <= longest
                && texts.contains(CsvValues.folded(new String(chars, begin, end - begin)));
    }
}
