package io.tidegate.agent.source.csv;

import java.util.ArrayList;
import java.util.List;

/** The names of columns as a header gives them. */
final class HeaderNames {
    private HeaderNames() {}

    static List<String> of(Records header) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.fields(); i++) {
            names.add(clean(header.text(i)));
        }
        return List.copyOf(names);
    }

    /**
     * Without what nobody sees: blanks of any kind and marks around it; line ends and odd blanks
     * inside become one blank.
     */
    static String clean(String name) {
        if (isClean(name)) {
            return name;
        }
        var clean = new StringBuilder();
        int from = 0;
        for (int i = 0; i < name.length(); i++) {
            if (!isBlank(name.charAt(i))) {
                clean.append(clean.isEmpty() ? "" : blanks(name, from, i)).append(name.charAt(i));
                from = i + 1;
            }
        }
        return clean.toString();
    }

    /** Plain blanks are part of the name; anything else between two words is one. */
    private static String blanks(String name, int from, int to) {
        String between = name.substring(from, to);
        return between.chars().allMatch(c -> c == ' ') ? between : " ";
    }

    private static boolean isClean(String name) {
        int last = name.length() - 1;
        return last < 0
                || (!isBlank(name.charAt(0))
                        && !isBlank(name.charAt(last))
                        && name.chars().noneMatch(c -> c != ' ' && isBlank((char) c)));
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\uFEFF' || c == '\u200B' || Character.isSpaceChar(c);
    }
}
