package io.tidegate.config;

import io.tidegate.config.Columns.Column;
import io.tidegate.config.Columns.Kind;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.Shaping;
import io.tidegate.config.SourceConfig.StatusShape;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is made of a database's rows before they leave. */
final class ShapingReader {
    private static final String CONTACT = "contactidentifier";
    private static final String STATUS = "agent-status";

    private final Settings settings;
    private final String name;
    private final String rows;
    private final Shaping shaping;

    /**
     * @param rows what the source's own rows are: what {@code data} says
     */
    ShapingReader(Settings settings, String name, String rows) {
        this.settings = settings;
        this.name = name;
        this.rows = rows;
        this.shaping = new Shaping(aggregate(), shape(), logOff());
    }

    Shaping shaping() {
        return shaping;
    }

    /** What the stream's data is. */
    String data() {
        return shaping.aggregate().isPresent() ? "intervals" : rows;
    }

    /** The columns that rows of this source can have. */
    Map<String, Column> columns() {
        Map<String, Column> columns = new LinkedHashMap<>(Columns.of(rows));
        if (shaping.status() != StatusShape.START_END) {
            columns.remove("endtime");
        }
        if (shaping.status() == StatusShape.START_DURATION) {
            columns.put("duration", new Column(Kind.SECONDS, true));
        }
        return columns;
    }

    /** Sums name no contact, so nothing is to be chosen about it. */
    Map<String, Privacy> privacy(Map<String, Privacy> chosen) {
        if (shaping.aggregate().isEmpty()) {
            return chosen;
        }
        if (settings.find(SourceSettings.PRIVACY, name, CONTACT)
                .filter(p -> p != Privacy.DROP)
                .isPresent()) {
            settings.refuse(
                    SourceSettings.PRIVACY.key(name, CONTACT),
                    "means nothing with aggregate, since no contact leaves: remove the line");
        }
        Map<String, Privacy> all = new LinkedHashMap<>(chosen);
        all.put(CONTACT, Privacy.DROP);
        return all;
    }

    /** Checks the length of the sums against the window that holds them. */
    void mustFit(Duration window) {
        shaping.aggregate()
                .filter(length -> window.toSeconds() % length.toSeconds() != 0)
                .ifPresent(
                        _ ->
                                refuse(
                                        ShapingSettings.AGGREGATE,
                                        "must divide window without remainder: make one of the two"
                                                + " longer or shorter"));
    }

    private Optional<Duration> aggregate() {
        Optional<Duration> length = settings.find(ShapingSettings.AGGREGATE, name);
        if (length.isPresent() && !rows.equals("contacts")) {
            refuse(
                    ShapingSettings.AGGREGATE,
                    "sums contacts, and these are "
                            + rows
                            + ": remove the line, or set data = contacts");
            return Optional.empty();
        }
        if (length.isPresent() && settings.isSet(SourceSettings.INTERVAL_LENGTH, name)) {
            settings.find(SourceSettings.INTERVAL_LENGTH, name)
                    .filter(other -> !other.equals(length.get()))
                    .ifPresent(
                            _ ->
                                    refuse(
                                            SourceSettings.INTERVAL_LENGTH,
                                            "differs from aggregate, which says how long an"
                                                    + " interval is: remove the line"));
        }
        return length;
    }

    private StatusShape shape() {
        return isOfStatus(ShapingSettings.STATUS_SHAPE)
                ? settings.get(ShapingSettings.STATUS_SHAPE, name)
                : StatusShape.START_END;
    }

    private Set<String> logOff() {
        return isOfStatus(ShapingSettings.LOG_OFF)
                ? settings.find(ShapingSettings.LOG_OFF, name).map(Set::copyOf).orElse(Set.of())
                : Set.of();
    }

    private boolean isOfStatus(Setting<?> setting) {
        boolean set = settings.isSet(setting, name);
        if (set && !rows.equals(STATUS)) {
            refuse(setting, "is for data = agent-status, and these are " + rows + ": remove it");
        }
        return set && rows.equals(STATUS);
    }

    private void refuse(Setting<?> setting, String what) {
        settings.refuse(setting.key(name), what);
    }
}
