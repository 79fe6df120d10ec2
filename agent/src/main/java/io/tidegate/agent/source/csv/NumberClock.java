package io.tidegate.agent.source.csv;

/**
 * Times of day as one number of hours and minutes: {@code 830}, {@code 0830}, {@code 0}. Stateless.
 */
final class NumberClock implements MomentReader {
    /** As in the configuration. */
    static final String KEY = "hhmm";

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        int number = to - from <= 4 ? Chars.number(chars, from, to) : -1;
        return number >= 0 && moment.clock(number / 100, number % 100, 0, 0)
                ? to
                : moment.not("is not a time of day as csv.time-format = hhmm says");
    }
}
