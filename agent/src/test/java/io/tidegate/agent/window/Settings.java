package io.tidegate.agent.window;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.config.SourceTimes;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings of a SQL source in Berlin, at their defaults but for the backfill, which is off. */
final class Settings {
    final DataType data;
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Duration interval = Duration.ofMinutes(15);
    SameKey same = SameKey.ADD;
    Duration poll = Duration.ofMinutes(15);
    Duration settle = Duration.ofMinutes(5);
    Duration lookBack = Duration.ofHours(24);
    Duration window = Duration.ofHours(1);
    Optional<Period> backfill = Optional.empty();
    Optional<LocalDate> backfillFrom = Optional.empty();
    Optional<SourceConfig.Hours> hours = Optional.empty();
    double load = 1;
    Period reconcile = Period.ofDays(7);
    Period deep = Period.ofDays(35);
    Optional<Period> keeps = Optional.empty();
    Duration maxOpen = Duration.ofDays(35);
    Optional<Duration> aggregate = Optional.empty();
    SourceConfig.StatusShape shape = SourceConfig.StatusShape.START_END;
    Set<String> logOff = Set.of();
    String query = "SELECT 1";
    String recipe = "recipe";
    SourceTimes times = SourceTimes.PLAIN;

    Settings(DataType data) {
        this.data = data;
        if (data == DataType.AGENT_STATUS) {
            settle = Duration.ZERO;
            window = Duration.ofMinutes(15);
        }
    }

    SourceConfig config() {
        return new SourceConfig(
                World.STREAM,
                data.wireName(),
                zone,
                times,
                aggregate.orElse(interval),
                same,
                false,
                0.5,
                0.01,
                maxOpen,
                Map.of(),
                Map.of(),
                Map.of(),
                recipe,
                new SourceConfig.Sql(
                        "acd",
                        query,
                        "auto",
                        Duration.ofSeconds(60),
                        5_000,
                        poll,
                        settle,
                        lookBack,
                        window,
                        backfill,
                        backfillFrom,
                        hours,
                        load,
                        reconcile,
                        deep,
                        LocalTime.of(4, 30),
                        keeps,
                        new SourceConfig.Shaping(aggregate, shape, logOff)),
                Map.of());
    }
}
