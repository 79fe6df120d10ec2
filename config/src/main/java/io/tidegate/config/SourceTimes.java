package io.tidegate.config;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * How a source keeps its times, beyond {@code time-zone} and {@code sql.bind}.
 *
 * @param zones {@code time-zone.<column>}: columns that are kept by another zone's wall clock
 * @param binds {@code sql.bind.<column>}: columns that are kept in another way
 * @param offset a column that says how far the row's wall clock is from UTC
 * @param timeOfDay what a number means that is joined to a date
 * @param endStamped {@code timestamp-is = end}: intervals carry their end instead of their start
 */
public record SourceTimes(
        Map<String, ZoneId> zones,
        Map<String, String> binds,
        Optional<OffsetColumn> offset,
        Optional<TimeOfDay> timeOfDay,
        boolean endStamped) {

    /** Every column as {@code time-zone} and {@code sql.bind} say, intervals by their start. */
    public static final SourceTimes PLAIN =
            new SourceTimes(Map.of(), Map.of(), Optional.empty(), Optional.empty(), false);

    /** What a number of an offset column counts. */
    public enum OffsetUnit {
        /** 300 is UTC-5, as Cisco UCCE has it. */
        MINUTES_WEST,
        /** -300 is UTC-5. */
        MINUTES_EAST,
        /** -18000 is UTC-5. */
        SECONDS_EAST
    }

    /**
     * @param name as the source calls it
     */
    public record OffsetColumn(String name, OffsetUnit unit) {}

    /** What a number means that stands for a time of day. */
    public enum TimeOfDay {
        /** 830 is half past eight. */
        HHMM,
        /** 83000 is half past eight. */
        HHMMSS,
        /** 510 is half past eight. */
        MINUTES,
        /** 30600 is half past eight. */
        SECONDS
    }

    /** The zone of that column's wall clock. */
    public ZoneId zone(String column, ZoneId ofSource) {
        return zones.getOrDefault(column, ofSource);
    }
}
