package io.tidegate.agent.source.csv;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts what the values of one column look like. Keeps at most forty different texts and three
 * values as examples, all of them dates or numbers. Used by one thread.
 */
public final class ColumnTally {
    /** What a value looks like. */
    public enum Look {
        BLANK,
        WHOLE,
        DECIMAL,
        DATE,
        DATE_TIME,
        /** A time of day; a length of time may look the same. */
        CLOCK,
        LENGTH,
        PERCENT,
        TEXT
    }

    private static final int MOST_TEXTS = 40;
    private static final int LONGEST = 48;
    private static final int FEW_DIGITS = 9;

    private static final String CLOCK =
            "(\\d{1,2}):([0-5]\\d)(?::([0-5]\\d)(?:[.,]\\d{1,9})?)?"
                    + "(\\s?[AaPp]\\.?[Mm]\\.?)?\\s?(Z|[+-]\\d{2}:?\\d{2})?";
    private static final Pattern ONLY_CLOCK = Pattern.compile(CLOCK);
    private static final Pattern DATE =
            Pattern.compile(
                    "(\\d{1,4})([-/.])(\\d{1,2})\\2(\\d{1,4})(?:(?:\\s+|T)(?:" + CLOCK + "))?");
    private static final Pattern LENGTH = Pattern.compile("\\d{0,7}:\\d{2}(:\\d{2})?([.,]\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?[\\d\\u00A0\\u202F'\u2019]*\\d*(?:[.,]\\d+)+");
    private static final Pattern PERCENT = Pattern.compile("[-+]?[\\d.,]+\\s?%");

    private final long[] looks = new long[Look.values().length];
    private final long[] byOrder = new long[1 << DateOrder.values().length];
    private final Map<String, Long> texts = new LinkedHashMap<>();
    private final BitSet minutes = new BitSet(24 * 60);
    private final DecimalText decimals = new DecimalText();
    private boolean manyTexts;
    private boolean seconds;
    private long values;
    private long offsets;
    private long halfDays;
    private long onlyPoint;
    private long onlyComma;
    private long eitherSign;
    private int digits = -1;
    private String ambiguousDate;
    private String ambiguousNumber;
    private String firstTime;

    /** Takes a value in. */
    void see(String field) {
        String value = field.strip();
        Look look = value.length() > LONGEST ? Look.TEXT : look(value);
        looks[look.ordinal()]++;
        values += look == Look.BLANK ? 0 : 1;
        if (look == Look.WHOLE) {
            digits = digits < 0 || digits == value.length() ? value.length() : 0;
        }
        if (look == Look.TEXT || look == Look.WHOLE) {
            keep(value);
        }
    }

    private Look look(String value) {
        if (value.isEmpty()) {
            return Look.BLANK;
        }
        if ("+-:.,".indexOf(value.charAt(0)) < 0 && !Chars.digit(value.charAt(0))) {
            return Look.TEXT;
        }
        if (WHOLE.matcher(value).matches()) {
            return Look.WHOLE;
        }
        Matcher date = DATE.matcher(value);
        if (date.matches() && isDate(date)) {
            return date(value, date);
        }
        Matcher clock = ONLY_CLOCK.matcher(value);
        if (clock.matches() && clock(clock, 1)) {
            return Look.CLOCK;
        }
        return number(value);
    }

    private Look number(String value) {
        if (LENGTH.matcher(value).matches()) {
            return Look.LENGTH;
        }
        if (DECIMAL.matcher(value).matches()) {
            return sign(value);
        }
        return PERCENT.matcher(value).matches() ? Look.PERCENT : Look.TEXT;
    }

    private Look sign(String value) {
        char[] chars = value.toCharArray();
        var point = decimals.read(chars, 0, chars.length, '.');
        var comma = decimals.read(chars, 0, chars.length, ',');
        if (point == null && comma == null) {
            return Look.TEXT;
        }
        if (point != null && comma != null) {
            boolean same = point.compareTo(comma) == 0;
            eitherSign += same ? 0 : 1;
            ambiguousNumber = same || ambiguousNumber != null ? ambiguousNumber : value;
        } else {
            onlyPoint += point != null ? 1 : 0;
            onlyComma += comma != null ? 1 : 0;
        }
        return Look.DECIMAL;
    }

    private static DateText text(Matcher date) {
        return new DateText(
                Integer.parseInt(date.group(1)),
                date.group(1).length(),
                Integer.parseInt(date.group(3)),
                date.group(3).length(),
                Integer.parseInt(date.group(4)),
                date.group(4).length(),
                date.group(2).charAt(0));
    }

    private static boolean isDate(Matcher date) {
        return text(date).orders() != 0;
    }

    private Look date(String value, Matcher date) {
        DateText text = text(date);
        int orders = text.yearInFront() ? DateOrder.YEAR_FIRST.bit() : text.orders();
        byOrder[orders]++;
        if (Integer.bitCount(orders) > 1 && ambiguousDate == null) {
            ambiguousDate = value;
        }
        firstTime = firstTime == null ? value : firstTime;
        return date.group(5) != null && clock(date, 5) ? Look.DATE_TIME : Look.DATE;
    }

    /** Takes a time of day in; false if there is none such. */
    private boolean clock(Matcher matcher, int group) {
        int hour = Integer.parseInt(matcher.group(group));
        int minute = Integer.parseInt(matcher.group(group + 1));
        String half = matcher.group(group + 3);
        if (hour > 24 || (hour == 24 && minute > 0) || (half != null && hour > 12)) {
            return false;
        }
        if (half != null) {
            halfDays++;
            hour = hour % 12 + (Character.toLowerCase(half.strip().charAt(0)) == 'p' ? 12 : 0);
        }
        offsets += matcher.group(group + 4) == null ? 0 : 1;
        String second = matcher.group(group + 2);
        seconds |= second != null && !second.equals("00");
        minutes.set(hour % 24 * 60 + minute);
        return true;
    }

    private void keep(String value) {
        if (texts.containsKey(value) || texts.size() < MOST_TEXTS) {
            texts.merge(value, 1L, Long::sum);
        } else {
            manyTexts = true;
        }
    }

    /** How many values look so. */
    public long count(Look look) {
        return looks[look.ordinal()];
    }

    /** How many values there are, blank ones aside. */
    public long values() {
        return values;
    }

    /** Whether all values that are not blank look like one of these, and there is one. */
    public boolean isOnly(Look... allowed) {
        long sum = 0;
        for (Look look : allowed) {
            sum += count(look);
        }
        return values > 0 && sum == values;
    }

    /** Dates or points in time. */
    public boolean isDated() {
        return isOnly(Look.DATE, Look.DATE_TIME);
    }

    /** How many dates can be read in that order and in no other. */
    public long datesOnly(DateOrder order) {
        return byOrder[order.bit()];
    }

    /** How many dates can be read in more than one order. */
    public long datesInMany() {
        long many = 0;
        for (int bits = 0; bits < byOrder.length; bits++) {
            many += Integer.bitCount(bits) > 1 ? byOrder[bits] : 0;
        }
        return many;
    }

    /** The orders in which every date can be read. */
    public Set<DateOrder> orders() {
        int left = (1 << DateOrder.values().length) - 1;
        for (int bits = 1; bits < byOrder.length; bits++) {
            left &= byOrder[bits] > 0 ? bits : left;
        }
        return firstTime == null ? EnumSet.noneOf(DateOrder.class) : DateOrder.of(left);
    }

    /** How many times carry their offset. */
    public long offsets() {
        return offsets;
    }

    /** How many times say AM or PM. */
    public long halfDays() {
        return halfDays;
    }

    /** Whether a time has seconds that are not zero. */
    public boolean hasSeconds() {
        return seconds;
    }

    /** The minutes of the day on which times stand. */
    public BitSet minutes() {
        return (BitSet) minutes.clone();
    }

    /** Numbers that only a decimal point, only a decimal comma, or both make a number. */
    public long onlyPoint() {
        return onlyPoint;
    }

    public long onlyComma() {
        return onlyComma;
    }

    public long eitherSign() {
        return eitherSign;
    }

    /** The number of digits if all values are whole numbers of as many; else 0. */
    public int digits() {
        return isOnly(Look.WHOLE) ? Math.max(0, digits) : 0;
    }

    /** Whether these are whole numbers too long for counts: identifiers, times since 1970. */
    public boolean isLong() {
        return digits() > FEW_DIGITS;
    }

    public Optional<String> ambiguousDate() {
        return Optional.ofNullable(ambiguousDate);
    }

    public Optional<String> ambiguousNumber() {
        return Optional.ofNullable(ambiguousNumber);
    }

    public Optional<String> firstTime() {
        return Optional.ofNullable(firstTime);
    }

    /** The different texts and whole numbers; empty if there are more than forty. */
    public Optional<Set<String>> texts() {
        return manyTexts ? Optional.empty() : Optional.of(texts.keySet());
    }

    /** Whether a value looks like data rather than like the name of a column. */
    static boolean isData(String field) {
        Look look = new ColumnTally().look(field.strip());
        return look != Look.TEXT && look != Look.BLANK;
    }
}
