package io.tidegate.config;

import io.tidegate.config.SourceConfig.Sql;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** Reads what only sources that read a database have. */
final class SqlReader {
    private static final Duration DAY = Duration.ofDays(1);

    private final Settings settings;
    private final String name;
    private final String data;
    private final ShapingReader shaping;

    /**
     * @param data what the source's own rows are
     */
    SqlReader(Settings settings, String name, String data, ShapingReader shaping) {
        this.settings = settings;
        this.name = name;
        this.data = data;
        this.shaping = shaping;
    }

    Sql read() {
        for (Setting<?> setting : CsvSettings.ALL) {
            if (settings.isSet(setting, name)) {
                refuse(
                        setting,
                        "means nothing for a source that reads a database: remove the line");
            }
        }
        for (String part : List.of("csv.duration", "csv.only", "csv.not")) {
            for (String column : settings.namesBelow("source." + name + "." + part)) {
                settings.refuse(
                        "source." + name + "." + part + "." + column,
                        "means nothing for a source that reads a database: remove the line");
            }
        }
        boolean status = data.equals("agent-status");
        Duration settle = orElse(SqlSettings.SETTLE, status ? Duration.ZERO : minutes(5));
        Duration window = orElse(SqlSettings.WINDOW, status ? minutes(15) : minutes(60));
        Duration lookBack = settings.get(SqlSettings.LOOK_BACK, name);
        checkTimes(settle, window, lookBack);
        return new Sql(
                settings.get(SqlSettings.DATABASE, name),
                query(),
                settings.get(SqlSettings.BIND, name),
                settings.get(SqlSettings.QUERY_TIMEOUT, name),
                settings.get(SqlSettings.FETCH_SIZE, name),
                orElse(SourceSettings.POLL, minutes(15)),
                settle,
                lookBack,
                window,
                backfill(),
                settings.find(SqlSettings.BACKFILL_FROM, name),
                settings.get(SqlSettings.BACKFILL_HOURS, name),
                settings.get(SqlSettings.BACKFILL_LOAD, name),
                settings.get(SqlSettings.RECONCILE, name).orElse(Period.ZERO),
                settings.get(SqlSettings.RECONCILE_DEEP, name).orElse(Period.ZERO),
                settings.get(SqlSettings.RECONCILE_AT, name),
                settings.find(SqlSettings.KEEPS, name),
                shaping.shaping());
    }

    private void checkTimes(Duration settle, Duration window, Duration lookBack) {
        Duration interval = settings.get(SourceSettings.INTERVAL_LENGTH, name);
        if (DAY.toSeconds() % window.toSeconds() != 0) {
            refuse(
                    SqlSettings.WINDOW,
                    "must divide a day without remainder, as 15m, 1h, 6h or 1d do");
        } else if (data.equals("intervals") && window.toSeconds() % interval.toSeconds() != 0) {
            refuse(SqlSettings.WINDOW, "must hold whole intervals: a multiple of interval-length");
        } else {
            shaping.mustFit(window);
        }
        if (lookBack.compareTo(window) < 0) {
            refuse(SqlSettings.LOOK_BACK, "must be at least as long as window");
        }
        if (settle.compareTo(lookBack) >= 0) {
            refuse(SqlSettings.SETTLE, "must be shorter than look-back");
        }
    }

    private Optional<Period> backfill() {
        boolean from = settings.isSet(SqlSettings.BACKFILL_FROM, name);
        if (from && settings.isSet(SqlSettings.BACKFILL, name)) {
            refuse(SqlSettings.BACKFILL_FROM, "says the same as backfill: remove one of the two");
        }
        Optional<Period> backfill = settings.get(SqlSettings.BACKFILL, name);
        return from ? Optional.empty() : backfill;
    }

    private String query() {
        boolean inline = settings.isSet(SqlSettings.QUERY, name);
        boolean file = settings.isSet(SqlSettings.QUERY_FILE, name);
        if (inline && file) {
            refuse(SqlSettings.QUERY, "is set, and so is query-file: remove one of the two");
        } else if (!inline && !file && !settings.isSet(SqlSettings.PRESET, name)) {
            settings.missing(SqlSettings.QUERY_FILE, name);
        }
        return (inline ? inline() : file ? fromFile() : Optional.<String>empty()).orElse("");
    }

    /** A comment to the end of the line would swallow the rest: there is only one line. */
    private Optional<String> inline() {
        String key = SqlSettings.QUERY.key(name);
        List<String> raw = settings.isGood(SqlSettings.QUERY, name) ? settings.raw(key) : List.of();
        if (settings.isAdded(key)) {
            return settings.find(SqlSettings.QUERY, name);
        }
        int dashes = QueryText.dashes(String.join("\n", raw));
        if (dashes < 0) {
            return settings.find(SqlSettings.QUERY, name);
        }
        int index = (int) String.join("\n", raw).substring(0, dashes).lines().count() - 1;
        boolean atLineStart = dashes > 0 && String.join("\n", raw).charAt(dashes - 1) == '\n';
        index = Math.max(0, atLineStart ? index + 1 : index);
        settings.note(
                new Problem(
                        key,
                        settings.line(key) + index,
                        "-- would comment out the rest of the query, since it is one line in the"
                                + " end: write /* */",
                        Optional.of(withoutDashes(raw.get(index)))));
        return Optional.empty();
    }

    private static String withoutDashes(String line) {
        boolean goesOn = line.endsWith("\\");
        String text = goesOn ? line.substring(0, line.length() - 1) : line;
        int dashes = Math.max(0, QueryText.dashes(text));
        String comment = text.substring(dashes).replaceFirst("^--", "").strip();
        return text.substring(0, dashes) + "/* " + comment + " */" + (goesOn ? " \\" : "");
    }

    private Optional<String> fromFile() {
        Optional<Path> path = settings.find(SqlSettings.QUERY_FILE, name);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String text;
        try {
            text = SmallText.of(path.get());
        } catch (RefusedException e) {
            refuse(SqlSettings.QUERY_FILE, e.getMessage());
            return Optional.empty();
        }
        try {
            return Optional.of(QueryText.parse(text));
        } catch (RefusedException e) {
            refuse(SqlSettings.QUERY_FILE, "the query in " + path.get() + " " + e.getMessage());
        }
        return Optional.empty();
    }

    private <T> T orElse(Setting<T> setting, T other) {
        return settings.find(setting, name).orElse(other);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    private void refuse(Setting<?> setting, String what) {
        settings.refuse(setting.key(name), what);
    }
}
