package io.tidegate.config;

import static io.tidegate.config.Setting.Group.USEFUL;

import io.tidegate.config.SourceTimes.OffsetUnit;
import io.tidegate.config.SourceTimes.TimeOfDay;

import java.time.ZoneId;

/** The settings of times that {@code time-zone} alone does not explain. */
final class TimeSettings {
    static final Setting<ZoneId> COLUMN_ZONE =
            Setting.of(
                            "source.<name>.time-zone.<column>",
                            Types.zone(),
                            "The time zone of one column's times, where it is not that of the"
                                    + " others: some ACDs keep contacts in local time and logins in"
                                    + " UTC. Days and intervals remain those of time-zone.")
                    .without("`time-zone`")
                    .in(USEFUL);
    static final Setting<String> TIMESTAMP_IS =
            Setting.of(
                            "source.<name>.timestamp-is",
                            Types.choice("start", "end"),
                            "Whether an interval carries the time at which it begins or the one at"
                                    + " which it ends.")
                    .or("start");
    static final Setting<String> COLUMN_BIND =
            Setting.of(
                            "source.<name>.sql.bind.<column>",
                            Types.of(SqlSettings.BIND_FORM, "epoch", SqlSettings::bind),
                            "The same for one column that keeps its times in another way, such as"
                                    + " an endtime in seconds since 1970.")
                    .without("`sql.bind`");
    static final Setting<String> OFFSET_COLUMN =
            Setting.of(
                            "source.<name>.sql.offset-column",
                            Types.text("TimeZone"),
                            "A column of the query that says how far the row's wall clock is from"
                                    + " UTC. It tells the two passes of the repeated hour apart; a"
                                    + " row whose offset time-zone does not know is a reject.")
                    .without("none");
    static final Setting<OffsetUnit> OFFSET_IS =
            Setting.of(
                            "source.<name>.sql.offset-is",
                            Types.choice(OffsetUnit.class),
                            "What sql.offset-column counts. For UTC-5 that is 300 minutes-west (so"
                                    + " Cisco UCCE), -300 minutes-east or -18000 seconds-east.")
                    .or("minutes-west");
    static final Setting<TimeOfDay> TIME_OF_DAY =
            Setting.of(
                            "source.<name>.sql.time-of-day",
                            Types.choice(TimeOfDay.class),
                            "What a number means that is joined to a date, as in map.timestamp ="
                                    + " row_date + starttime: half past eight is 830 in hhmm, 83000"
                                    + " in hhmmss, 510 in minutes, 30600 in seconds.")
                    .without("must be said if it is a number");

    private TimeSettings() {}
}
