package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawRow;

import org.postgresql.copy.CopyOut;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.PSQLState;

import java.sql.SQLException;

/**
 * Rows as PostgreSQL's binary COPY gives them: a header of 11 bytes, flags and an extension before
 * the first row; per row a count of fields, per field its length, -1 for null, and its bytes; a
 * count of -1 at the end (PostgreSQL documentation, "COPY", "Binary Format"). Each message of the
 * server holds whole rows ("Message Formats", "CopyData"). Used by one thread.
 */
final class CopyResult implements Result {
    private static final int SIGNATURE = 11;
    private static final byte[] NONE = {};

    private final InterruptWatch watch;
    private final CopyOut rows;
    private final Described described;
    private final BinaryColumn[] readers;
    private final int[] begins;
    private final int[] lengths;
    private byte[] message = NONE;
    private int at;
    private boolean headed;
    private boolean ended;

    CopyResult(InterruptWatch watch, CopyOut rows, Described described, BinaryColumn[] readers) {
        this.watch = watch;
        this.rows = rows;
        this.described = described;
        this.readers = readers;
        this.begins = new int[readers.length];
        this.lengths = new int[readers.length];
    }

    @Override
    public Described described() {
        return described;
    }

    @Override
    public boolean next() throws SQLException {
        while (at == message.length) {
            message = watch.waiting(rows::readFromCopy);
            at = 0;
            if (message == null) {
                return over();
            }
            if (!headed) {
                header();
            }
        }
        return tuple();
    }

    private boolean over() throws SQLException {
        message = NONE;
        if (!ended) {
            throw broken("ended before its end");
        }
        return false;
    }

    private void header() throws SQLException {
        int flags = ByteConverter.int4(message, SIGNATURE);
        if (flags != 0) {
            throw broken("has flags that mean something unknown");
        }
        at = SIGNATURE + 8 + ByteConverter.int4(message, SIGNATURE + 4);
        headed = true;
    }

    private boolean tuple() throws SQLException {
        int fields = ByteConverter.int2(message, at);
        at += 2;
        if (fields == -1) {
            ended = true;
            return next();
        }
        if (fields != readers.length) {
            throw broken("has %d columns, not %d".formatted(fields, readers.length));
        }
        for (int i = 0; i < fields; i++) {
            int length = ByteConverter.int4(message, at);
            at += 4;
            begins[i] = at;
            lengths[i] = length;
            at += Math.max(0, length);
        }
        return true;
    }

    @Override
    public Object value(int index) {
        return lengths[index] < 0
                ? null
                : readers[index].read(message, begins[index], lengths[index]);
    }

    @Override
    public long whole(int index) {
        return lengths[index] >= 0 && readers[index] == BinaryColumn.INTEGER
                ? BinaryColumn.whole(message, begins[index], lengths[index])
                : RawRow.ASK;
    }

    @Override
    public long micros(int index) {
        return lengths[index] >= 0 && readers[index] == BinaryColumn.INSTANT
                ? BinaryColumn.micros(message, begins[index])
                : RawRow.ASK;
    }

    private static SQLException broken(String how) {
        return new SQLException("a binary copy " + how, PSQLState.PROTOCOL_VIOLATION.getState());
    }

    /**
     * What is not wanted any more is cancelled at the server, and what that has sent already is
     * passed over. The driver's own way to cancel a copy leaves some of it for the next statement.
     */
    @Override
    public void close() throws SQLException {
        if (rows.isActive()) {
            watch.givenUp();
            try {
                while (rows.readFromCopy() != null) {
                    // Not wanted.
                }
            } catch (SQLException e) {
                if (rows.isActive()) {
                    throw e;
                }
            }
        }
    }
}
