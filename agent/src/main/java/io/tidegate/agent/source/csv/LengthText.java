package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Unreadable;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lengths of time whose units are written: {@code 0,5 h}, {@code 12 min}, {@code 1h 5m 30s}, {@code
 * 1 day, 2:03:04}; the larger unit first, each once. Used by one thread.
 */
final class LengthText {
    private static final Map<String, Integer> MILLIS = new HashMap<>();

    static {
        unit(86_400_000, "d", "day", "days", "tag", "tage", "tagen", "jour", "jours");
        unit(3_600_000, "h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heures");
        unit(60_000, "m", "min", "mins", "minute", "minutes", "minuten");
        unit(1_000, "s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden");
        unit(1, "ms", "msec", "millisecond", "milliseconds", "millisekunden");
    }

    private final ValueReader numbers;
    private final ClockLength clock;
    private char[] chars;
    private int at;
    private int to;

    LengthText(ValueReader numbers, ClockLength clock) {
        this.numbers = numbers;
        this.clock = clock;
    }

    private static void unit(int millis, String... words) {
        for (String word : words) {
            MILLIS.put(word, millis);
        }
    }

    /** Seconds; null if it is no such text; what the numbers say where one cannot be read. */
    Object read(char[] text, int from, int end) {
        chars = text;
        at = from;
        to = end;
        BigDecimal millis = BigDecimal.ZERO;
        int last = Integer.MAX_VALUE;
        while (at < to) {
            int number = at;
            at = number(at);
            Object count = numbers.read(chars, number, at);
            int unit = unit();
            if (unit == 0) {
                return days(last) ? tail(millis, number) : null;
            }
            if (unit >= last || !(count instanceof Number)) {
                return count instanceof Unreadable unreadable ? unreadable : null;
            }
            millis = millis.add(decimal(count).multiply(BigDecimal.valueOf(unit)));
            last = unit;
        }
        return Seconds.of(millis.movePointLeft(3));
    }

    private static boolean days(int unit) {
        return unit == MILLIS.get("day");
    }

    /** A clock's time behind the days. */
    private Object tail(BigDecimal millis, int from) {
        Object rest = clock.read(chars, from, to);
        return rest instanceof Number
                ? Seconds.of(millis.movePointLeft(3).add(decimal(rest)))
                : rest;
    }

    private static BigDecimal decimal(Object number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) number);
    }

    private int number(int from) {
        int end = from;
        while (end < to && !Character.isLetter(chars[end]) && chars[end] != ':') {
            end++;
        }
        return end;
    }

    /** The unit's milliseconds and what divides it from the next; 0 if there is none. */
    private int unit() {
        int begin = at;
        while (at < to && Character.isLetter(chars[at])) {
            at++;
        }
        String word = new String(chars, begin, at - begin).toLowerCase(Locale.ROOT);
        while (at < to && (chars[at] == '.' || chars[at] == ',' || Chars.blank(chars[at]))) {
            at++;
        }
        return MILLIS.getOrDefault(word, 0);
    }
}
