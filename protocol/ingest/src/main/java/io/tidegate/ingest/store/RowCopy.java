package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.RowSink;
import io.tidegate.protocol.Channel;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.Row;

import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Streams rows into a table by {@code COPY} in PostgreSQL's binary format. Nothing else can be done
 * in the transaction until {@link #finish}; whoever does not get there closes it, which fails the
 * transaction. Used by one thread.
 */
final class RowCopy implements RowSink, AutoCloseable {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };
    private static final int CHUNK = 64 << 10;
    private static final byte[][] CHANNELS = channels();

    private final CopyIn copy;
    private final Column[] columns;
    private final int streamId;
    private final Integer originId;
    private final CopyBytes out = new CopyBytes(2 * CHUNK);
    private long ord;

    /**
     * @param table where to, with the columns of {@link RowTable#columns()}
     * @param originId the file of the rows; null if they are of a window
     */
    private RowCopy(Tx tx, RowTable rows, String table, int streamId, Integer originId)
            throws SQLException {
        this.columns = rows.data().columns().toArray(Column[]::new);
        this.streamId = streamId;
        this.originId = originId;
        String names = rows.columns() + (originId == null ? "" : ", ord");
        this.copy =
                tx.copies()
                        .copyIn("COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, names));
        out.bytes(SIGNATURE);
        out.int4(0);
        out.int4(0);
    }

    /** Rows of a window, into their table. */
    static RowCopy ofWindow(Tx tx, RowTable table, int streamId) throws SQLException {
        return new RowCopy(tx, table, table.name(), streamId, null);
    }

    /**
     * Rows of a file, into a table with a further column {@code ord} that numbers them.
     *
     * @param after the number before the first
     */
    static RowCopy ofFile(
            Tx tx, RowTable table, String into, int streamId, int originId, long after)
            throws SQLException {
        RowCopy copy = new RowCopy(tx, table, into, streamId, originId);
        copy.ord = after;
        return copy;
    }

    @Override
    public void take(int ignored, Row row) throws SQLException {
        out.int2(columns.length + (originId == null ? 2 : 3));
        out.field4(streamId);
        if (originId == null) {
            out.none();
        } else {
            out.field4(originId);
        }
        for (Column column : columns) {
            value(row, column);
        }
        if (originId != null) {
            out.field8(++ord);
        }
        flush(CHUNK);
    }

    private void value(Row row, Column column) {
        if (row.isNull(column)) {
            out.none();
            return;
        }
        switch (column.kind()) {
            case TEXT -> out.text(row.text(column));
            case INSTANT -> out.fieldTime(row.number(column));
            case COUNT, SECONDS -> out.field8(row.number(column));
            case FLAG -> out.field2((int) row.number(column));
            case CHANNEL -> out.field(CHANNELS[(int) row.number(column)]);
        }
    }

    /** Waits until all rows are in the table. */
    void finish() throws SQLException {
        out.int2(-1);
        flush(0);
        copy.endCopy();
    }

    private void flush(int above) throws SQLException {
        if (out.size() > above) {
            copy.writeToCopy(out.array(), 0, out.size());
            out.clear();
        }
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private static byte[][] channels() {
        Channel[] all = Channel.values();
        byte[][] names = new byte[all.length][];
        for (Channel channel : all) {
            names[channel.ordinal()] = channel.wireName().getBytes(StandardCharsets.US_ASCII);
        }
        return names;
    }
}
