package io.tidegate.agent.source.csv;

import java.time.DateTimeException;
import java.time.ZoneOffset;

/**
 * What may follow a time of day: nothing, {@code Z}, {@code UTC}, {@code GMT}, {@code +01}, {@code
 * +0100}, {@code +01:00}.
 */
final class OffsetText {
    private OffsetText() {}

    /** Reads what is left from {@code from} on; false if it is something else. */
    static boolean read(char[] chars, int from, int to, Moment moment) {
        int at = Chars.trimStart(chars, from, to);
        if (at == to) {
            return true;
        }
        if ((to - at == 1 && (chars[at] | 0x20) == 'z') || isUtc(chars, at, to)) {
            moment.offset = ZoneOffset.UTC;
            return true;
        }
        return (chars[at] == '+' || chars[at] == '-') && hours(chars, at, to, moment);
    }

    private static boolean isUtc(char[] chars, int at, int to) {
        String word = to - at == 3 ? new String(chars, at, 3) : "";
        return word.equalsIgnoreCase("UTC") || word.equalsIgnoreCase("GMT");
    }

    private static boolean hours(char[] chars, int at, int to, Moment moment) {
        int hour = Chars.number(chars, at + 1, Math.min(to, at + 3));
        int rest = at + 3 < to && chars[at + 3] == ':' ? at + 4 : at + 3;
        int minute = rest >= to ? 0 : Chars.number(chars, rest, to);
        if (hour < 0 || minute < 0 || (rest < to && to - rest != 2) || to < at + 3) {
            return false;
        }
        int sign = chars[at] == '-' ? -1 : 1;
        try {
            moment.offset = ZoneOffset.ofHoursMinutes(sign * hour, sign * minute);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
