package io.tidegate.config;

import io.tidegate.config.Columns.Kind;
import io.tidegate.config.CsvValues.LengthUnit;
import io.tidegate.config.CsvValues.RowFilter;
import io.tidegate.config.SourceConfig.Mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a source says of the values in its files. */
final class CsvValueReader {
    private final Settings settings;
    private final String name;
    private final String data;
    private final ColumnReader columns;

    CsvValueReader(Settings settings, String name, String data, ColumnReader columns) {
        this.settings = settings;
        this.name = name;
        this.data = data;
        this.columns = columns;
    }

    CsvValues read() {
        return new CsvValues(
                settings.get(CsvValueSettings.NULLS, name),
                settings.find(CsvValueSettings.DURATION, name),
                durations(),
                halfDayFrom(),
                filters(),
                settings.find(CsvValueSettings.UNPIVOT, name));
    }

    private SortedMap<String, LengthUnit> durations() {
        var durations = new TreeMap<String, LengthUnit>();
        for (String column : settings.namesBelow("source." + name + ".csv.duration")) {
            String ours = column.equals(Columns.AVERAGE) ? "handlingtime" : column;
            var known = Columns.of(data).get(ours);
            if (known == null || known.kind() != Kind.SECONDS) {
                settings.refuse(
                        CsvValueSettings.DURATIONS.key(name, column),
                        column + " is no length of time of " + data);
            } else {
                settings.find(CsvValueSettings.DURATIONS, name, column)
                        .ifPresent(unit -> durations.put(ours, unit));
            }
        }
        return durations;
    }

    private Optional<String> halfDayFrom() {
        Optional<String> column = settings.find(CsvValueSettings.HALF_DAY_FROM, name);
        boolean joined = columns.map().values().stream().anyMatch(Mapping.Joined.class::isInstance);
        if (column.isPresent() && !joined) {
            settings.refuse(
                    CsvValueSettings.HALF_DAY_FROM.key(name),
                    "is for a time that is made of two columns, such as map.timestamp = Date +"
                            + " Time: map one so, or remove the line");
        }
        return column;
    }

    private List<RowFilter> filters() {
        List<RowFilter> filters = new ArrayList<>();
        filters(CsvValueSettings.ONLY, "csv.only", true, filters);
        filters(CsvValueSettings.NOT, "csv.not", false, filters);
        return List.copyOf(filters);
    }

    private void filters(
            Setting<Set<String>> setting, String key, boolean keep, List<RowFilter> into) {
        for (String column : settings.namesBelow("source." + name + "." + key)) {
            settings.find(setting, name, column)
                    .ifPresent(texts -> into.add(new RowFilter(column, keep, texts)));
        }
    }
}
