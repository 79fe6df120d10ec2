package io.tidegate.agent.source.sql;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceTimes.TimeOfDay;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which columns of the source hold times, and which one places a row. Used by one thread. */
final class TimeColumns {
    private final SourceConfig source;
    private final TimeColumn placing;
    private final List<TimeColumn> all = new ArrayList<>();

    /**
     * @throws BadQueryException if {@code sql.bind} cannot be understood
     */
    TimeColumns(SourceConfig source, SourceConfig.Sql sql) throws BadQueryException {
        this.source = source;
        DataType data = DataType.of(source.rows()).orElseThrow();
        for (Column column : data.columns()) {
            if (column.kind() == Kind.INSTANT && isRead(source, column)) {
                all.add(TimeColumn.of(source, sql, column.name(), column == data.timeColumn()));
            }
        }
        this.placing =
                all.stream()
                        .filter(c -> c.column().equals(data.timeColumn().name()))
                        .findFirst()
                        .orElseThrow();
    }

    /** A query need not give the end of a state that is made of something else. */
    private static boolean isRead(SourceConfig source, Column column) {
        return !column.name().equals("endtime")
                || source.shaping().status() == SourceConfig.StatusShape.START_END;
    }

    /** The one that places a row. */
    TimeColumn placing() {
        return placing;
    }

    /** Those that hold a time. */
    List<TimeColumn> all() {
        return all;
    }

    /** How much later than it began a row says that it did. */
    Duration late() {
        return source.times().endStamped() ? source.intervalLength() : Duration.ZERO;
    }

    /**
     * What a number of a column for times of day stands for.
     *
     * @throws BadQueryException if nobody said
     */
    Rows.Meaning timeOfDay(String name) throws BadQueryException {
        Optional<TimeOfDay> said = source.times().timeOfDay();
        if (said.isEmpty()) {
            throw new BadQueryException(
                    "%s is a number, not a time of day: say in source.%s.sql.time-of-day what it counts"
                            .formatted(name, source.name()));
        }
        return new ClockNumber(said.get());
    }
}
