package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues.LengthUnit;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The plain numbers of one column of lengths of time whose unit nobody told. Seconds would have
 * been seen among them if they were seconds: where all are so small that they are rather minutes,
 * hours or parts of a day, a person must say. Used by one thread.
 */
final class PlainLengths {
    /** What handles a contact, or all of an interval, takes longer somewhere in a file. */
    private static final BigDecimal SHORT_HANDLING = BigDecimal.valueOf(24);

    private static final List<String> UNITS =
            Arrays.stream(
                            new LengthUnit[] {
                                LengthUnit.SECONDS,
                                LengthUnit.MINUTES,
                                LengthUnit.HOURS,
                                LengthUnit.DAYS
                            })
                    .map(LengthUnit::word)
                    .toList();

    private final String column;
    private final BigDecimal small;
    private final LongSupplier line;
    private boolean seconds;
    private long firstFraction;

    /**
     * @param column ours
     * @param told whether the unit is told
     * @param line the line that is being read
     */
    PlainLengths(String column, boolean told, LongSupplier line) {
        this.column = column;
        this.small = column.equals("handlingtime") ? SHORT_HANDLING : BigDecimal.ONE;
        this.seconds = told;
        this.line = line;
    }

    /** Whether nothing more is to be found out. */
    boolean isSeconds() {
        return seconds;
    }

    void whole(long number) {
        seconds |= number != 0;
    }

    void decimal(BigDecimal number) {
        if (!seconds && number.signum() != 0) {
            seconds = isWhole(number) || number.abs().compareTo(small) >= 0;
            firstFraction = firstFraction == 0 ? line.getAsLong() : firstFraction;
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    /** What to ask, once a file has been read to its end. */
    Optional<String> question(Paste paste) {
        return seconds || firstFraction == 0
                ? Optional.empty()
                : Optional.of(
                        "what the numbers for "
                                + column
                                + " count is not clear: from line "
                                + firstFraction
                                + " on all are fractions below "
                                + small
                                + ", too small for seconds. "
                                + paste.either("csv.duration." + column, UNITS));
    }
}
