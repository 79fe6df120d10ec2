package io.tidegate.agent.row;

import io.tidegate.protocol.Row;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what a source gives as what a column needs. Absent is null, a text of blanks, and nothing
 * else: never zero. Texts are kept as they are, blanks around them included, since an identifier
 * with a blank at its end is another one. Stateless.
 */
final class Values {
    private static final int LONGEST_NUMBER = 40;
    private static final int MOST_DIGITS = 18;
    private static final int MOST_ID_DIGITS = 1_000;
    private static final String COUNT = "is not a whole number: give a count of 0 or more";
    private static final String SECONDS =
            "is not a number of seconds, nor a length of time like h:mm:ss";
    private static final Pattern LENGTH =
            Pattern.compile("(\\d{1,7}):([0-5]\\d):([0-5]\\d(?:\\.\\d{1,9})?)");
    private static final String FLAG = "is neither 0 nor 1, true nor false, yes nor no";
    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "ja", "j");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "nein");
    private static final String PERCENT =
            "is a percentage: multiply it by the column that it is a share of, as in \"SL %\" *"
                    + " answered";
    private static final String LARGE = "is larger than any real value";

    private Values() {}

    /** The text, null if absent. Numbers in plain digits, without decimals that are zero. */
    static String text(Object value) throws BadValue {
        return switch (value) {
            case null -> null;
            case String text -> text.isBlank() ? null : text;
            case BigDecimal number -> digits(number);
            case Double number -> digits(decimal(number));
            default -> readable(value).toString();
        };
    }

    /** The whole number, {@link Row#NULL} if absent. Whether it is too small is not asked here. */
    static long count(Object value) throws BadValue {
        return switch (value) {
            case null -> Row.NULL;
            case Long number -> number;
            case String text when text.isBlank() -> Row.NULL;
            default -> whole(number(value, COUNT));
        };
    }

    /** Milliseconds of a number of seconds, half up; {@link Row#NULL} if absent. */
    static long millis(Object value) throws BadValue {
        return switch (value) {
            case null -> Row.NULL;
            case Long number -> millis(number.longValue());
            case Duration time -> millis(BigDecimal.valueOf(time.toNanos(), 9));
            case LocalTime time -> millis(BigDecimal.valueOf(time.toNanoOfDay(), 9));
            case String text when text.isBlank() -> Row.NULL;
            case String text when text.indexOf(':') >= 0 -> millis(length(text.strip()));
            default -> millis(number(value, SECONDS));
        };
    }

    /** A number of seconds, null if absent. */
    static BigDecimal seconds(Object value) throws BadValue {
        return switch (value) {
            case Duration time -> BigDecimal.valueOf(time.toNanos(), 9);
            case LocalTime time -> BigDecimal.valueOf(time.toNanoOfDay(), 9);
            case String text when text.indexOf(':') >= 0 -> length(text.strip());
            case null, default -> decimal(value);
        };
    }

    /** Seconds of {@code h:mm:ss}. What has two parts only might be hours and minutes as well. */
    private static BigDecimal length(String text) throws BadValue {
        var parts = LENGTH.matcher(text);
        if (!parts.matches()) {
            throw new BadValue(SECONDS);
        }
        long minutes = Long.parseLong(parts.group(1)) * 60 + Long.parseLong(parts.group(2));
        return BigDecimal.valueOf(minutes * 60).add(new BigDecimal(parts.group(3)));
    }

    /** 0 or 1, {@link Row#NULL} if absent. */
    static long flag(Object value) throws BadValue {
        return switch (value) {
            case null -> Row.NULL;
            case Boolean yes -> yes ? 1 : 0;
            case Long number -> flagOf(number);
            case String text when text.equals("1") -> 1;
            case String text when text.equals("0") -> 0;
            case String text when text.isBlank() -> Row.NULL;
            case String text when YES.contains(word(text)) -> 1;
            case String text when NO.contains(word(text)) -> 0;
            default -> flagOf(whole(number(value, FLAG), FLAG));
        };
    }

    private static String word(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /** The number, null if absent. */
    static BigDecimal decimal(Object value) throws BadValue {
        return switch (value) {
            case null -> null;
            case String text when text.isBlank() -> null;
            default -> number(value, "is made of something that is not a number");
        };
    }

    /** An identifier may have more digits than any count. */
    private static String digits(BigDecimal number) throws BadValue {
        if (Math.abs((long) number.precision() - number.scale()) > MOST_ID_DIGITS) {
            throw new BadValue(LARGE);
        }
        return number.stripTrailingZeros().toPlainString();
    }

    /** 0 or 1. */
    static long flagOf(long number) throws BadValue {
        if (number == 0 || number == 1) {
            return number;
        }
        throw new BadValue(FLAG);
    }

    private static BigDecimal number(Object value, String complaint) throws BadValue {
        return switch (readable(value)) {
            case BigDecimal number -> number;
            case Long number -> BigDecimal.valueOf(number);
            case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number);
            case String text -> parsed(text.strip(), complaint);
            case Percent _ -> throw new BadValue(PERCENT);
            default -> throw new BadValue(complaint);
        };
    }

    /** A source may have found out already that a value makes no sense. */
    static Object readable(Object value) throws BadValue {
        if (value instanceof Unreadable(String reason)) {
            throw new BadValue(reason);
        }
        return value;
    }

    private static BigDecimal parsed(String text, String complaint) throws BadValue {
        if (text.length() <= LONGEST_NUMBER) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException _) {
                // Said below.
            }
        }
        throw new BadValue(complaint);
    }

    private static long whole(BigDecimal number) throws BadValue {
        return whole(number, COUNT);
    }

    private static long whole(BigDecimal number, String complaint) throws BadValue {
        if (number.scale() == 0 && number.precision() <= MOST_DIGITS) {
            return number.longValue();
        }
        BigDecimal plain = plain(number);
        if (plain.stripTrailingZeros().scale() > 0) {
            throw new BadValue(complaint);
        }
        return plain.longValue();
    }

    /** Milliseconds of a whole number of seconds. */
    static long millis(long seconds) throws BadValue {
        if (Math.abs(seconds) > Long.MAX_VALUE / 1_000) {
            throw new BadValue(LARGE);
        }
        return seconds * 1_000;
    }

    private static long millis(BigDecimal seconds) throws BadValue {
        BigDecimal millis = plain(seconds).setScale(3, RoundingMode.HALF_UP);
        if (seconds.signum() < 0 && millis.signum() == 0) {
            return -1; // Still below zero, and to be found so.
        }
        return millis.scaleByPowerOfTen(3).longValue();
    }

    /** A number of a size that can be worked with: {@code 1e999999999} must not fill the memory. */
    private static BigDecimal plain(BigDecimal number) throws BadValue {
        long whole = (long) number.precision() - number.scale();
        if (number.signum() == 0 || whole < -MOST_DIGITS) {
            return BigDecimal.ZERO;
        }
        if (whole > MOST_DIGITS - 3) {
            throw new BadValue(LARGE);
        }
        return number;
    }
}
