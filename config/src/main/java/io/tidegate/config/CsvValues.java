package io.tidegate.config;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a file's values are read, and which of its rows and columns count.
 *
 * @param nulls texts that stand for no value, in lower case; an empty field always does
 * @param duration what plain numbers count in columns of lengths of time; empty where nothing was
 *     said
 * @param durations the same for single columns of ours
 * @param halfDayFrom the file's column whose AM or PM tells that of the time before it
 * @param filters rows that do not pass all of them are left out
 * @param unpivot columns that become rows
 */
public record CsvValues(
        SortedSet<String> nulls,
        Optional<LengthUnit> duration,
        SortedMap<String, LengthUnit> durations,
        Optional<String> halfDayFrom,
        List<RowFilter> filters,
        Optional<Unpivot> unpivot) {
    /** What stands for no value where nothing was said. */
    static final List<String> NULLS =
            List.of(
                    "-", "--", "n/a", "#n/a", "n.a.", "k.a.", "null", "(null)", "<null>", "nan",
                    "#div/0!");

    /** Nothing said. */
    public static final CsvValues PLAIN =
            new CsvValues(
                    Collections.unmodifiableSortedSet(new TreeSet<>(NULLS)),
                    Optional.empty(),
                    Collections.emptySortedMap(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());

    /** What a plain number of a column of lengths of time counts. */
    public enum LengthUnit {
        SECONDS("seconds"),
        MILLISECONDS("milliseconds"),
        MINUTES("minutes"),
        HOURS("hours"),
        /** As spreadsheets keep lengths of time. */
        DAYS("days"),
        /** Seconds; but two parts such as {@code 1:30} are hours and minutes. */
        H_MM("h:mm");

        private final String word;

        LengthUnit(String word) {
            this.word = word;
        }

        /** As in the configuration. */
        public String word() {
            return word;
        }
    }

    /**
     * A condition on a column of the file.
     *
     * @param keep whether rows with one of the texts stay, or rows without
     * @param texts in lower case; the empty one stands for no value
     */
    public record RowFilter(String column, boolean keep, Set<String> texts) {
        /** The setting's key behind {@code source.<name>.}. */
        public String key() {
            return "csv." + (keep ? "only." : "not.") + column;
        }
    }

    /**
     * Each row becomes one per wide column.
     *
     * @param name the new column that holds the wide column's header
     * @param value the new column that holds its value
     * @param from the wide columns' headers; empty for all
     * @param without headers that are not wide, though {@code from} is empty
     */
    public record Unpivot(String name, String value, List<String> from, List<String> without) {}

    /** What a column of ours counts, if anything was said of it. */
    public Optional<LengthUnit> unit(String column) {
        return Optional.ofNullable(durations.get(column)).or(() -> duration);
    }

    /** How texts are compared in lists of texts. */
    public static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
