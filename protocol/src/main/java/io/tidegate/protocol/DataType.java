package io.tidegate.protocol;

import static io.tidegate.protocol.Kind.CHANNEL;
import static io.tidegate.protocol.Kind.COUNT;
import static io.tidegate.protocol.Kind.FLAG;
import static io.tidegate.protocol.Kind.INSTANT;
import static io.tidegate.protocol.Kind.SECONDS;
import static io.tidegate.protocol.Kind.TEXT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The three kinds of data, with their columns in the one order in which {@link Row} keeps them. */
public enum DataType {
    /** One row per queue, channel and interval. */
    INTERVALS(
            "timestamp",
            List.of("queueidentifier", "channel", "timestamp"),
            new Columns()
                    .required("queueidentifier", TEXT)
                    .required("queuename", TEXT)
                    .required("timestamp", INSTANT)
                    .required("offered", COUNT)
                    .required("answered", COUNT)
                    .required("handlingtime", SECONDS)
                    .optional("channel", CHANNEL)
                    .optional("abandoned", COUNT)
                    .optional("shortabandoned", COUNT)
                    .optional("talktime", SECONDS)
                    .optional("holdtime", SECONDS)
                    .optional("wraptime", SECONDS)
                    .optional("waittime", SECONDS)
                    .optional("answeredinservicelevel", COUNT)),
    /** One row per contact and queue; each is one offered. */
    CONTACTS(
            "timestamp",
            List.of("contactidentifier", "queueidentifier", "timestamp"),
            new Columns()
                    .required("queueidentifier", TEXT)
                    .required("queuename", TEXT)
                    .required("timestamp", INSTANT)
                    .required("answered", FLAG)
                    .optional("duration", SECONDS)
                    .optional("channel", CHANNEL)
                    .optional("contactidentifier", TEXT)
                    .optional("talktime", SECONDS)
                    .optional("holdtime", SECONDS)
                    .optional("wraptime", SECONDS)
                    .optional("waittime", SECONDS)),
    /** One row per span of an ACD agent's state. */
    AGENT_STATUS(
            "starttime",
            List.of("agentidentifier", "starttime", "activity"),
            new Columns()
                    .required("agentidentifier", TEXT)
                    .required("starttime", INSTANT)
                    .required("activity", TEXT)
                    .optional("endtime", INSTANT));

    private final List<Column> columns;
    private final Column timeColumn;
    private final List<Column> identity;
    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    DataType(String timeColumn, List<String> identity, Columns columns) {
        this.columns = List.copyOf(columns.list);
        this.timeColumn = column(timeColumn).orElseThrow();
        this.identity = identity.stream().map(n -> column(n).orElseThrow()).toList();
    }

    /** All columns, in the order of their ordinals. */
    public List<Column> columns() {
        return columns;
    }

    /** The column of that lower-case name. */
    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The column that places a row in time: {@code timestamp} or {@code starttime}. */
    public Column timeColumn() {
        return timeColumn;
    }

    /** The columns that name a row; what {@code upsert} goes by. */
    public List<Column> identity() {
        return identity;
    }

    /** {@code intervals}, {@code contacts} or {@code agent-status}. */
    public String wireName() {
        return wireName;
    }

    /** The data type of that name. */
    public static Optional<DataType> of(String wireName) {
        return Arrays.stream(values()).filter(d -> d.wireName.equals(wireName)).findFirst();
    }

    private static final class Columns {
        private final List<Column> list = new ArrayList<>();

        Columns required(String name, Kind kind) {
            list.add(new Column(name, kind, true, list.size()));
            return this;
        }

        Columns optional(String name, Kind kind) {
            list.add(new Column(name, kind, false, list.size()));
            return this;
        }
    }
}
