package io.tidegate.ingest.store;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where rows of a data type are kept, and the names there. Times are kept as whole milliseconds in
 * columns that say so; all else has the protocol's name. Immutable.
 */
final class RowTable {
    private static final Map<DataType, RowTable> ALL = new EnumMap<>(DataType.class);

    static {
        ALL.put(DataType.INTERVALS, new RowTable(DataType.INTERVALS, "interval_row"));
        ALL.put(DataType.CONTACTS, new RowTable(DataType.CONTACTS, "contact_row"));
        ALL.put(DataType.AGENT_STATUS, new RowTable(DataType.AGENT_STATUS, "agent_status_row"));
    }

    private final DataType data;
    private final String name;

    private RowTable(DataType data, String name) {
        this.data = data;
        this.name = name;
    }

    static RowTable of(DataType data) {
        return ALL.get(data);
    }

    DataType data() {
        return data;
    }

    String name() {
        return name;
    }

    /** The column that places a row in time. */
    String time() {
        return column(data.timeColumn());
    }

    /** The column of the queue, or of the ACD agent where there is no queue. */
    String queue() {
        return data == DataType.AGENT_STATUS ? "agentidentifier" : "queueidentifier";
    }

    /** Whether a row has an end of its own, {@code endtime}. */
    boolean hasSpans() {
        return data == DataType.AGENT_STATUS;
    }

    List<String> identity() {
        return data.identity().stream().map(RowTable::column).toList();
    }

    /** Whether two rows, called a and b, are of one identity; what lacks a part of it never is. */
    String sameIdentity(String a, String b) {
        return identity().stream()
                .map(c -> a + "." + c + " = " + b + "." + c)
                .collect(Collectors.joining(" AND "));
    }

    /** All columns but the row's place in a file, in the order in which rows are copied. */
    String columns() {
        return Stream.concat(
                        Stream.of("stream_id", "origin_id"),
                        data.columns().stream().map(RowTable::column))
                .collect(Collectors.joining(", "));
    }

    static String column(Column column) {
        return column.kind() == Kind.SECONDS ? column.name() + "_ms" : "\"" + column.name() + "\"";
    }
}
