package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues;
import io.tidegate.config.CsvValues.RowFilter;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.protocol.DataType;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns that a file's rows have: the file's own, or those that {@code csv.unpivot} makes of
 * them. Stateless.
 */
final class RowColumns {
    private RowColumns() {}

    static List<String> of(SourceConfig source, List<String> header) {
        return wide(source, header).map(Wide::columns).orElse(header);
    }

    /** How the file's columns become rows, if they do. */
    static Optional<Wide> wide(SourceConfig source, List<String> header) {
        var csv = (Csv) source.origin();
        Set<String> added = names(csv.labels().keySet());
        added.addAll(csv.nameParts().keySet());
        return csv.values().unpivot().map(unpivot -> Wide.of(unpivot, header, added));
    }

    /** The file's columns that rows are made of, or chosen by. */
    static TreeSet<String> used(SourceConfig source, DataType data, List<String> header) {
        TreeSet<String> used = new Layout(source, data, of(source, header)).used();
        values(source).filters().forEach(filter -> used.add(filter.column()));
        return wide(source, header).map(wide -> wide.used(used)).orElse(used);
    }

    /** The first column that a setting other than a mapping names and that is not there. */
    static Optional<String> lacking(SourceConfig source, List<String> header) {
        CsvValues values = values(source);
        Set<String> columns = names(of(source, header));
        for (RowFilter filter : values.filters()) {
            if (!columns.contains(filter.column())) {
                return Optional.of(lacks(source, filter.key(), filter.column()));
            }
        }
        return values.halfDayFrom()
                .filter(column -> !columns.contains(column))
                .map(column -> lacks(source, "csv.half-day-from", column))
                .or(() -> notWide(source, header));
    }

    private static Optional<String> notWide(SourceConfig source, List<String> header) {
        Optional<Wide> wide = wide(source, header);
        if (wide.isPresent() && wide.get().wide().length == 0) {
            return Optional.of(
                    "has no column for source." + source.name() + ".csv.unpivot to make rows of");
        }
        return wide.flatMap(w -> w.lacking(header))
                .map(column -> lacks(source, "csv.unpivot", column));
    }

    private static String lacks(SourceConfig source, String key, String column) {
        return "has no column \""
                + column
                + "\", which source."
                + source.name()
                + "."
                + key
                + " names: mend the setting, or have the column exported";
    }

    private static CsvValues values(SourceConfig source) {
        return ((Csv) source.origin()).values();
    }

    private static TreeSet<String> names(Collection<String> columns) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(columns);
        return names;
    }
}
