package io.tidegate.config;

import io.tidegate.config.SourceConfig.Origin;
import io.tidegate.config.SourceConfig.Privacy;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Reads {@code source.<name>.*} of one source, whatever it reads. */
final class SourceReader {
    private final Settings settings;
    private final String name;
    private final SortedSet<String> databases;
    private final SortedSet<String> sources;

    SourceReader(
            Settings settings,
            String name,
            SortedSet<String> databases,
            SortedSet<String> sources) {
        this.settings = settings;
        this.name = name;
        this.databases = databases;
        this.sources = sources;
    }

    /** The source; empty if it is not even clear what its rows are or where they come from. */
    Optional<SourceConfig> read() {
        Optional<String> data = data();
        data.ifPresent(new PresetReader(settings, name)::apply);
        boolean sql = settings.isSet(SqlSettings.DATABASE, name);
        boolean csv = settings.isSet(CsvSettings.DIRECTORY, name);
        settings.checkAll("source." + name + ".");
        if (sql && csv) {
            refuse(
                    CsvSettings.DIRECTORY,
                    "a source reads a database or files, not both: remove one of database and"
                            + " csv.directory");
        } else if (!sql && !csv) {
            settings.missing(SqlSettings.DATABASE, name);
        } else if (data.isPresent()) {
            return Optional.of(sql ? fromDatabase(data.get()) : fromFiles(data.get()));
        }
        return Optional.empty();
    }

    private SourceConfig fromDatabase(String data) {
        if (settings.isGood(SqlSettings.DATABASE, name)) {
            mustBeThere(settings.get(SqlSettings.DATABASE, name));
        }
        var shaping = new ShapingReader(settings, name, data);
        var columns = new ColumnReader(settings, name, data, shaping.columns());
        SourceConfig.Sql origin = new SqlReader(settings, name, data, shaping).read();
        var times = new TimesReader(settings, name, data, false);
        times.mustSort(origin.query());
        return source(
                shaping.data(),
                zone(true),
                times.read(),
                shaping.shaping()
                        .aggregate()
                        .orElseGet(() -> settings.get(SourceSettings.INTERVAL_LENGTH, name)),
                columns,
                shaping.privacy(columns.privacy()),
                origin);
    }

    private SourceConfig fromFiles(String data) {
        var columns = new ColumnReader(settings, name, data, Columns.of(data));
        var csv = new CsvReader(settings, name, data, columns);
        Origin origin = csv.read();
        return source(
                data,
                zone(!csv.carriesOffset()),
                new TimesReader(settings, name, data, true).read(),
                settings.get(SourceSettings.INTERVAL_LENGTH, name),
                columns,
                columns.privacy(),
                origin);
    }

    private SourceConfig source(
            String data,
            ZoneId zone,
            SourceTimes times,
            Duration intervalLength,
            ColumnReader columns,
            Map<String, Privacy> privacy,
            Origin origin) {
        var source =
                new SourceConfig(
                        name,
                        data,
                        zone,
                        times,
                        intervalLength,
                        settings.get(SourceSettings.SAME_KEY, name),
                        settings.get(SourceSettings.REPEATED_HOUR, name).equals("second"),
                        settings.get(SourceSettings.MAX_SHRINK, name).orElse(1.0),
                        settings.get(SourceSettings.REJECT_LIMIT, name),
                        settings.get(SourceSettings.MAX_OPEN, name),
                        columns.map(),
                        settings.find(SourceSettings.CHANNELS, name).orElse(Map.of()),
                        privacy,
                        "",
                        origin,
                        columns.tables());
        return Recipe.of(source).into(source);
    }

    private Optional<String> data() {
        if (settings.isSet(SourceSettings.DATA, name)) {
            return settings.find(SourceSettings.DATA, name);
        }
        Optional<String> meant =
                sources.stream()
                        .filter(other -> settings.isSet(SourceSettings.DATA, other))
                        .filter(other -> Suggestion.distance(name, other) <= 2)
                        .findFirst();
        if (meant.isPresent()) {
            refuse(SourceSettings.DATA, "is missing; is source." + meant.get() + " meant?");
        } else {
            settings.missing(SourceSettings.DATA, name);
        }
        return Optional.empty();
    }

    private void mustBeThere(String database) {
        if (!databases.contains(database)) {
            settings.refuse(
                    SqlSettings.DATABASE.key(name),
                    "there is no " + AgentSettings.DATABASE_URL.key(database),
                    Suggestion.word(database, databases));
        }
    }

    private ZoneId zone(boolean needed) {
        if (needed) {
            return settings.get(SourceSettings.ZONE, name);
        }
        return settings.find(SourceSettings.ZONE, name).orElse(ZoneOffset.UTC);
    }

    private void refuse(Setting<?> setting, String what) {
        settings.refuse(setting.key(name), what);
    }
}
