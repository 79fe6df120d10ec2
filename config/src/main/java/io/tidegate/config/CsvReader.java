package io.tidegate.config;

import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.CsvMode;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what only sources that read files have. */
final class CsvReader {
    private static final Duration POLL = Duration.ofSeconds(10);

    private final Settings settings;
    private final String name;
    private final String data;
    private final ColumnReader columns;

    CsvReader(Settings settings, String name, String data, ColumnReader columns) {
        this.settings = settings;
        this.name = name;
        this.data = data;
        this.columns = columns;
    }

    /** Whether the times say by themselves which instant they are. */
    boolean carriesOffset() {
        return settings.get(CsvSettings.DATE_TIME_FORMAT, name)
                .filter(CsvText::carriesOffset)
                .isPresent();
    }

    /** Files are taken as they are. */
    private void refuseShaping() {
        for (Setting<?> setting : ShapingSettings.ALL) {
            if (settings.isSet(setting, name)) {
                settings.refuse(
                        setting.key(name),
                        "is not offered for files: remove the line, and have the ACD export it so, or"
                                + " load the files into a database and read that");
            }
        }
    }

    Csv read() {
        for (Setting<?> setting : SqlSettings.ALL) {
            if (setting != SqlSettings.PRESET && settings.isSet(setting, name)) {
                settings.refuse(
                        setting.key(name),
                        "means nothing for a source that reads files: remove the line");
            }
        }
        refuseShaping();
        return new Csv(
                settings.get(CsvSettings.DIRECTORY, name),
                settings.get(CsvSettings.PATTERN, name),
                settings.find(SourceSettings.POLL, name).orElse(POLL),
                settings.get(CsvSettings.ENCODING, name),
                settings.get(CsvSettings.DELIMITER, name),
                settings.get(CsvSettings.QUOTE, name),
                settings.get(CsvSettings.DECIMAL, name),
                settings.get(CsvSettings.HEADER, name),
                settings.get(CsvSettings.SKIP_LINES, name),
                settings.find(CsvSettings.SKIP_CONTAINING, name).orElse(List.of()),
                settings.get(CsvSettings.DATE_TIME_FORMAT, name),
                settings.get(CsvSettings.DATE_FORMAT, name),
                settings.get(CsvSettings.TIME_FORMAT, name),
                mode(),
                settings.get(CsvSettings.ACROSS_FILES, name),
                settings.get(CsvSettings.QUIET_TIME, name),
                settings.get(CsvSettings.AFTER, name),
                settings.get(CsvSettings.ARCHIVE_KEEP, name),
                columns(CsvSettings.LABEL, "label"),
                columns(CsvSettings.NAME_PART, "name-part"),
                new CsvValueReader(settings, name, data, columns).read(),
                growing());
    }

    /** Columns that the rows of a file do not have, by their names. */
    private Map<String, String> columns(Setting<String> setting, String part) {
        Map<String, String> all = new TreeMap<>();
        for (String column : settings.namesBelow("source." + name + ".csv." + part)) {
            settings.find(setting, name, column).ifPresent(text -> all.put(column, text));
        }
        return Collections.unmodifiableMap(all);
    }

    /** What grows is never done with, so it cannot be put away. */
    private boolean growing() {
        boolean growing = Boolean.parseBoolean(settings.get(CsvSettings.GROWING, name));
        if (growing && settings.get(CsvSettings.AFTER, name) != SourceConfig.After.KEEP) {
            settings.refuse(
                    CsvSettings.AFTER.key(name),
                    "means nothing for files that grow (csv.growing = true), since nobody knows"
                            + " when one is done: remove the line",
                    Optional.of("keep"));
        }
        String pattern = settings.get(CsvSettings.PATTERN, name).toLowerCase(Locale.ROOT);
        if (growing && (pattern.endsWith(".gz") || pattern.endsWith(".zip"))) {
            settings.refuse(
                    CsvSettings.GROWING.key(name),
                    "means nothing for packed files (csv.pattern), which are taken when they are"
                            + " whole: remove the line");
        }
        return growing;
    }

    /** Contacts that nothing tells apart have no default: a person must say what a file means. */
    private CsvMode mode() {
        boolean blind = data.equals("contacts") && !columns.hasContactIdentifier();
        if (!settings.isSet(CsvSettings.MODE, name) && blind) {
            settings.refuse(
                    CsvSettings.MODE.key(name),
                    "must be chosen: without map.contactidentifier nothing tells two contacts apart,"
                            + " and a file exported again would count a day twice. append: each"
                            + " file holds only new rows; replace: each file is the whole truth for"
                            + " its queues and its span of time",
                    Optional.of("replace"));
        }
        CsvMode mode = settings.find(CsvSettings.MODE, name).orElse(CsvMode.UPSERT);
        if (settings.isGood(CsvSettings.MODE, name) && mode == CsvMode.UPSERT && blind) {
            settings.refuse(
                    CsvSettings.MODE.key(name),
                    "upsert goes by the contact's identity: set map.contactidentifier (and do not"
                            + " drop it), or choose append or replace");
        }
        return mode;
    }
}
