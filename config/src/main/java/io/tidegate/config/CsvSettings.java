package io.tidegate.config;

import static io.tidegate.config.Setting.Group.USEFUL;

import io.tidegate.config.CsvText.Parts;
import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.config.SourceConfig.After;
import io.tidegate.config.SourceConfig.CsvMode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of sources that read files. */
final class CsvSettings {
    private static final Duration DAY = Duration.ofDays(1);

    static final Setting<Path> DIRECTORY =
            Setting.of(
                            "source.<name>.csv.directory",
                            Types.path(),
                            "The folder that the files are dropped into, for a source without"
                                    + " database.")
                    .example("drop")
                    .in(USEFUL);
    static final Setting<String> PATTERN =
            Setting.of(
                            "source.<name>.csv.pattern",
                            Types.of("glob", "*.csv", CsvText::glob),
                            "Which files are taken; also *.csv.gz and *.zip.")
                    .or("*.csv")
                    .in(USEFUL);
    static final Setting<Optional<String>> ENCODING =
            Setting.of(
                            "source.<name>.csv.encoding",
                            Types.orWord("auto", Types.of("encoding", "UTF-8", CsvText::charset)),
                            "The encoding of the files. A byte order mark counts before it. With auto"
                                    + " it is proven by the first file with letters beyond A to Z, and"
                                    + " asked for where two encodings fit.")
                    .or("auto");
    static final Setting<Optional<Character>> DELIMITER =
            Setting.of(
                            "source.<name>.csv.delimiter",
                            new OneCharacter(
                                    "`auto`, one character, or `tab` `comma` `semicolon` `pipe`"
                                            + " `blank`",
                                    CsvText::delimiter),
                            "What stands between the columns.")
                    .or("auto")
                    .in(USEFUL);
    static final Setting<Optional<Character>> QUOTE =
            Setting.of(
                            "source.<name>.csv.quote",
                            Types.of("`auto` `none` `\"` `'`", "auto", CsvText::quote),
                            "What stands around texts.")
                    .or("auto");
    static final Setting<Optional<Character>> DECIMAL =
            Setting.of(
                            "source.<name>.csv.decimal",
                            Types.of("`auto` `.` `,`", "auto", CsvText::decimal),
                            "The sign before decimals.")
                    .or("auto");
    static final Setting<Optional<Integer>> HEADER =
            Setting.of(
                            "source.<name>.csv.header",
                            Types.of("`auto` `none` or a line number", "auto", CsvText::header),
                            "Where the names of the columns stand; with auto, in the first of 200"
                                    + " lines that has all that are needed. With none they are A, B,"
                                    + " ... Z, AA.")
                    .or("auto")
                    .in(USEFUL);
    static final Setting<Integer> SKIP_LINES =
            Setting.of(
                            "source.<name>.csv.skip-lines",
                            Types.integer(0, 10_000),
                            "How many lines at the start are no data.")
                    .or("0");
    static final Setting<List<String>> SKIP_CONTAINING =
            Setting.of(
                    "source.<name>.csv.skip-containing",
                    Types.list("Total, Summe"),
                    "Lines with one of these texts are no data. Upper and lower case count.");
    static final Setting<Optional<String>> DATE_TIME_FORMAT =
            Setting.of(
                            "source.<name>.csv.date-time-format",
                            time(Parts.DATE_AND_TIME, "dd.MM.yyyy HH:mm"),
                            "How date and time are written in one column. Two readings that both"
                                    + " fit are never guessed: the file is held.")
                    .or("auto")
                    .in(USEFUL);
    static final Setting<Optional<String>> DATE_FORMAT =
            Setting.of(
                            "source.<name>.csv.date-format",
                            time(Parts.DATE, "dd.MM.yyyy"),
                            "How a date is written in a column of its own.")
                    .or("auto");
    static final Setting<Optional<String>> TIME_FORMAT =
            Setting.of(
                            "source.<name>.csv.time-format",
                            time(Parts.TIME, "HH:mm"),
                            "How a time of day is written in a column of its own; hhmm is a number"
                                    + " such as 830 for 08:30.")
                    .or("auto");
    static final Setting<CsvMode> MODE =
            Setting.of(
                            "source.<name>.csv.mode",
                            Types.choice(CsvMode.class),
                            "What a file means. upsert: its rows replace those of the same identity;"
                                    + " append: it holds only new rows; replace: it is the whole truth"
                                    + " for its queues from its first to its last time, so one"
                                    + " with rejected rows is held.")
                    .without("`upsert`; contacts without map.contactidentifier must choose")
                    .in(USEFUL);
    static final Setting<AcrossFiles> ACROSS_FILES =
            Setting.of(
                            "source.<name>.csv.across-files",
                            Types.choice(AcrossFiles.class),
                            "When several files give the same interval. check: a newer file that"
                                    + " lowers offered, or removes it by csv.mode = replace, is held; last:"
                                    + " the newer one counts; add: they"
                                    + " are added up.")
                    .or("check");
    static final Setting<Duration> QUIET_TIME =
            Setting.of(
                            "source.<name>.csv.quiet-time",
                            Types.duration(Duration.ZERO, DAY),
                            "How long a file must not have changed before it is taken; six times"
                                    + " that, and at least 30s, where its last line has no end.")
                    .or("10s");
    static final Setting<After> AFTER =
            Setting.of(
                            "source.<name>.csv.after",
                            Types.choice(After.class),
                            "What happens to a file once the ingest has it.")
                    .or("keep")
                    .in(USEFUL);
    static final Setting<Duration> ARCHIVE_KEEP =
            Setting.of(
                            "source.<name>.csv.archive-keep",
                            Types.duration(DAY, DAY.multipliedBy(3650)),
                            "How long archived files are kept.")
                    .or("30d");
    static final Setting<String> GROWING =
            Setting.of(
                            "source.<name>.csv.growing",
                            Types.choice("true", "false"),
                            "Files grow all day, such as a log of calls: what is complete of one is"
                                    + " taken at each poll, as a newer version of the same file."
                                    + " Not together with csv.after = archive or delete.")
                    .or("false");

    static final Setting<String> LABEL =
            Setting.of(
                    "source.<name>.csv.label.<column>",
                    Types.text("Split/Skill:"),
                    "A column whose value stands in a line of its own above the rows it holds for:"
                            + " the text that such a line begins with. Map the column by its name"
                            + " here.");
    static final Setting<String> NAME_PART =
            Setting.of(
                    "source.<name>.csv.name-part.<column>",
                    Types.of("file name with one `{}`", "ctQueue_{}_*.txt", CsvText::namePart),
                    "A column whose value stands in the file's name, where {} is; * is any text. Map"
                            + " the column by its name here.");

    static final List<Setting<?>> ALL =
            List.of(
                    PATTERN,
                    ENCODING,
                    DELIMITER,
                    QUOTE,
                    DECIMAL,
                    HEADER,
                    SKIP_LINES,
                    SKIP_CONTAINING,
                    DATE_TIME_FORMAT,
                    DATE_FORMAT,
                    TIME_FORMAT,
                    MODE,
                    ACROSS_FILES,
                    QUIET_TIME,
                    AFTER,
                    ARCHIVE_KEEP,
                    LABEL,
                    NAME_PART,
                    CsvValueSettings.NULLS,
                    CsvValueSettings.DURATION,
                    CsvValueSettings.DURATIONS,
                    CsvValueSettings.HALF_DAY_FROM,
                    CsvValueSettings.ONLY,
                    CsvValueSettings.NOT,
                    CsvValueSettings.UNPIVOT,
                    GROWING);

    private CsvSettings() {}

    private static Type<Optional<String>> time(Parts parts, String example) {
        return Types.orWord(
                "auto",
                Types.of(
                        "java.time pattern, `epoch`, `epoch-ms`, `excel`"
                                + (parts == Parts.TIME ? ", `hhmm`" : ""),
                        example,
                        text -> CsvText.timePattern(text, parts)));
    }

    /** One character, which may be a blank or a tab. */
    private record OneCharacter(String form, Types.Parser<Optional<Character>> parser)
            implements Type<Optional<Character>> {
        @Override
        public Optional<Character> parse(String text, Place place) throws RefusedException {
            return parser.parse(text);
        }

        @Override
        public String example() {
            return ";";
        }

        @Override
        public boolean isVerbatim() {
            return true;
        }
    }
}
