package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.Unreadable;

import java.sql.SQLException;

/** The current row of a result. Values are read when they are asked for. Used by one thread. */
final class SqlRow implements RawRow {
    private static final Unreadable UNREADABLE =
            new Unreadable("cannot be read by the database's driver: cast it in the query");

    private final Result result;
    private final Rows.Meaning[] meanings;
    private final Dialect dialect;

    SqlRow(Result result, Rows.Meaning[] meanings, Dialect dialect) {
        this.result = result;
        this.meanings = meanings;
        this.dialect = dialect;
    }

    /**
     * @throws BrokenReadException if the connection failed
     */
    @Override
    public Object value(int index) {
        try {
            return meanings[index].of(result.value(index));
        } catch (SQLException e) {
            return switch (dialect.trouble(e)) {
                // One value that makes no sense must not stop the rows behind it.
                case VALUE, TYPES, SYNTAX -> UNREADABLE;
                default -> throw new BrokenReadException(e);
            };
        }
    }

    @Override
    public long whole(int index) {
        return meanings[index] == Rows.Meaning.ITSELF ? result.whole(index) : ASK;
    }

    @Override
    public long micros(int index) {
        return meanings[index] == Rows.Meaning.ITSELF ? result.micros(index) : ASK;
    }

    @Override
    public String place() {
        return "";
    }

    /** Carries a failure of the connection through whoever asks for values. */
    static final class BrokenReadException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient SQLException failure;

        BrokenReadException(SQLException failure) {
            super(null, null, false, false);
            this.failure = failure;
        }

        SQLException failure() {
            return failure;
        }
    }
}
