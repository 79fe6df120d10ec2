package io.tidegate.agent.control;

import io.tidegate.config.CsvValues;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.config.SourceConfig.After;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.config.SourceConfig.Origin;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.config.SourceConfig.Sql;
import io.tidegate.config.SourceTimes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One SQL source and one CSV source, in Berlin. */
public final class TestSources {
    public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private TestSources() {}

    public static SourceConfig sql(String name) {
        return source(
                name,
                new Sql(
                        "db",
                        "select 1",
                        "auto",
                        Duration.ofSeconds(60),
                        5_000,
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        Duration.ofHours(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0.2,
                        Period.ofDays(7),
                        Period.ofDays(35),
                        LocalTime.of(4, 30),
                        Optional.empty(),
                        SourceConfig.Shaping.NONE));
    }

    public static SourceConfig csv(String name, Path directory) {
        return source(
                name,
                new Csv(
                        directory,
                        "*.csv",
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        CsvMode.UPSERT,
                        AcrossFiles.CHECK,
                        Duration.ofSeconds(10),
                        After.KEEP,
                        Duration.ofDays(30),
                        Map.of(),
                        Map.of(),
                        CsvValues.PLAIN,
                        false));
    }

    private static SourceConfig source(String name, Origin origin) {
        return new SourceConfig(
                name,
                "intervals",
                ZONE,
                SourceTimes.PLAIN,
                Duration.ofMinutes(15),
                SameKey.ADD,
                false,
                0.5,
                0.01,
                Duration.ofDays(35),
                Map.of(),
                Map.of(),
                Map.of(),
                "recipe",
                origin,
                Map.of());
    }
}
