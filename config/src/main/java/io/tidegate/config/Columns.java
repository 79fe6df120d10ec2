package io.tidegate.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The columns of each kind of data, as far as settings must know them. The protocol's own list is
 * the master; a test holds the two together.
 */
public final class Columns {
    /** The virtual column that holds an average instead of {@code handlingtime}. */
    public static final String AVERAGE = "aht";

    /** What a column holds. */
    public enum Kind {
        TEXT,
        TIME,
        COUNT,
        SECONDS,
        FLAG,
        CHANNEL
    }

    /** What settings must know of a column. */
    public record Column(Kind kind, boolean required) {}

    private static final Map<String, SequencedMap<String, Column>> BY_DATA =
            Map.of(
                    "intervals",
                    new Builder()
                            .required("queueidentifier", Kind.TEXT)
                            .required("queuename", Kind.TEXT)
                            .required("timestamp", Kind.TIME)
                            .required("offered", Kind.COUNT)
                            .required("answered", Kind.COUNT)
                            .required("handlingtime", Kind.SECONDS)
                            .optional("channel", Kind.CHANNEL)
                            .optional("abandoned", Kind.COUNT)
                            .optional("shortabandoned", Kind.COUNT)
                            .optional("talktime", Kind.SECONDS)
                            .optional("holdtime", Kind.SECONDS)
                            .optional("wraptime", Kind.SECONDS)
                            .optional("waittime", Kind.SECONDS)
                            .optional("answeredinservicelevel", Kind.COUNT)
                            .done(),
                    "contacts",
                    new Builder()
                            .required("queueidentifier", Kind.TEXT)
                            .required("queuename", Kind.TEXT)
                            .required("timestamp", Kind.TIME)
                            .required("answered", Kind.FLAG)
                            .optional("duration", Kind.SECONDS)
                            .optional("channel", Kind.CHANNEL)
                            .optional("contactidentifier", Kind.TEXT)
                            .optional("talktime", Kind.SECONDS)
                            .optional("holdtime", Kind.SECONDS)
                            .optional("wraptime", Kind.SECONDS)
                            .optional("waittime", Kind.SECONDS)
                            .done(),
                    "agent-status",
                    new Builder()
                            .required("agentidentifier", Kind.TEXT)
                            .required("starttime", Kind.TIME)
                            .required("activity", Kind.TEXT)
                            .optional("endtime", Kind.TIME)
                            .done());

    private Columns() {}

    /** The columns of {@code intervals}, {@code contacts} or {@code agent-status}. */
    public static SequencedMap<String, Column> of(String data) {
        return BY_DATA.get(data);
    }

    private static final class Builder {
        private final SequencedMap<String, Column> columns = new LinkedHashMap<>();

        Builder required(String name, Kind kind) {
            columns.put(name, new Column(kind, true));
            return this;
        }

        Builder optional(String name, Kind kind) {
            columns.put(name, new Column(kind, false));
            return this;
        }

        SequencedMap<String, Column> done() {
            return Collections.unmodifiableSequencedMap(columns);
        }
    }
}
