package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Unreadable;

/** Date and time of day in two columns. Used by one thread. */
final class JoinedTimes {
    private final MomentReader dates;
    private final MomentReader clocks;
    private final ValueReader whole;
    private final boolean joinText;
    private final NullTexts nulls;
    private final Moment date = new Moment();
    private final Moment clock = new Moment();
    private final Moment later = new Moment();

    JoinedTimes(Moments moments, NullTexts nulls) {
        this.nulls = nulls;
        this.dates = moments.date();
        this.clocks = moments.clock();
        this.whole = new TimeReader(moments.whole());
        this.joinText = moments.joinsText();
    }

    /**
     * The value of two fields; null if both are blank.
     *
     * @param half the field whose AM or PM tells that of a time of day before it; -1 for none
     */
    Object read(Records records, int first, int second, int half) {
        boolean hasDate = told(records, first);
        boolean hasClock = told(records, second);
        if (joinText && (hasDate || hasClock)) {
            char[] text = (records.text(first) + ' ' + records.text(second)).toCharArray();
            return whole.read(text, 0, text.length);
        }
        if (!hasDate || !hasClock) {
            return hasDate == hasClock
                    ? null
                    : new Unreadable("is a date without its time, or a time without its date");
        }
        return join(records, first, second, half);
    }

    private Object join(Records records, int first, int second, int half) {
        if (!fill(dates, records, first, date) || date.date == null || date.clock > 0) {
            return TimeReader.unreadable(date, "is not a date alone");
        }
        if (!fill(clocks, records, second, clock) || clock.date != null) {
            return TimeReader.unreadable(clock, "is not a time of day alone");
        }
        if (half >= 0 && !clock.halfDay && HalfDay.isMissing(clock.clock)) {
            boolean told = told(records, half) && fill(clocks, records, half, later);
            clock.clock = told && later.halfDay ? HalfDay.before(clock.clock, later.clock) : -1;
            if (clock.clock < 0) {
                return HalfDay.UNKNOWN;
            }
        }
        date.clock = clock.clock;
        date.offset = clock.offset;
        return date.value();
    }

    private static boolean fill(MomentReader reader, Records records, int field, Moment moment) {
        char[] chars = records.chars(field);
        int end = records.begin(field) + records.length(field);
        int from = Chars.trimStart(chars, records.begin(field), end);
        return TimeReader.fill(reader, chars, from, Chars.trimEnd(chars, from, end), moment);
    }

    private boolean told(Records records, int field) {
        return !nulls.has(records, field);
    }
}
