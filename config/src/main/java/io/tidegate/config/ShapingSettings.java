package io.tidegate.config;

import static io.tidegate.config.Setting.Group.USEFUL;

import io.tidegate.config.SourceConfig.StatusShape;

import java.time.Duration;
import java.util.List;

/** The settings that say what is made of a database's rows before they leave. */
final class ShapingSettings {
    static final Setting<Duration> AGGREGATE =
            Setting.of(
                            "source.<name>.aggregate",
                            Types.choice(SourceSettings.lengths()),
                            "Of data = contacts: sums the contacts to intervals of that length"
                                    + " before anything leaves, so that no single contact does."
                                    + " offered is how many began in the interval, handlingtime the"
                                    + " sum of duration. An answered contact without duration is"
                                    + " taken to go on and is counted once it has ended; one that"
                                    + " began before the look-back is a reject. The stream then is one of intervals; to change an existing one,"
                                    + " take another source name.")
                    .example("15m")
                    .without("each contact is sent")
                    .in(USEFUL);
    static final Setting<StatusShape> STATUS_SHAPE =
            Setting.of(
                            "source.<name>.status.shape",
                            Types.choice(StatusShape.class),
                            "What a row of agent-status is. start-end: a span; without endtime it"
                                    + " goes on. start-duration: a span with its duration in seconds"
                                    + " (the column duration, or map.duration); without, it goes on."
                                    + " changes: the beginning of a state, which ends where the same"
                                    + " agent's next begins, however many other rows lie between. An"
                                    + " end is never invented. Of several changes of one agent at"
                                    + " one instant the last counts: the last row if the query has"
                                    + " an ORDER BY, else a log-off, else by activity; the others"
                                    + " lasted no time and are left out.")
                    .or("start-end")
                    .in(USEFUL);
    static final Setting<List<String>> LOG_OFF =
            Setting.of(
                            "source.<name>.status.log-off",
                            Types.list("Logged out, 7"),
                            "Activities, as the database writes them, that mean that an agent is"
                                    + " gone, whatever their case (of pseudonyms, only as they are"
                                    + " written here): rows with one of them make no span. With status.shape ="
                                    + " changes they end the one before. Without them an agent's last"
                                    + " state of a day goes on until the first of the next.")
                    .in(USEFUL);

    static final List<Setting<?>> ALL = List.of(AGGREGATE, STATUS_SHAPE, LOG_OFF);

    private ShapingSettings() {}
}
