package io.tidegate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The one spelling of a row that is hashed: a JSON object of its non-null columns sorted by name,
 * without {@code queuename}, without white space; PROTOCOL.md, "Content hash", defines it to the
 * byte. Reuses its buffer; used by one thread.
 */
public final class Canonical {
    private static final Map<DataType, Field[]> FIELDS = fields();
    private static final byte[] CALLS = quoted(Channel.CALLS);
    private static final byte[][] CHANNELS = channels();

    private final JsonBytes out = new JsonBytes(512);

    /** The canonical bytes of a row. */
    public static byte[] of(Row row) {
        Canonical canonical = new Canonical();
        canonical.write(row);
        return canonical.out.copy();
    }

    /**
     * Writes the row; {@link #array} and {@link #size} hold it until the next call.
     *
     * @throws IllegalArgumentException for a row that {@link RowRules} would not let pass
     */
    void write(Row row) {
        out.clear();
        for (Field field : FIELDS.get(row.type())) {
            Column column = field.column;
            if (!row.isNull(column)) {
                out.raw(field.name);
                value(out, row, column);
            } else if (column.kind() == Kind.CHANNEL) {
                out.raw(field.name);
                out.raw(CALLS);
            }
        }
        out.raw('}');
        out.array()[0] = '{';
    }

    byte[] array() {
        return out.array();
    }

    int size() {
        return out.size();
    }

    /** Writes a value that is there. */
    static void value(JsonBytes out, Row row, Column column) {
        switch (column.kind()) {
            case TEXT -> out.string(row.text(column));
            case INSTANT -> out.instant(row.number(column));
            case COUNT, FLAG -> out.count(row.number(column));
            case SECONDS -> out.seconds(row.number(column));
            case CHANNEL -> out.raw(CHANNELS[(int) row.number(column)]);
        }
    }

    private static Map<DataType, Field[]> fields() {
        Map<DataType, Field[]> fields = new EnumMap<>(DataType.class);
        for (DataType type : DataType.values()) {
            fields.put(type, fields(type.columns()));
        }
        return fields;
    }

    private static Field[] fields(List<Column> columns) {
        return columns.stream()
                .filter(c -> !c.name().equals("queuename"))
                .sorted(Comparator.comparing(Column::name))
                .map(c -> new Field(c, ascii(",\"" + c.name() + "\":")))
                .toArray(Field[]::new);
    }

    private static byte[][] channels() {
        Channel[] all = Channel.values();
        byte[][] names = new byte[all.length][];
        for (Channel channel : all) {
            names[channel.ordinal()] = quoted(channel);
        }
        return names;
    }

    private static byte[] quoted(Channel channel) {
        return ascii('"' + channel.wireName() + '"');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A column and its name as it is written: behind a comma, quoted, with a colon. */
    private record Field(Column column, byte[] name) {}
}
