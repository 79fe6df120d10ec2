package io.tidegate.protocol;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * Points in time as they travel: RFC 3339 in UTC with {@code Z}, at most six decimals of a second,
 * no trailing zeros, no decimal point for whole seconds; years 1970 to 9999. In memory:
 * microseconds since 1970-01-01T00:00:00Z. Stateless.
 */
public final class WireTime {
    /** The first moment a row may have: 1970-01-01T00:00:00Z. */
    public static final long MIN = 0;

    /** The last moment a row may have: 9999-12-31T23:59:59.999999Z. */
    public static final long MAX = 253_402_300_799_999_999L;

    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;

    private static final int SHORTEST = "1970-01-01T00:00:00Z".length();
    private static final int LONGEST = "1970-01-01T00:00:00.000000Z".length();

    private WireTime() {}

    /** Whether a row may carry it. */
    public static boolean inRange(long micros) {
        return micros >= MIN && micros <= MAX;
    }

    /**
     * Whole microseconds, what is finer is cut off.
     *
     * @throws ArithmeticException for instants some 292,000 years away
     */
    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /**
     * @param micros within {@link #MIN} and {@link #MAX}
     */
    public static String format(long micros) {
        JsonBytes out = new JsonBytes(32);
        out.time(micros);
        return out.toString();
    }

    /** As {@link #format(long)}, whole microseconds. */
    public static String format(Instant instant) {
        return format(micros(instant));
    }

    /** Microseconds of such a text; empty if it is not exactly one. Trailing zeros are allowed. */
    public static OptionalLong parse(CharSequence text) {
        long micros = parseOr(text, Long.MIN_VALUE);
        return micros == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(micros);
    }

    /** As {@link #parse}, without an object. */
    static long parseOr(CharSequence text, long otherwise) {
        int length = text.length();
        if (length < SHORTEST || length > LONGEST || !isPunctuated(text, length)) {
            return otherwise;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int fraction = fraction(text, length);
        if (year < 1970
                || month < 1
                || month > 12
                || day < 1
                || day > monthLength(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || fraction < 0) {
            return otherwise;
        }
        long seconds = epochDay(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
        return seconds * SECOND + fraction;
    }

    private static boolean isPunctuated(CharSequence text, int length) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(length - 1) == 'Z';
    }

    private static int fraction(CharSequence text, int length) {
        if (length == SHORTEST) {
            return 0;
        }
        int decimals = length - SHORTEST - 1;
        if (text.charAt(19) != '.' || decimals == 0) {
            return -1;
        }
        int value = digits(text, 20, 20 + decimals);
        for (int i = decimals; value > 0 && i < 6; i++) {
            value *= 10;
        }
        return value;
    }

    /** The whole number written there, -1 if there is anything but digits. */
    private static int digits(CharSequence text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int monthLength(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static long epochDay(int year, int month, int day) {
        return LocalDate.of(year, month, day).toEpochDay();
    }
}
