package io.tidegate.config;

import java.util.Optional;
import java.util.Set;

/**
 * Whether times that are kept as text by a java.time pattern sort as times do. A database compares
 * texts from the left: only a pattern that runs from the year to the smallest unit, each of a fixed
 * width, finds the rows of a range. Stateless.
 */
public final class TextOrder {
    private static final String UNITS = "yMdHmsS";
    private static final String OFFSETS = "XxZzVO";
    private static final Set<String> FORMS =
            Set.of("yyyy", "uuuu", "yy", "uu", "MM", "dd", "HH", "mm", "ss");
    private static final String[] WORDS = {
        "the year (yyyy)",
        "the month (MM)",
        "the day (dd)",
        "the hour (HH)",
        "the minute (mm)",
        "the second (ss)",
        "the fraction (SSS)"
    };

    private final String pattern;
    private int next;
    private int depth;
    private boolean optional;
    private boolean offset;

    private TextOrder(String pattern) {
        this.pattern = pattern;
    }

    /** What keeps such texts from sorting as times do, as the beginning of a sentence. */
    public static Optional<String> fault(String pattern) {
        return new TextOrder(pattern).fault();
    }

    /** The pattern that was probably meant: minutes and months are easily taken for one another. */
    static Optional<String> meant(String pattern) {
        String swapped = pattern.replace('M', '\0').replace('m', 'M').replace('\0', 'm');
        return fault(pattern).isPresent() && fault(swapped).isEmpty()
                ? Optional.of(swapped)
                : Optional.empty();
    }

    private Optional<String> fault() {
        for (int at = 0; at < pattern.length(); ) {
            char c = pattern.charAt(at);
            int end = end(at, c);
            Optional<String> fault =
                    Character.isLetter(c) ? unit(c, pattern.substring(at, end)) : other(c);
            if (fault.isPresent()) {
                return fault;
            }
            at = end;
        }
        return Optional.empty();
    }

    /** Where a quoted text, or a run of one letter, ends. */
    private int end(int at, char c) {
        if (c == '\'') {
            int close = pattern.indexOf('\'', at + 1);
            return close < 0 ? pattern.length() : close + 1;
        }
        int end = at + 1;
        while (Character.isLetter(c) && end < pattern.length() && pattern.charAt(end) == c) {
            end++;
        }
        return end;
    }

    private Optional<String> other(char c) {
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        optional |= c == ']';
        return Optional.empty();
    }

    private Optional<String> unit(char letter, String run) {
        if (OFFSETS.indexOf(letter) >= 0) {
            offset = true;
            return Optional.empty();
        }
        int unit = UNITS.indexOf(letter == 'u' ? 'y' : letter);
        if (unit < 0) {
            return Optional.of(run + " does not sort as time does");
        }
        boolean again = letter == 'S' && next == UNITS.length() && depth > 0;
        if (offset || optional && depth == 0 || unit != next && !again) {
            return Optional.of("%s comes where %s belongs".formatted(run, belongs()));
        }
        if (letter != 'S' && !FORMS.contains(run)) {
            return Optional.of(
                    "%s has no fixed width of two digits: %s belongs there"
                            .formatted(run, WORDS[unit]));
        }
        next = unit + 1;
        return Optional.empty();
    }

    private String belongs() {
        return offset || optional || next == WORDS.length ? "nothing more" : WORDS[next];
    }
}
