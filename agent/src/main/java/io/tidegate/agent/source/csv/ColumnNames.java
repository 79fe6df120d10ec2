package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the names of a file's columns mean to its source. Behind them stand those that its rows do
 * not have: from lines above them ({@code csv.label}) and from the file's name ({@code
 * csv.name-part}). Immutable.
 */
final class ColumnNames {
    /** A number, or digits as dates, times and identifiers have them. */
    private static final Pattern DATA =
            Pattern.compile("^[-+]?[0-9.,]+$|[0-9]{3}|[0-9][:./-][0-9]");

    private final SourceConfig source;
    private final DataType data;
    private final List<String> added;
    private final Paste paste;

    ColumnNames(SourceConfig source, DataType data) {
        this.source = source;
        this.data = data;
        var csv = (Csv) source.origin();
        var names = new ArrayList<>(csv.labels().keySet());
        names.addAll(csv.nameParts().keySet());
        this.added = List.copyOf(names);
        this.paste = new Paste(source.name());
    }

    /** The columns that rows do not have: first those of labels, then those of the name. */
    List<String> added() {
        return added;
    }

    /** All names, for the layout. A column whose name an added one has is told from it. */
    List<String> all(List<String> own) {
        var taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        taken.addAll(added);
        var all = new ArrayList<String>();
        own.forEach(name -> all.add(taken.contains(name) ? name + " (of the rows)" : name));
        all.addAll(added);
        return List.copyOf(all);
    }

    /** Which of the file's own columns something is made of. */
    boolean[] used(List<String> own) {
        List<String> all = all(own);
        var used = new Layout(source, data, all).used();
        var flags = new boolean[own.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = used.contains(all.get(i));
        }
        return flags;
    }

    /** How many fields a row must have so that none that is used is lacking. */
    int needed(List<String> own) {
        boolean[] used = used(own);
        int needed = used.length;
        while (needed > 1 && !used[needed - 1]) {
            needed--;
        }
        return needed;
    }

    /** The file's own columns that the time of a row is made of. */
    int[] times(List<String> own) {
        String time =
                data.columns().stream()
                        .filter(column -> column.required() && column.kind() == Kind.INSTANT)
                        .map(Column::name)
                        .findFirst()
                        .orElseThrow();
        var parts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Needed.of(source.map().getOrDefault(time, new Mapping.From(time))).forEach(parts::add);
        List<String> all = all(own);
        return IntStream.range(0, own.size()).filter(i -> parts.contains(all.get(i))).toArray();
    }

    /** A name that is used must be that of one column. */
    void refuseTwins(List<String> own) throws UnfitFileException {
        var wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(Needed.columns(source, data));
        data.columns().stream()
                .map(Column::name)
                .filter(name -> !source.map().containsKey(name))
                .forEach(wanted::add);
        List<String> all = all(own);
        for (String name : wanted) {
            int[] places =
                    IntStream.range(0, all.size())
                            .filter(i -> all.get(i).equalsIgnoreCase(name))
                            .toArray();
            if (places.length > 1) {
                throw UnfitFileException.refused(
                        ("columns %d and %d are both named \"%s\", and it is not clear which is"
                                        + " meant: let the export give them different names, or add"
                                        + "  %s  and  %s  below the header's line, and give each"
                                        + " column its letter, as in  %s")
                                .formatted(
                                        places[0] + 1,
                                        places[1] + 1,
                                        name,
                                        paste.line("csv.header", "none"),
                                        paste.line("csv.skip-lines", "1"),
                                        paste.line(
                                                "map." + data.columns().getFirst().name(), "A")));
            }
        }
    }

    /** Values must not be shown as names. */
    void refuseData(List<String> own) throws UnfitFileException {
        if (own.stream().anyMatch(name -> DATA.matcher(name).find())) {
            throw UnfitFileException.refused(
                    "holds data where the names of the columns belong. If it has no header, add:  "
                            + paste.line("csv.header", "none")
                            + "  and give each column its letter, as in  "
                            + paste.line("map." + data.columns().getFirst().name(), "A"));
        }
    }
}
