package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig.Csv;

import java.util.Optional;

/**
 * How dates and times are read: as configured, else as {@link AutoDates} and {@link AutoClocks}.
 */
final class Moments {
    private final Csv csv;
    private final Evidence evidence;

    Moments(Csv csv, Evidence evidence) {
        this.csv = csv;
        this.evidence = evidence;
    }

    /** Date and time of day in one text. */
    MomentReader whole() {
        return csv.dateTimeFormat()
                .map(Moments::of)
                .orElseGet(() -> new DateThenClock(dates(), clocks()));
    }

    /** Date and time of day in two columns that are to be read as one text. */
    boolean joinsText() {
        return csv.dateTimeFormat().isPresent() && csv.dateFormat().isEmpty();
    }

    /** A date in a column of its own, perhaps with a midnight behind it. */
    MomentReader date() {
        return csv.dateFormat()
                .map(Moments::of)
                .orElseGet(() -> new DateThenClock(dates(), new AutoClocks()));
    }

    /** A time of day in a column of its own. */
    MomentReader clock() {
        return clocks();
    }

    private MomentReader dates() {
        return csv.dateFormat().map(Moments::of).orElseGet(() -> new AutoDates(evidence));
    }

    private MomentReader clocks() {
        return csv.timeFormat().map(Moments::of).orElseGet(AutoClocks::new);
    }

    private static MomentReader of(String format) {
        if (format.equals(NumberClock.KEY)) {
            return new NumberClock();
        }
        for (var unit : NumberMoments.Unit.values()) {
            if (unit.key().equals(format)) {
                return new NumberMoments(unit);
            }
        }
        Optional<NumericPattern> numeric = NumericPattern.of(format);
        return numeric.isPresent() ? numeric.get() : new FormatterPattern(format);
    }
}
