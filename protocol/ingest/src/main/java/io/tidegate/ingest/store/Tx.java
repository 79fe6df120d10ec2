package io.tidegate.ingest.store;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transaction and its statements in short form. Used by one thread. */
final class Tx {
    private static final int FETCH_SIZE = 5_000;

    private final Connection connection;

    Tx(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of the row under the cursor. */
    interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    /** Looks at the row under the cursor. */
    interface See {
        void row(ResultSet row) throws SQLException;
    }

    /** Runs a statement; says how many rows it changed. */
    long update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeLargeUpdate();
        }
    }

    /** Runs a query or function whose result does not matter. */
    void call(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.execute();
        }
    }

    <T> Optional<T> one(String sql, Read<T> read, Object... values) throws SQLException {
        List<T> all = list(sql, read, values);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    <T> List<T> list(String sql, Read<T> read, Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        each(sql, row -> all.add(read.from(row)), values);
        return all;
    }

    /** Runs a query whose result may be larger than memory. */
    void each(String sql, See see, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    see.row(rows);
                }
            }
        }
    }

    CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** Lets the statements that follow take longer, for a transaction with more to do than most. */
    void patience(Duration statement) throws SQLException {
        call("SELECT set_config('statement_timeout', ?, true)", statement.toMillis() + "ms");
        connection.setNetworkTimeout(Runnable::run, Database.socketMillis(statement));
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                set(statement, i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private void set(PreparedStatement statement, int at, Object value) throws SQLException {
        switch (value) {
            case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
            case String[] texts -> statement.setArray(at, connection.createArrayOf("text", texts));
            case Long[] longs -> statement.setArray(at, connection.createArrayOf("bigint", longs));
            case Integer[] ints -> statement.setArray(at, connection.createArrayOf("int", ints));
            case null, default -> statement.setObject(at, value);
        }
    }

    /** The instant in that column; it must not be null. */
    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
