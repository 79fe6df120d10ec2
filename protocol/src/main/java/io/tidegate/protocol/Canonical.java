package io.tidegate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private static final int MOST_COLUMNS =
            Arrays.stream(DataType.values()).mapToInt(t -> t.columns().size()).max().orElseThrow();
    private static final byte[] CALLS = quoted(Channel.CALLS);
    private static final byte[][] CHANNELS = channels();

    private final JsonBytes out = new JsonBytes(512);

    /** Where the value of a column stands in the bytes, by its ordinal. */
    private final int[] begins = new int[MOST_COLUMNS];

    private final int[] ends = new int[MOST_COLUMNS];

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
                begins[column.ordinal()] = out.size();
                value(out, row, column);
                ends[column.ordinal()] = out.size();
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

    /** Copies a value of the row that was written last: one that is there, and is hashed. */
    void value(JsonBytes to, Column column) {
        to.raw(out.array(), begins[column.ordinal()], ends[column.ordinal()]);
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

    /** Whether a column is part of what is hashed: a queue's new name is no change of data. */
    static boolean isHashed(Column column) {
        return !column.name().equals("queuename");
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
                .filter(Canonical::isHashed)
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
