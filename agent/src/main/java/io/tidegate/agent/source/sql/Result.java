package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawRow;

import java.sql.SQLException;

/** The rows of a query, one by one. Used by one thread, which closes it. */
interface Result extends AutoCloseable {
    Described described();

    /** Steps to the next row; false behind the last. */
    boolean next() throws SQLException;

    /**
     * A value of the current row, null if absent.
     *
     * @param index from 0
     */
    Object value(int index) throws SQLException;

    /** As {@link RawRow#whole}. */
    default long whole(int index) {
        return RawRow.ASK;
    }

    /** As {@link RawRow#micros}. */
    default long micros(int index) {
        return RawRow.ASK;
    }

    @Override
    void close() throws SQLException;
}
