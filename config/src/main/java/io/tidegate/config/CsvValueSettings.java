package io.tidegate.config;

import io.tidegate.config.CsvValues.LengthUnit;
import io.tidegate.config.CsvValues.Unpivot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The settings that say how the values of files are read, and which rows and columns count. */
final class CsvValueSettings {
    static final Setting<SortedSet<String>> NULLS =
            Setting.of(
                            "source.<name>.csv.nulls",
                            Types.of("list or `none`", "-, n/a", CsvValueSettings::nulls),
                            "What stands for no value in every column, as an empty field does. Case"
                                    + " does not count.")
                    .or(String.join(", ", CsvValues.NULLS));
    static final Setting<LengthUnit> DURATION =
            Setting.of(
                            "source.<name>.csv.duration",
                            unit(),
                            "What plain numbers count in columns of lengths of time. days is what"
                                    + " spreadsheets keep. With h:mm two parts such as 1:30 are"
                                    + " hours and minutes.")
                    .without("`seconds`, unless the numbers look like another unit: then asked");
    static final Setting<LengthUnit> DURATIONS =
            Setting.of(
                            "source.<name>.csv.duration.<column>",
                            unit(),
                            "The same for one column, such as handlingtime.")
                    .without("csv.duration");
    static final Setting<String> HALF_DAY_FROM =
            Setting.of(
                    "source.<name>.csv.half-day-from",
                    Types.text("StopTime"),
                    "The file's column with AM or PM that tells the half day of a start without,"
                            + " which is the last such time before it. For times made of two"
                            + " columns.");
    static final Setting<Set<String>> ONLY =
            Setting.of(
                    "source.<name>.csv.only.<theirs>",
                    Types.of("list", "Inbound, Queue", CsvValueSettings::texts),
                    "Only rows count whose column of that name in the file holds one of these texts;"
                            + " '' is no value. Case does not count.");
    static final Setting<Set<String>> NOT =
            Setting.of(
                    "source.<name>.csv.not.<theirs>",
                    Types.of("list", "Outbound, Internal", CsvValueSettings::texts),
                    "Rows whose column of that name in the file holds one of these texts do not"
                            + " count; '' is no value.");
    static final Setting<Unpivot> UNPIVOT =
            Setting.of(
                    "source.<name>.csv.unpivot",
                    Types.of(
                            "`<name>, <value> from <columns>`, or `from * without <columns>`",
                            UnpivotText.EXAMPLE,
                            UnpivotText::parse),
                    "For files with one column per queue, or per day: each row becomes one row per"
                            + " such column, with two new columns: one holds the header's text, one"
                            + " the value. Cells without value make no row.");

    private CsvValueSettings() {}

    private static Type<LengthUnit> unit() {
        var words = new LinkedHashMap<String, LengthUnit>();
        Arrays.stream(LengthUnit.values()).forEach(unit -> words.put(unit.word(), unit));
        return Types.choice(words);
    }

    private static SortedSet<String> nulls(String text) throws RefusedException {
        SortedSet<String> nulls = new TreeSet<>();
        if (!text.equals("none")) {
            nulls.addAll(texts(text));
            nulls.remove("");
        }
        if (nulls.stream().anyMatch(word -> word.matches("\\d.*"))) {
            throw new RefusedException("a number is a value, 0 as well");
        }
        return nulls;
    }

    /** Texts with commas between them, in quotes if they hold one, as {@link CsvValues#folded}. */
    private static SortedSet<String> texts(String text) throws RefusedException {
        var texts = new TreeSet<String>();
        for (String item : List.of(text.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))) {
            String word = item.strip();
            if (word.isEmpty() || (word.startsWith("\"") && !word.matches("\"[^\"]*\""))) {
                throw new RefusedException(
                        Quoted.text(text) + " is no list such as: Inbound, \"Queue, all\"");
            }
            boolean quoted = word.startsWith("\"") || word.equals("''");
            texts.add(CsvValues.folded(quoted ? word.substring(1, word.length() - 1) : word));
        }
        return texts;
    }
}
