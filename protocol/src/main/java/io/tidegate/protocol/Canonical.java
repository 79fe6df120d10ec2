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
 * byte. Holds any number of rows, one behind the other, and reuses its buffer. Used by one thread
 * at a time.
 */
public final class Canonical {
    private static final Map<DataType, Field[]> FIELDS = fields();
    private static final int MOST_COLUMNS =
            Arrays.stream(DataType.values()).mapToInt(t -> t.columns().size()).max().orElseThrow();
    private static final byte[] CALLS = quoted(Channel.CALLS);
    private static final byte[][] CHANNELS = channels();

    private static final int ABSENT = -1;

    /** Bytes that all names and numbers of a row take at the most. */
    private static final int NAMES = 64 * MOST_COLUMNS;

    private final JsonBytes out = new JsonBytes(512);

    /** Where the last row's value of a column stands in the bytes, by its ordinal. */
    private final int[] begins = new int[MOST_COLUMNS];

    private final int[] ends = new int[MOST_COLUMNS];

    /** Where each row ends. */
    private int[] rowEnds = new int[16];

    private int rows;
    private int lastBegin;

    /** The canonical bytes of a row. */
    public static byte[] of(Row row) {
        Canonical canonical = new Canonical();
        canonical.append(row);
        return canonical.out.copy();
    }

    /** Forgets all rows; keeps the buffer. */
    public void clear() {
        out.clear();
        rows = 0;
    }

    /** Bytes of all rows. */
    public int size() {
        return out.size();
    }

    /** Bytes of the buffer that is kept. */
    public int capacity() {
        return out.array().length;
    }

    /**
     * Writes a row behind those that are here.
     *
     * @throws IllegalArgumentException for a row that {@link RowRules} would not let pass
     */
    public void append(Row row) {
        long[] numbers = row.numbers();
        String[] texts = row.texts();
        lastBegin = out.size();
        out.ensure(NAMES);
        for (Field field : FIELDS.get(row.type())) {
            int at = field.column.ordinal();
            boolean text = field.column.kind().isText();
            if (text ? texts[at] == null : numbers[at] == Row.NULL) {
                begins[at] = ABSENT;
                implied(field);
                continue;
            }
            out.few(field.name, 0, field.length);
            begins[at] = out.size();
            if (text) {
                text(out, row, at, NAMES);
            } else {
                number(out, field.column.kind(), numbers[at]);
            }
            ends[at] = out.size();
        }
        out.mark('}');
        out.array()[lastBegin] = '{';
        end();
    }

    private void end() {
        if (rows == rowEnds.length) {
            rowEnds = Arrays.copyOf(rowEnds, rows * 2);
        }
        rowEnds[rows++] = out.size();
    }

    /** A channel that is not said is calls, for whoever hashes. */
    private void implied(Field field) {
        if (field.column.kind() == Kind.CHANNEL) {
            out.few(field.name, 0, field.length);
            out.raw(CALLS);
        }
    }

    byte[] array() {
        return out.array();
    }

    int rows() {
        return rows;
    }

    /** Where that row ends and the next begins. */
    int end(int row) {
        return rowEnds[row];
    }

    /** Bytes of the row that was written last. */
    int lastSize() {
        return out.size() - lastBegin;
    }

    /** Copies a value of the row that was written last; false if it has none in that column. */
    boolean value(JsonBytes to, int ordinal) {
        if (begins[ordinal] == ABSENT) {
            return false;
        }
        to.few(out.array(), begins[ordinal], ends[ordinal]);
        return true;
    }

    static void text(JsonBytes out, Row row, int ordinal, int room) {
        String text = row.texts()[ordinal];
        if (row.isPlain(ordinal)) {
            out.plain(text, room);
        } else {
            out.string(text, room);
        }
    }

    /** Writes a value that is there. */
    static void value(JsonBytes out, Row row, Column column) {
        if (column.kind().isText()) {
            out.string(row.text(column));
        } else {
            number(out, column.kind(), row.number(column));
        }
    }

    private static void number(JsonBytes out, Kind kind, long number) {
        switch (kind) {
            case INSTANT -> out.instant(number);
            case COUNT, FLAG -> out.count(number);
            case SECONDS -> out.seconds(number);
            case CHANNEL -> out.raw(CHANNELS[(int) number]);
            case TEXT -> throw new IllegalArgumentException("a text is no number");
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
                .map(Canonical::field)
                .toArray(Field[]::new);
    }

    private static Field field(Column column) {
        byte[] name = ascii(",\"" + column.name() + "\":");
        return new Field(column, Arrays.copyOf(name, name.length + JsonBytes.STEP), name.length);
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

    /**
     * A column and its name as it is written: behind a comma, quoted, with a colon.
     *
     * @param name with room behind it
     * @param length of the name
     */
    private record Field(Column column, byte[] name, int length) {}
}
