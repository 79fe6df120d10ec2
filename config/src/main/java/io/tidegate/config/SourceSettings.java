package io.tidegate.config;

import static io.tidegate.config.Setting.Group.ESSENTIAL;
import static io.tidegate.config.Setting.Group.USEFUL;

import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.SameKey;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that every source has, whatever it reads. */
final class SourceSettings {
    static final Setting<String> DATA =
            Setting.of(
                            "source.<name>.data",
                            Types.choice("intervals", "contacts", "agent-status"),
                            "What a row is: a queue's quarter of an hour, one contact, or one span"
                                    + " of an ACD agent's status.")
                    .in(ESSENTIAL);
    static final Setting<ZoneId> ZONE =
            Setting.of(
                            "source.<name>.time-zone",
                            Types.zone(),
                            "The time zone of times that carry none. May be missing only for files"
                                    + " whose csv.date-time-format carries an offset.")
                    .in(ESSENTIAL);
    static final Setting<Duration> INTERVAL_LENGTH =
            Setting.of(
                            "source.<name>.interval-length",
                            Types.choice(lengths()),
                            "How long an interval is, for intervals.")
                    .or("15m")
                    .in(USEFUL);
    static final Setting<Mapping> MAP =
            Setting.of(
                            "source.<name>.map.<column>",
                            Types.of(
                                    "column, \"quoted column\", 'constant', or two to four columns"
                                            + " with signs: `a - b`, `a * b`, `(a + b) * c`",
                                    "Queue",
                                    MappingText::parse),
                            "Where a column comes from, if not from the source's column of that"
                                    + " name. For a time, `Datum + Von` joins two columns."
                                    + " map.aht gives an average; handlingtime is then aht x"
                                    + " answered.")
                    .in(USEFUL);
    static final Setting<Map<String, String>> CHANNELS =
            Setting.of(
                            "source.<name>.channels",
                            Types.of(
                                    "list of `word -> channel`",
                                    "Telefon -> calls, Web Chat -> chats",
                                    ChannelsText::parse),
                            "The source's words for the channels calls, chats, emails, social_media,"
                                    + " documents, cases.")
                    .in(USEFUL);
    static final Setting<ValueTable> VALUES =
            Setting.of(
                    "source.<name>.values.<column>",
                    Types.of(
                            "list of `text -> ours`",
                            ValueTableText.EXAMPLE,
                            ValueTableText::parse),
                    "What stands for the source's texts in a column of texts, or in answered:"
                            + " '' is no value, * every other text. Without * a text that is not"
                            + " listed stays. Case does not count.");
    static final Setting<Privacy> PRIVACY =
            Setting.of(
                            "source.<name>.privacy.<column>",
                            Types.choice(Privacy.class),
                            "What happens to a column before anything reaches the disk: hmac"
                                    + " replaces the value by a keyed hash whose key never leaves this"
                                    + " machine. For agentidentifier you must choose.")
                    .without("`plain`; contactidentifier `hmac`; agentidentifier must be chosen")
                    .in(USEFUL);
    static final Setting<SameKey> SAME_KEY =
            Setting.of(
                            "source.<name>.same-key",
                            Types.choice(SameKey.class),
                            "What several interval rows of one queue, channel and time become:"
                                    + " added up, the last one, or rejects.")
                    .or("add");
    static final Setting<String> REPEATED_HOUR =
            Setting.of(
                            "source.<name>.repeated-hour",
                            Types.choice("first", "second"),
                            "Which pass a time in the repeated hour of autumn belongs to, if"
                                    + " nothing else tells.")
                    .or("first");
    static final Setting<Optional<Double>> MAX_SHRINK =
            Setting.of(
                            "source.<name>.max-shrink",
                            Types.orOff(Types.share(0)),
                            "What has lost more than that of its rows or of its offered (and more"
                                    + " than 100 rows) is held until a person accepts it. A read"
                                    + " that finds nothing at all where 10 rows were is held"
                                    + " whatever this says, and so are windows of a database in a row"
                                    + " that offered as many and are empty now.")
                    .or("50%");
    static final Setting<Double> REJECT_LIMIT =
            Setting.of(
                            "source.<name>.reject-limit",
                            Types.share(0),
                            "What has at least 20 rejected rows, and more of all its rows than that"
                                    + " share, is held. Of such a file nothing takes effect, nor of"
                                    + " one of which no row is good.")
                    .or("1%");
    static final Setting<Duration> MAX_OPEN =
            Setting.of(
                            "source.<name>.status.max-open",
                            Types.duration(Duration.ofHours(1), Duration.ofDays(366)),
                            "How long an open span of an agent's status is watched for its end.")
                    .or("35d");
    static final Setting<Duration> POLL =
            Setting.of(
                            "source.<name>.poll",
                            Types.duration(Duration.ofSeconds(5), Duration.ofDays(1)),
                            "How often the source is looked at. A database that is read for intervals"
                                    + " is looked at when an interval has ended and settle has"
                                    + " passed, and not more often than this.")
                    .example("15m")
                    .without("`15m`; a folder `10s`")
                    .in(USEFUL);

    static final List<Setting<?>> FIRST =
            List.of(
                    DATA,
                    SqlSettings.DATABASE,
                    CsvSettings.DIRECTORY,
                    ZONE,
                    TimeSettings.COLUMN_ZONE);
    static final List<Setting<?>> ALL =
            List.of(
                    INTERVAL_LENGTH,
                    POLL,
                    MAP,
                    CHANNELS,
                    VALUES,
                    PRIVACY,
                    SAME_KEY,
                    REPEATED_HOUR,
                    TimeSettings.TIMESTAMP_IS,
                    MAX_SHRINK,
                    REJECT_LIMIT,
                    MAX_OPEN);

    private SourceSettings() {}

    static LinkedHashMap<String, Duration> lengths() {
        var lengths = new LinkedHashMap<String, Duration>();
        for (int minutes : new int[] {5, 10, 15, 30, 60}) {
            lengths.put(minutes + "m", Duration.ofMinutes(minutes));
        }
        return lengths;
    }
}
