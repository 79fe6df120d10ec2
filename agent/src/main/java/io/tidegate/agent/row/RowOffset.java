package io.tidegate.agent.row;

import io.tidegate.config.SourceTimes.OffsetUnit;

import java.math.BigDecimal;

/**
 * What a row says of how far its wall clock is from UTC.
 *
 * @param index of the column; below 0 if rows say nothing
 */
record RowOffset(int index, OffsetUnit unit) {
    /** What {@link #seconds} says where nothing is said. */
    static final long UNKNOWN = Long.MIN_VALUE;

    static final RowOffset NONE = new RowOffset(-1, OffsetUnit.SECONDS_EAST);

    private static final long FARTHEST = 18 * 3_600;

    /** Seconds east of UTC, at most 18 hours either way. */
    long seconds(RawRow raw) throws BadValue {
        if (index < 0) {
            return UNKNOWN;
        }
        BigDecimal number = Values.decimal(raw.value(index));
        if (number == null) {
            return UNKNOWN;
        }
        long seconds =
                switch (unit) {
                    case MINUTES_WEST -> -60 * whole(number);
                    case MINUTES_EAST -> 60 * whole(number);
                    case SECONDS_EAST -> whole(number);
                };
        if (Math.abs(seconds) > FARTHEST) {
            throw new BadValue("has an offset from UTC of more than 18 hours: see sql.offset-is");
        }
        return seconds;
    }

    private static long whole(BigDecimal number) throws BadValue {
        try {
            return Math.toIntExact(number.longValueExact());
        } catch (ArithmeticException _) {
            throw new BadValue("has an offset from UTC that is no whole number");
        }
    }
}
