package io.tidegate.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One source: what to read and how to keep it correct.
 *
 * @param name also the stream's name
 * @param data what the stream carries: {@code intervals}, {@code contacts} or {@code agent-status}
 * @param zone {@code time-zone}; UTC where every time column carries an offset and none is set
 * @param times what {@code time-zone} alone does not say of times
 * @param intervalLength 5, 10, 15, 30 or 60 minutes; means something for {@code intervals} only
 * @param same {@code same-key}
 * @param secondPass {@code repeated-hour = second}
 * @param maxShrink 0 to 1
 * @param rejectLimit 0 to 1
 * @param statusMaxOpen how long an open agent-status span keeps its window live
 * @param map column to what it is made of
 * @param channels the source's word to ours
 * @param privacy column to what happens before anything reaches the disk; every column not named is
 *     plain
 * @param recipe a short hash over all settings that shape rows: the same recipe makes the same rows
 *     of the same data
 * @param tables column to what stands for the source's texts in it
 */
public record SourceConfig(
        String name,
        String data,
        ZoneId zone,
        SourceTimes times,
        Duration intervalLength,
        SameKey same,
        boolean secondPass,
        double maxShrink,
        double rejectLimit,
        Duration statusMaxOpen,
        Map<String, Mapping> map,
        Map<String, String> channels,
        Map<String, Privacy> privacy,
        String recipe,
        Origin origin,
        Map<String, ValueTable> tables) {

    /** What is made of the rows before they leave. */
    public Shaping shaping() {
        return origin instanceof Sql sql ? sql.shaping() : Shaping.NONE;
    }

    /** What the source's own rows are: contacts where {@code data} is summed from them. */
    public String rows() {
        return shaping().aggregate().isPresent() ? "contacts" : data;
    }

    /** What several interval rows of one identity become. */
    public enum SameKey {
        ADD,
        LAST,
        REJECT
    }

    /** What happens to a column's values. */
    public enum Privacy {
        PLAIN,
        HMAC,
        DROP
    }

    /** What {@code map.<column>} says. */
    public sealed interface Mapping {
        /** Another column, by its name in the source. */
        record From(String column) implements Mapping {}

        /** Always this text. */
        record Constant(String value) implements Mapping {}

        /** Two columns, joined by a blank: date and time. */
        record Joined(String first, String second) implements Mapping {}

        /** {@code left op right}, where op is one of + - * and each side a column of the source. */
        record Computed(String left, char operator, String right) implements Mapping {}

        /**
         * The column holds an average per answered contact ({@code map.aht}); the total is that
         * times the row's own {@code answered}, whatever that one is made of. Only for {@code
         * handlingtime}.
         */
        record TimesAnswered(String column) implements Mapping {}

        /** More than two columns of the source, with signs between them. */
        record Formula(Term.Operation term) implements Mapping {}

        /** A part of a {@link Formula}. */
        sealed interface Term {
            /** A column, by its name in the source. */
            record Name(String column) implements Term {}

            /** {@code left sign right}, where the sign is one of + - *. */
            record Operation(Term left, char sign, Term right) implements Term {}

            /** The columns in it, in their order. */
            default List<String> names() {
                return switch (this) {
                    case Name(String column) -> List.of(column);
                    case Operation(Term left, char _, Term right) ->
                            Stream.concat(left.names().stream(), right.names().stream()).toList();
                };
            }
        }
    }

    /** Where the rows come from. */
    public sealed interface Origin permits Sql, Csv {}

    /**
     * @param query the text of {@code query} or {@code query-file}
     * @param bind {@code auto local utc offset epoch epoch-ms} or a java.time pattern
     * @param backfill how far back from the first start; empty when {@code off} or {@code
     *     backfillFrom} is set
     * @param backfillHours source time; empty for {@code always}; the end may lie before the start
     *     (over midnight)
     * @param backfillLoad share of time spent reading, above 0 to 1
     * @param reconcile zero for {@code off}, {@code reconcileDeep} as well
     * @param keeps how long the source keeps rows; empty: for ever
     */
    public record Sql(
            String database,
            String query,
            String bind,
            Duration queryTimeout,
            int fetchSize,
            Duration poll,
            Duration settle,
            Duration lookBack,
            Duration window,
            Optional<Period> backfill,
            Optional<LocalDate> backfillFrom,
            Optional<Hours> backfillHours,
            double backfillLoad,
            Period reconcile,
            Period reconcileDeep,
            LocalTime reconcileAt,
            Optional<Period> keeps,
            Shaping shaping)
            implements Origin {
        /**
         * The word by which the query's conditions ask what time it is, so that it may limit its
         * time itself; empty if none does.
         */
        public Optional<String> ownClock() {
            return OwnClock.in(query);
        }

        /** The file of the presets that ship with the program whose query it is, if it is one. */
        public Optional<String> presetFile() {
            return Preset.fileOf(query);
        }
    }

    /**
     * What is made of rows before they leave.
     *
     * @param aggregate contacts are summed to intervals of that length, which is then the {@code
     *     intervalLength} too, and the stream's {@code data} is {@code intervals}
     * @param logOff activities that make no span, as the source writes them
     */
    public record Shaping(Optional<Duration> aggregate, StatusShape status, Set<String> logOff) {
        /** Rows leave as they are. */
        public static final Shaping NONE =
                new Shaping(Optional.empty(), StatusShape.START_END, Set.of());
    }

    /** {@code status.shape}. */
    public enum StatusShape {
        START_END,
        START_DURATION,
        CHANGES
    }

    /** From (inclusive) to (exclusive), wall clock. */
    public record Hours(LocalTime from, LocalTime to) {}

    /** {@code csv.mode}. */
    public enum CsvMode {
        UPSERT,
        APPEND,
        REPLACE
    }

    /** {@code csv.across-files}. */
    public enum AcrossFiles {
        CHECK,
        LAST,
        ADD
    }

    /** {@code csv.after}. */
    public enum After {
        KEEP,
        ARCHIVE,
        DELETE
    }

    /**
     * Every {@code auto} is empty.
     *
     * @param poll how often the folder is looked at
     * @param quote U+0000 for {@code none}
     * @param header 0 for {@code none}, else the line's number from 1; empty for {@code auto}
     * @param dateTimeFormat, dateFormat, timeFormat java.time patterns, {@code epoch}, {@code
     *     epoch-ms} or {@code excel}
     * @param labels columns whose values stand in lines above the rows, and how such a line begins
     * @param nameParts columns whose values stand in the file's name, and where: {@code {}}
     * @param growing whether what is complete of a file is taken while it grows
     */
    public record Csv(
            Path directory,
            String pattern,
            Duration poll,
            Optional<String> encoding,
            Optional<Character> delimiter,
            Optional<Character> quote,
            Optional<Character> decimal,
            Optional<Integer> header,
            int skipLines,
            List<String> skipContaining,
            Optional<String> dateTimeFormat,
            Optional<String> dateFormat,
            Optional<String> timeFormat,
            CsvMode mode,
            AcrossFiles acrossFiles,
            Duration quietTime,
            After after,
            Duration archiveKeep,
            Map<String, String> labels,
            Map<String, String> nameParts,
            CsvValues values,
            boolean growing)
            implements Origin {}
}
