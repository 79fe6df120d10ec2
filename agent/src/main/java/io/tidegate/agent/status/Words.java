package io.tidegate.agent.status;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers and times are written for people. Stateless. */
public final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private Words() {}

    /**
     * Such as {@code 1 window} or {@code 1,200 windows}.
     *
     * @param unit a noun in the singular whose plural ends in s, es after ch
     */
    public static String count(long n, String unit) {
        String plural = unit.endsWith("ch") ? unit + "es" : unit + "s";
        return "%,d %s".formatted(n, n == 1 ? unit : plural);
    }

    /** A verb that agrees with the number: {@code is} or {@code are}. */
    public static String verb(long n, String one, String many) {
        return n == 1 ? one : many;
    }

    /** To the second, in UTC. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** When something is tried again: a wall-clock time to the second, with its offset. */
    public static String nextTry(OffsetDateTime at) {
        return "next try at " + LOCAL.format(at);
    }

    /** In the largest unit that still tells something, such as {@code 14 min}. */
    public static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return rounded(seconds, 60) + " min";
        }
        return seconds < 172_800
                ? rounded(seconds, 3_600) + " h"
                : rounded(seconds, 86_400) + " days";
    }

    private static long rounded(long seconds, long unit) {
        return (seconds + unit / 2) / unit;
    }

    /** Local days, both included. */
    public static String days(LocalDate from, LocalDate to) {
        return from.equals(to) ? from.toString() : from + " to " + to;
    }

    /** One line that ends as a sentence does. */
    static String sentence(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.isEmpty() || line.endsWith(".") ? line : line + ".";
    }
}
