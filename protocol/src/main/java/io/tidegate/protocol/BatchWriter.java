package io.tidegate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the lines of a batch into a growing buffer: a header, rows, a trailer; each can also be
 * written alone. Judges nothing: rows have passed {@link RowRules}. Makes no garbage per row. Used
 * by one thread.
 */
public final class BatchWriter {
    /** With room behind it, as {@link JsonBytes#few} needs it. */
    private static final byte[] NULL = Arrays.copyOf(ascii("null"), 4 + JsonBytes.STEP);

    private static final int NULL_LENGTH = 4;

    private final JsonBytes out;
    private Column[] columns = {};
    private boolean[] hashed = {};
    private Column[] unnamed = {};

    /**
     * @param capacity bytes to begin with
     */
    public BatchWriter(int capacity) {
        out = new JsonBytes(capacity);
    }

    /** What was written: the bytes from 0 to {@link #size}. Valid until the next call. */
    public byte[] array() {
        return out.array();
    }

    public int size() {
        return out.size();
    }

    public byte[] copy() {
        return out.copy();
    }

    /** Forgets what was written; keeps the buffer and the columns. */
    public void clear() {
        out.clear();
    }

    /** Writes the first line. The rows that follow have its columns. */
    public void header(BatchHeader header) {
        BatchHeaderCodec.write(out, header);
        if (header instanceof BatchHeader.Content content) {
            columns(content.data(), content.columns());
        }
    }

    /** Sets the columns of the rows that follow, for whoever writes the header elsewhere. */
    public void columns(DataType data, List<Column> order) {
        columns = order.toArray(Column[]::new);
        hashed = new boolean[columns.length];
        for (int i = 0; i < hashed.length; i++) {
            hashed[i] = Canonical.isHashed(columns[i]);
        }
        unnamed = data.columns().stream().filter(c -> !order.contains(c)).toArray(Column[]::new);
    }

    /**
     * Writes a row.
     *
     * @throws IllegalArgumentException if the row has a value that no column would carry
     */
    public void row(Row row) {
        requireNamed(row);
        char before = '[';
        for (Column column : columns) {
            out.raw(before);
            if (!value(row, column)) {
                out.raw(NULL, 0, NULL_LENGTH);
            }
            before = ',';
        }
        out.raw(']');
        out.raw('\n');
    }

    /**
     * Writes a row whose values are spelled already: the half of the work is done.
     *
     * @param spelled holds that row as its last
     * @throws IllegalArgumentException if the row has a value that no column would carry
     */
    public void row(Row row, Canonical spelled) {
        requireNamed(row);
        int room = spelled.lastSize() + columns.length * NULL.length;
        out.ensure(room);
        for (int i = 0; i < columns.length; i++) {
            out.mark(i == 0 ? '[' : ',');
            if (!value(row, spelled, i, room)) {
                out.few(NULL, 0, NULL_LENGTH);
            }
        }
        out.mark(']');
        out.mark('\n');
    }

    private boolean value(Row row, Canonical spelled, int i, int room) {
        if (hashed[i]) {
            return spelled.value(out, columns[i].ordinal());
        }
        if (row.text(columns[i]) == null) {
            return false;
        }
        Canonical.text(out, row, columns[i].ordinal(), room);
        return true;
    }

    private boolean value(Row row, Column column) {
        if (row.isNull(column)) {
            return false;
        }
        Canonical.value(out, row, column);
        return true;
    }

    private void requireNamed(Row row) {
        for (Column column : unnamed) {
            Require.that(isImplied(row, column), "a value in a column that the header lacks");
        }
    }

    /** Adds rows that another writer wrote: whole lines. */
    public void lines(byte[] bytes, int from, int to) {
        out.raw(bytes, from, to);
    }

    /** Calls need no column: a missing channel means them. */
    private static boolean isImplied(Row row, Column column) {
        return row.isNull(column)
                || column.kind() == Kind.CHANNEL && row.number(column) == Channel.CALLS.ordinal();
    }

    /**
     * Writes the last line.
     *
     * @param rows how many rows stand between header and trailer
     * @param last whether the scope takes effect with this batch
     */
    public void trailer(int rows, boolean last) {
        out.raw(ascii("{\"end\":true,\"rows\":"));
        out.count(rows);
        out.raw(ascii(",\"last\":" + last + "}\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
