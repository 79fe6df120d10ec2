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
     * Without what nobody sees: blanks of any kind and marks around it, line ends and repeated
     * blanks inside.
     */
    static String clean(String name) {
        if (isClean(name)) {
            return name;
        }
        var clean = new StringBuilder();
        boolean blank = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isBlank(c)) {
                blank = true;
            } else {
                clean.append(blank && !clean.isEmpty() ? " " : "").append(c);
                blank = false;
            }
        }
        return clean.toString();
    }

    private static boolean isClean(String name) {
        boolean before = true;
        for (int i = 0; i < name.length(); i++) {
            boolean blank = isBlank(name.charAt(i));
            if (blank && (before || name.charAt(i) != ' ')) {
                return false;
            }
            before = blank;
        }
        return name.isEmpty() || !before;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\uFEFF' || c == '\u200B' || Character.isSpaceChar(c);
    }
}
