package io.tidegate.agent.source.csv;

import java.nio.CharBuffer;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Any java.time pattern: month names and AM/PM in English, strictly (no 31 February). Used by one
 * thread.
 */
final class FormatterPattern implements MomentReader {
    private final String pattern;
    private final DateTimeFormatter formatter;

    /**
     * @throws IllegalArgumentException if it is no pattern
     */
    FormatterPattern(String pattern) {
        this.pattern = pattern;
        this.formatter =
                new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(strictYears(pattern))
                        .toFormatter(Locale.ENGLISH)
                        .withResolverStyle(ResolverStyle.STRICT);
    }

    @Override
    public int read(char[] chars, int from, int to, Moment moment) {
        var position = new ParsePosition(0);
        try {
            TemporalAccessor told =
                    formatter.parse(CharBuffer.wrap(chars, from, to - from), position);
            moment.date = told.query(TemporalQueries.localDate());
            var clock = told.query(TemporalQueries.localTime());
            moment.clock = clock == null ? Moment.NO_CLOCK : clock.toNanoOfDay();
            moment.offset = told.query(TemporalQueries.offset());
            return from + position.getIndex();
        } catch (DateTimeException | IndexOutOfBoundsException _) {
            return moment.not("is not written as " + pattern);
        }
    }

    /** Strict reading wants the proleptic year {@code u}, since {@code y} needs an era. */
    private static String strictYears(String pattern) {
        var strict = new StringBuilder();
        boolean quoted = false;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            strict.append(c == 'y' && !quoted ? 'u' : c);
        }
        return strict.toString();
    }
}
