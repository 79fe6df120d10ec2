package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues.Unpivot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which columns of a file become rows: those that are wide, by their place in the file. The columns
 * of the rows are the others, in the file's order, then two new ones.
 *
 * @param header all columns of the file
 * @param wide places of the wide ones
 * @param narrow places of the others
 */
record Wide(Unpivot unpivot, List<String> header, int[] wide, int[] narrow) {
    /**
     * @param added columns that the file's rows do not have: they are never wide
     */
    static Wide of(Unpivot unpivot, List<String> header, Set<String> added) {
        Set<String> named = names(unpivot.from().isEmpty() ? unpivot.without() : unpivot.from());
        boolean all = unpivot.from().isEmpty();
        var wide = new ArrayList<Integer>();
        var narrow = new ArrayList<Integer>();
        for (int i = 0; i < header.size(); i++) {
            boolean isWide =
                    named.contains(header.get(i)) != all
                            && !header.get(i).isBlank()
                            && !added.contains(header.get(i));
            (isWide ? wide : narrow).add(i);
        }
        return new Wide(unpivot, header, places(wide), places(narrow));
    }

    /** The columns of the rows. */
    List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (int place : narrow) {
            columns.add(header.get(place));
        }
        columns.add(unpivot.name());
        columns.add(unpivot.value());
        return columns;
    }

    /** The file's columns that are used where these of the rows are. */
    TreeSet<String> used(Set<String> ofRows) {
        TreeSet<String> used = names(ofRows);
        boolean made = used.remove(unpivot.name()) | used.remove(unpivot.value());
        for (int place : made ? wide : new int[0]) {
            used.add(header.get(place));
        }
        return used;
    }

    /** The first column that the setting names and that is not there. */
    Optional<String> lacking(List<String> header) {
        Set<String> there = names(header);
        return Stream.concat(unpivot.from().stream(), unpivot.without().stream())
                .filter(column -> !there.contains(column))
                .findFirst();
    }

    private static TreeSet<String> names(Collection<String> names) {
        var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(names);
        return set;
    }

    private static int[] places(List<Integer> places) {
        return places.stream().mapToInt(Integer::intValue).toArray();
    }
}
