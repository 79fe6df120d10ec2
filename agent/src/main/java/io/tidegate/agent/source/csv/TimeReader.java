package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Unreadable;

/** Dates and times in one column. Used by one thread. */
final class TimeReader implements ValueReader {
    private final MomentReader moments;
    private final Moment moment = new Moment();

    TimeReader(MomentReader moments) {
        this.moments = moments;
    }

    @Override
    public Object read(char[] chars, int from, int to) {
        int begin = Chars.trimStart(chars, from, to);
        int end = Chars.trimEnd(chars, begin, to);
        if (begin == end) {
            return null;
        }
        Object value = fill(moments, chars, begin, end, moment) ? moment.value() : null;
        return value != null ? value : unreadable(moment, "is not a date with a time of day");
    }

    /** Reads all from {@code from} to {@code to}; false if it is not that, or more than that. */
    static boolean fill(MomentReader reader, char[] chars, int from, int to, Moment moment) {
        moment.clear();
        return reader.read(chars, from, to, moment) == to;
    }

    static Unreadable unreadable(Moment moment, String otherwise) {
        return new Unreadable(moment.fault != null ? moment.fault : otherwise);
    }
}
