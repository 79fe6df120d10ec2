package io.tidegate.agent.source.csv;

/**
 * A date and perhaps, behind a blank, a {@code T} or a comma, a time of day in the same text. Used
 * by one thread.
 */
final class DateThenClock implements MomentReader {
    private final MomentReader dates;
    private final MomentReader clocks;

    DateThenClock(MomentReader dates, MomentReader clocks) {
        this.dates = dates;
        this.clocks = clocks;
    }

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        int end = dates.read(chars, from, to, moment);
        if (end == NOTHING || end == to) {
            return end;
        }
        int clock = clock(chars, end, to);
        return clock == end ? NOTHING : clocks.read(chars, clock, to, moment);
    }

    /** Where the time of day begins; {@code at} itself if nothing divides it from the date. */
    private static int clock(char[] chars, int at, int to) {
        boolean mark = chars[at] == 'T' || chars[at] == 't' || chars[at] == ',';
        return Chars.trimStart(chars, mark ? at + 1 : at, to);
    }
}
