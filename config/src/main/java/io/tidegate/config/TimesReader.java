package io.tidegate.config;

import io.tidegate.config.Columns.Column;
import io.tidegate.config.Columns.Kind;
import io.tidegate.config.SourceTimes.OffsetColumn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads how one source keeps its times. */
final class TimesReader {
    private final Settings settings;
    private final String source;
    private final String data;
    private final boolean files;
    private final List<String> columns;

    TimesReader(Settings settings, String source, String data, boolean files) {
        this.settings = settings;
        this.source = source;
        this.data = data;
        this.files = files;
        this.columns =
                Columns.of(data).entrySet().stream()
                        .filter(c -> isTime(c.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static boolean isTime(Column column) {
        return column.kind() == Kind.TIME;
    }

    SourceTimes read() {
        boolean end = settings.get(TimeSettings.TIMESTAMP_IS, source).equals("end");
        if (end && !data.equals("intervals")) {
            settings.refuse(
                    TimeSettings.TIMESTAMP_IS.key(source),
                    "only intervals can carry their end: remove the line");
        }
        Optional<String> offset = settings.find(TimeSettings.OFFSET_COLUMN, source);
        if (offset.isEmpty() && settings.isSet(TimeSettings.OFFSET_IS, source)) {
            settings.refuse(
                    TimeSettings.OFFSET_IS.key(source),
                    "means nothing without " + TimeSettings.OFFSET_COLUMN.key(source));
        }
        return new SourceTimes(
                byColumn("time-zone", TimeSettings.COLUMN_ZONE),
                byColumn("sql.bind", TimeSettings.COLUMN_BIND),
                offset.map(
                        name ->
                                new OffsetColumn(
                                        name, settings.get(TimeSettings.OFFSET_IS, source))),
                settings.find(TimeSettings.TIME_OF_DAY, source),
                end);
    }

    /**
     * A query without {@code :from} and {@code :to} is filtered on its time column, which the
     * database compares as a text where it is one. What a query compares with them itself, nobody
     * can know here.
     */
    void mustSort(String query) {
        String placing = data.equals("agent-status") ? "starttime" : "timestamp";
        boolean own = settings.isSet(TimeSettings.COLUMN_BIND, source, placing);
        Setting<String> setting = own ? TimeSettings.COLUMN_BIND : SqlSettings.BIND;
        String[] names = own ? new String[] {source, placing} : new String[] {source};
        Optional<String> pattern = settings.find(setting, names).filter(SqlSettings::isPattern);
        if (pattern.isEmpty() || QueryText.hasRange(query)) {
            return;
        }
        TextOrder.fault(pattern.get())
                .ifPresent(
                        fault ->
                                settings.refuse(
                                        setting.key(names),
                                        unsorted(pattern.get(), fault),
                                        TextOrder.meant(pattern.get())));
    }

    private static String unsorted(String pattern, String fault) {
        if (TextOrder.meant(pattern).isPresent()) {
            return Quoted.text(pattern)
                    + ": M is the month and m the minute; as it stands, "
                    + fault;
        }
        return Quoted.text(pattern)
                + " does not sort as time does: "
                + fault
                + ". The database compares texts from the left, so rows would be missed in silence."
                + " Make it a real time in the query, as to_timestamp(col, 'DD.MM.YYYY HH24:MI:SS')"
                + " (PostgreSQL), STR_TO_DATE(col, '%d.%m.%Y %H:%i:%s') (MariaDB, MySQL) or"
                + " CONVERT(datetime2, col, 104) (SQL Server) do, and remove the line; or compare"
                + " such a time with :from and :to in the query. If only another column is written"
                + " so, say it of that one: sql.bind.<column>";
    }

    private <T> Map<String, T> byColumn(String what, Setting<T> setting) {
        Map<String, T> values = new TreeMap<>();
        for (String column : settings.namesBelow("source." + source + "." + what)) {
            if (files && setting == TimeSettings.COLUMN_BIND) {
                settings.refuse(
                        setting.key(source, column),
                        "means nothing for a source that reads files: remove the line");
            } else if (columns.contains(column)) {
                settings.find(setting, source, column)
                        .ifPresent(value -> values.put(column, value));
            } else {
                settings.refuse(
                        setting.key(source, column),
                        "%s have no time called %s: %s"
                                .formatted(data, column, String.join(", ", columns)));
            }
        }
        return values;
    }
}
