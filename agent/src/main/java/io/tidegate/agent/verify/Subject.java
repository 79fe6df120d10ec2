package io.tidegate.agent.verify;

import io.tidegate.agent.control.Days;
import io.tidegate.agent.status.Words;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** The source and the days that a verification is about. */
record Subject(SourceConfig source, Days days) {
    String name() {
        return source.name();
    }

    DataType data() {
        return DataType.of(source.data()).orElseThrow();
    }

    boolean isStatus() {
        return data() == DataType.AGENT_STATUS;
    }

    /** {@code window} or {@code file}. */
    String unit() {
        return switch (source.origin()) {
            case SourceConfig.Sql _ -> "window";
            case SourceConfig.Csv _ -> "file";
        };
    }

    Instant start() {
        return days.start(source.zone());
    }

    Instant end() {
        return days.end(source.zone());
    }

    LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, source.zone());
    }

    /** The local day in which a unit ends. */
    LocalDate lastDay(Judged one) {
        return day(one.to().isAfter(one.from()) ? one.to().minusNanos(1) : one.to());
    }

    /** How many of the days lie before that time. */
    String progress(Instant time) {
        long all = ChronoUnit.DAYS.between(days.from(), days.to()) + 1;
        long at = ChronoUnit.DAYS.between(days.from(), day(time)) + 1;
        return "day %,d of %,d".formatted(Math.clamp(at, 1, all), all);
    }

    /** {@code tidegate reimport} and the like, for the days of a unit. */
    String command(String command, Judged one) {
        return "'tidegate %s %s --from %s --to %s'"
                .formatted(command, name(), day(one.from()), lastDay(one));
    }

    @Override
    public String toString() {
        return "%s, %s, days of %s"
                .formatted(name(), Words.days(days.from(), days.to()), source.zone());
    }
}
