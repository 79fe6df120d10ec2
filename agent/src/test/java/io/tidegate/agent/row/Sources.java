package io.tidegate.agent.row;

import io.tidegate.config.CsvValues;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Origin;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.config.SourceTimes;
import io.tidegate.protocol.DataType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes source settings for tests: everything at its default but for what a test names. */
public final class Sources {
    private final DataType data;
    private String zone = "Europe/Berlin";
    private Duration interval = Duration.ofMinutes(15);
    private boolean secondPass;
    private final Map<String, Mapping> map = new HashMap<>();
    private final Map<String, String> channels = new HashMap<>();
    private final Map<String, Privacy> privacy = new HashMap<>();
    private String query = "SELECT 1";
    private String bind = "auto";
    private Duration queryTimeout = Duration.ofSeconds(60);
    private int fetchSize = 5_000;
    private SourceTimes times = SourceTimes.PLAIN;
    private SourceConfig.Shaping shaping = SourceConfig.Shaping.NONE;

    private Sources(DataType data) {
        this.data = data;
    }

    public static Sources of(DataType data) {
        return new Sources(data);
    }

    public Sources zone(String id) {
        zone = id;
        return this;
    }

    public Sources interval(Duration length) {
        interval = length;
        return this;
    }

    public Sources secondPass() {
        secondPass = true;
        return this;
    }

    public Sources map(String column, Mapping mapping) {
        map.put(column, mapping);
        return this;
    }

    public Sources channel(String word, String ours) {
        channels.put(word, ours);
        return this;
    }

    public Sources privacy(String column, Privacy what) {
        privacy.put(column, what);
        return this;
    }

    public Sources query(String text) {
        query = text;
        return this;
    }

    public Sources bind(String how) {
        bind = how;
        return this;
    }

    public Sources queryTimeout(Duration time) {
        queryTimeout = time;
        return this;
    }

    public Sources times(SourceTimes how) {
        times = how;
        return this;
    }

    public Sources fetchSize(int rows) {
        fetchSize = rows;
        return this;
    }

    public Sources shaping(SourceConfig.Shaping what) {
        shaping = what;
        return this;
    }

    public SourceConfig sql() {
        return source(
                new SourceConfig.Sql(
                        "acd",
                        query,
                        bind,
                        queryTimeout,
                        fetchSize,
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        Duration.ofHours(1),
                        Optional.of(Period.ofYears(3)),
                        Optional.empty(),
                        Optional.empty(),
                        0.2,
                        Period.ofDays(7),
                        Period.ofDays(35),
                        LocalTime.of(4, 30),
                        Optional.empty(),
                        shaping));
    }

    public SourceConfig csv() {
        return source(
                new SourceConfig.Csv(
                        Path.of("drop").toAbsolutePath(),
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
                        SourceConfig.CsvMode.UPSERT,
                        SourceConfig.AcrossFiles.CHECK,
                        Duration.ofSeconds(10),
                        SourceConfig.After.KEEP,
                        Duration.ofDays(30),
                        Map.of(),
                        Map.of(),
                        CsvValues.PLAIN,
                        false));
    }

    private SourceConfig source(Origin origin) {
        return new SourceConfig(
                "acd1",
                data.wireName(),
                ZoneId.of(zone),
                times,
                interval,
                SameKey.ADD,
                secondPass,
                0.5,
                0.01,
                Duration.ofDays(35),
                Map.copyOf(map),
                Map.copyOf(channels),
                Map.copyOf(privacy),
                "recipe",
                origin,
                Map.of());
    }
}
