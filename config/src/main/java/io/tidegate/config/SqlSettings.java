package io.tidegate.config;

import static io.tidegate.config.Setting.Group.ESSENTIAL;
import static io.tidegate.config.Setting.Group.USEFUL;

import io.tidegate.config.SourceConfig.Hours;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** The settings of sources that read a database. */
final class SqlSettings {
    private static final Duration DAY = Duration.ofDays(1);

    static final String BIND_FORM =
            "`auto` `local` `utc` `date` `offset` `epoch` `epoch-ms` or a java.time pattern";
    static final Setting<String> DATABASE =
            Setting.of(
                            "source.<name>.database",
                            Types.text("acd"),
                            "The `<db>` of `database.<db>.url` to read from. A source that reads files"
                                    + " has csv.directory instead.")
                    .in(ESSENTIAL);
    static final Setting<Path> QUERY_FILE =
            Setting.of(
                            "source.<name>.query-file",
                            Types.readableFile(),
                            "The file with the query. It holds :from and :to, or it is filtered on"
                                    + " its time column (timestamp or starttime).")
                    .example("acd1.sql")
                    .in(ESSENTIAL);
    static final Setting<String> QUERY =
            Setting.of(
                            "source.<name>.query",
                            new QueryType(),
                            "The query itself, instead of query-file. A line that goes on ends with"
                                    + " a backslash.")
                    .in(USEFUL);
    static final Setting<Duration> SETTLE =
            Setting.of(
                            "source.<name>.settle",
                            Types.duration(Duration.ZERO, DAY),
                            "How long after its time a row may still appear or change before it is"
                                    + " first read.")
                    .example("5m")
                    .without("`5m`; agent-status `0s`");
    static final Setting<Duration> LOOK_BACK =
            Setting.of(
                            "source.<name>.look-back",
                            Types.duration(Duration.ofMinutes(5), Duration.ofDays(366)),
                            "How far back is read again, for late rows, corrections and deletions: at"
                                    + " every poll, with a poll under 5m every 15 minutes.")
                    .or("24h")
                    .in(USEFUL);
    static final Setting<Duration> WINDOW =
            Setting.of(
                            "source.<name>.window",
                            Types.duration(Duration.ofMinutes(5), DAY),
                            "The pieces of time that are compared and sent as a whole. Divides a"
                                    + " day without remainder.")
                    .example("1h")
                    .without("`1h`; agent-status `15m`");
    static final Setting<Optional<Period>> BACKFILL =
            Setting.of(
                            "source.<name>.backfill",
                            Types.orOff(Types.period()),
                            "How much of the past is read at first.")
                    .or("3y")
                    .in(USEFUL);
    static final Setting<LocalDate> BACKFILL_FROM =
            Setting.of(
                            "source.<name>.backfill.from",
                            Types.date(),
                            "The first day of the past that is read, instead of backfill.")
                    .in(USEFUL);
    static final Setting<Optional<Hours>> BACKFILL_HOURS =
            Setting.of(
                            "source.<name>.backfill.hours",
                            Types.orWord(
                                    "always",
                                    Types.of(
                                            "hours such as `19:00-06:00`",
                                            "19:00-06:00",
                                            SqlSettings::hours)),
                            "When the past is read, by the source's clock.")
                    .or("always")
                    .in(USEFUL);
    static final Setting<Double> BACKFILL_LOAD =
            Setting.of(
                            "source.<name>.backfill.load",
                            Types.share(0.01),
                            "The share of time that reading the past may keep the database busy.")
                    .or("20%")
                    .in(USEFUL);
    static final Setting<Optional<Period>> RECONCILE =
            Setting.of(
                            "source.<name>.reconcile",
                            Types.orOff(Types.period()),
                            "How far back is read again every night.")
                    .or("7d");
    static final Setting<Optional<Period>> RECONCILE_DEEP =
            Setting.of(
                            "source.<name>.reconcile.deep",
                            Types.orOff(Types.period()),
                            "How far back is read again on Sundays.")
                    .or("35d");
    static final Setting<LocalTime> RECONCILE_AT =
            Setting.of(
                            "source.<name>.reconcile.at",
                            Types.timeOfDay(),
                            "When, by the source's clock, once per date. Put to a later time"
                                    + " after that day's has begun, it counts from the next day"
                                    + " on.")
                    .or("04:30");
    static final Setting<Period> KEEPS =
            Setting.of(
                            "source.<name>.keeps",
                            Types.period(),
                            "How long the source keeps its rows: what is older is never read"
                                    + " again.")
                    .example("13mo")
                    .without("for ever");
    static final Setting<String> PRESET =
            Setting.of(
                            "source.<name>.preset",
                            Types.of("name or file", "asterisk", text -> text),
                            "What is known of an ACD's tables or exports: a query with settings, for"
                                    + " files settings alone, used where"
                                    + " you set none. PRESETS.md lists them; copy a file of"
                                    + " presets/, change it, and write its path here.")
                    .without("none")
                    .in(USEFUL);
    static final Setting<String> BIND =
            Setting.of(
                            "source.<name>.sql.bind",
                            Types.of(BIND_FORM, "auto", SqlSettings::bind),
                            "As what :from and :to are given to the database. auto goes by the type"
                                    + " of the time column. date gives whole days, for columns"
                                    + " that hold a date alone. A pattern is for texts: a time column"
                                    + " goes by its type all the same. In it, [.SSSSSS] is a part that"
                                    + " may be missing. It runs from the year to the smallest unit,"
                                    + " since databases compare texts from the left; where the query"
                                    + " holds :from and :to, any will do that suits them.")
                    .or("auto");
    static final Setting<Duration> QUERY_TIMEOUT =
            Setting.of(
                            "source.<name>.sql.query-timeout",
                            Types.duration(Duration.ofSeconds(1), Duration.ofHours(6)),
                            "A query that gives no row for that long is given up.")
                    .or("60s");
    static final Setting<Integer> FETCH_SIZE =
            Setting.of(
                            "source.<name>.sql.fetch-size",
                            Types.integer(1, 1_000_000),
                            "How many rows are fetched at a time, at most. PostgreSQL mostly streams without.")
                    .or("5000");

    static final List<Setting<?>> ALL =
            List.of(
                    PRESET,
                    QUERY_FILE,
                    QUERY,
                    SETTLE,
                    LOOK_BACK,
                    WINDOW,
                    BACKFILL,
                    BACKFILL_FROM,
                    BACKFILL_HOURS,
                    BACKFILL_LOAD,
                    RECONCILE,
                    RECONCILE_DEEP,
                    RECONCILE_AT,
                    KEEPS,
                    BIND,
                    TimeSettings.COLUMN_BIND,
                    TimeSettings.OFFSET_COLUMN,
                    TimeSettings.OFFSET_IS,
                    TimeSettings.TIME_OF_DAY,
                    QUERY_TIMEOUT,
                    FETCH_SIZE);

    private SqlSettings() {}

    /** Text over several lines, tabs included. */
    private record QueryType() implements Type<String> {
        @Override
        public String parse(String text, Place place) throws RefusedException {
            return QueryText.parse(text);
        }

        @Override
        public String form() {
            return "one SELECT";
        }

        @Override
        public String example() {
            return "SELECT * FROM calls";
        }

        @Override
        public boolean isVerbatim() {
            return true;
        }
    }

    private static Hours hours(String text) throws RefusedException {
        String[] ends = text.split("-");
        if (ends.length != 2) {
            throw new RefusedException(Quoted.text(text) + " is no span such as 19:00-06:00");
        }
        var hours = new Hours(Types.localTime(ends[0].strip()), Types.localTime(ends[1].strip()));
        if (hours.from().equals(hours.to())) {
            throw new RefusedException(
                    "begins and ends at the same time: write always, or two different times");
        }
        return hours;
    }

    static String bind(String text) throws RefusedException {
        return isPattern(text) ? CsvText.timePattern(text, CsvText.Parts.AT_LEAST_DATE) : text;
    }

    /** Whether it is none of the words. */
    static boolean isPattern(String bind) {
        return !List.of("auto", "local", "utc", "date", "offset", "epoch", "epoch-ms")
                .contains(bind);
    }
}
