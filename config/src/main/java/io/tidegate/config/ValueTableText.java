package io.tidegate.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code values.<column>} says: {@code Angenommen -> 1, "Lost, early" -> 0, '' -> 0, * -> 1}.
 */
final class ValueTableText {
    static final String EXAMPLE = "Angenommen -> 1, Verloren -> 0, '' -> 0";

    private static final String WORD =
            "(?:\"((?:[^\"]|\"\")*)\"|'((?:[^']|'')*)'|((?:(?!->)[^\"',])+?))";
    private static final Pattern PAIR =
            Pattern.compile("\\s*" + WORD + "\\s*->\\s*" + WORD + "\\s*(?:,|$)");

    private final TreeMap<String, String> words = new TreeMap<>();
    private Optional<String> empty = Optional.empty();
    private Optional<String> other = Optional.empty();
    private final List<String> seen = new ArrayList<>();

    private ValueTableText() {}

    static ValueTable parse(String text) throws RefusedException {
        var table = new ValueTableText();
        Matcher pair = PAIR.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!pair.find(end) || pair.start() != end) {
                throw new RefusedException(
                        Quoted.text(text.substring(end).strip())
                                + " is no translation such as: "
                                + EXAMPLE);
            }
            table.add(pair);
            end = pair.end();
        }
        return new ValueTable(
                Collections.unmodifiableSortedMap(table.words), table.empty, table.other);
    }

    private void add(Matcher pair) throws RefusedException {
        String theirs = word(pair, 1);
        String ours = word(pair, 4);
        if (ours.isBlank()) {
            throw new RefusedException("a text cannot be translated to nothing");
        }
        String folded = CsvValues.folded(theirs);
        boolean star = pair.group(3) != null && folded.equals("*");
        String key = star ? " *" : folded;
        if (seen.contains(key)) {
            throw new RefusedException(Quoted.text(theirs) + " is translated twice");
        }
        seen.add(key);
        if (star) {
            other = Optional.of(ours);
        } else if (folded.isEmpty()) {
            empty = Optional.of(ours);
        } else {
            words.put(folded, ours);
        }
    }

    /** The word whose three ways of writing are groups from that one on. */
    private static String word(Matcher pair, int group) {
        if (pair.group(group) != null) {
            return pair.group(group).replace("\"\"", "\"");
        }
        return pair.group(group + 1) != null
                ? pair.group(group + 1).replace("''", "'")
                : pair.group(group + 2).strip();
    }
}
