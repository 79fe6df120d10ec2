package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues.LengthUnit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Seconds of a number that counts something else, to the millisecond, half up. What is within 5 ms
 * of a whole second is that second: spreadsheets and reports write 0.0423611 for 1:01:00 of a day,
 * and the seven decimals that nearly all of them give can be off by 4.3 ms. Stateless.
 */
final class Seconds {
    private static final BigDecimal NOISE = new BigDecimal("0.005");

    private Seconds() {}

    /** Long or BigDecimal. */
    static Object of(BigDecimal number, LengthUnit unit) {
        return switch (unit) {
            case SECONDS, H_MM -> of(number);
            case MILLISECONDS -> of(number.movePointLeft(3));
            case MINUTES -> near(number.multiply(BigDecimal.valueOf(60)));
            case HOURS -> near(number.multiply(BigDecimal.valueOf(3_600)));
            case DAYS -> near(number.multiply(BigDecimal.valueOf(86_400)));
        };
    }

    private static Object near(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.HALF_UP);
        boolean noise = seconds.subtract(whole).abs().compareTo(NOISE) <= 0;
        boolean some = seconds.signum() == 0 || whole.signum() != 0;
        return of(noise && some ? whole : seconds.setScale(3, RoundingMode.HALF_UP));
    }

    /** The same number, a Long if it is whole and small enough. */
    static Object of(BigDecimal seconds) {
        BigDecimal plain = seconds.stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18
                ? (Object) plain.longValue()
                : plain;
    }
}
