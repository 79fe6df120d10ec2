package io.tidegate.agent.source.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A java.time pattern that holds only numbers and literals, such as {@code dd.MM.yyyy HH:mm}: read
 * several times as fast as DateTimeFormatter does it, strictly (no 31 February), and with 24:00 as
 * the end of the day. Used by one thread.
 */
final class NumericPattern implements MomentReader {
    /**
     * @param letter of java.time, or {@code '} for the literal; @param width letters in a row
     */
    private record Part(char letter, int width, char literal) {}

    private static final String NUMBERS = "yuMdHmsS";

    private final List<Part> parts;
    private final String pattern;
    private final Dates dates = new Dates();
    private final int[] found = new int[NUMBERS.length()];
    private int nano;

    private NumericPattern(String pattern, List<Part> parts) {
        this.pattern = pattern;
        this.parts = parts;
    }

    /** Empty if the pattern holds anything else. */
    static Optional<NumericPattern> of(String pattern) {
        List<Part> parts = new ArrayList<>();
        boolean quoted = false;
        for (int at = 0; at < pattern.length(); ) {
            char c = pattern.charAt(at);
            int width = width(pattern, at);
            if (c == '\'' && width % 2 == 1) {
                quoted = !quoted;
            }
            if (c == '\'') {
                repeat(parts, '\'', width / 2);
            } else if (quoted || !Character.isLetter(c)) {
                repeat(parts, c, width);
            } else if (fixed(c, width, pattern, at + width)) {
                parts.add(new Part(c, width, '\0'));
            } else {
                return Optional.empty();
            }
            at += width;
        }
        return plain(pattern) ? Optional.of(new NumericPattern(pattern, parts)) : Optional.empty();
    }

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        java.util.Arrays.fill(found, -1);
        nano = 0;
        int at = from;
        for (Part part : parts) {
            at = part.letter == '\'' ? literal(part, chars, at, to) : number(part, chars, at, to);
            if (at == NOTHING) {
                return moment.not("is not written as " + pattern);
            }
        }
        return told(moment) ? at : moment.not("is a date or time that does not exist");
    }

    private static int literal(Part part, char[] chars, int at, int to) {
        return at < to && chars[at] == part.literal ? at + 1 : NOTHING;
    }

    private int number(Part part, char[] chars, int at, int to) {
        int most = part.width == 1 ? 2 : part.width;
        int end = Chars.digitsEnd(chars, at, Math.min(to, at + most));
        if (end == at || end - at < part.width) {
            return NOTHING;
        }
        int number = Chars.number(chars, at, end);
        if (part.letter == 'S') {
            nano = (int) (number * Math.pow(10, 9 - part.width));
        } else {
            found[NUMBERS.indexOf(part.letter)] =
                    year(part) ? Dates.century(number, part.width) : number;
        }
        return end;
    }

    private boolean told(Moment moment) {
        int year = Math.max(found[0], found[1]);
        if (year >= 0) {
            moment.date = dates.of(year, found[2], found[3]);
            if (moment.date == null) {
                return false;
            }
        }
        int hour = found[4];
        return hour < 0 || moment.clock(hour, Math.max(0, found[5]), Math.max(0, found[6]), nano);
    }

    private static boolean year(Part part) {
        return part.letter == 'y' || part.letter == 'u';
    }

    /** Whether the letters stand for a number whose end can be told. */
    private static boolean fixed(char letter, int width, String pattern, int next) {
        return switch (letter) {
            case 'y', 'u' -> width == 2 || width == 4;
            case 'M', 'd', 'H', 'm', 's' -> width == 2 || (width == 1 && !letterAt(pattern, next));
            case 'S' -> width <= 9;
            default -> false;
        };
    }

    private static boolean letterAt(String pattern, int at) {
        return at < pattern.length() && Character.isLetter(pattern.charAt(at));
    }

    /** Optional parts, padding and reserved characters are left to DateTimeFormatter. */
    private static boolean plain(String pattern) {
        return pattern.chars().noneMatch(c -> "[]{}#".indexOf(c) >= 0);
    }

    private static int width(String pattern, int at) {
        int end = at;
        while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(at)) {
            end++;
        }
        return end - at;
    }

    private static void repeat(List<Part> parts, char literal, int times) {
        for (int i = 0; i < times; i++) {
            parts.add(new Part('\'', 1, literal));
        }
    }
}
