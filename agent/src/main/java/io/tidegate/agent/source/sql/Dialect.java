package io.tidegate.agent.source.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What differs between databases. {@link Postgres} is proven against real servers; the others
 * follow their drivers' documents.
 */
sealed interface Dialect permits Postgres, SqlServer, MariaDb, DroppedIn {
    Driver driver();

    /** The URL as the driver wants it. */
    default String url(String url) {
        return url;
    }

    /** What parameters of a URL may be called: none that names code, a file or a login. */
    Set<String> urlParameters();

    /** What the rest of the URL must not be, said of it; empty if it may be used. */
    default Optional<String> unfit(String url, Optional<Path> caFile) {
        return Optional.empty();
    }

    /** What stands between the address and the first parameter, and between parameters. */
    char urlSeparator(boolean first);

    /** Where the first parameter's separator stands; -1 if there is none. */
    default int parametersBegin(String url) {
        return url.indexOf(urlSeparator(true));
    }

    /** Connection properties besides user and password. */
    Properties properties(Session session);

    /** Makes a new connection read-only, patient and known by name. */
    void prepare(Connection connection, Session session) throws SQLException;

    /** Begins a transaction that may only read, where the connection does not see to it. */
    default void begin(Connection connection) throws SQLException {
        // The connection does.
    }

    /** Sets a parameter to a {@link Bind}'s value. */
    default void set(PreparedStatement statement, int index, Object value) throws SQLException {
        statement.setObject(index, value);
    }

    /**
     * Sets what makes this result stream instead of filling the memory.
     *
     * @param most rows per round trip, at most
     */
    void stream(PreparedStatement statement, Session session, int most) throws SQLException;

    /** How one source's query is run. */
    default Execution execution(Session session) {
        return new CursorExecution(this, session);
    }

    Syntax syntax();

    /** A name within quotes, exactly as the result spells it. */
    String quoted(String name);

    /** A query of one row: the database's own clock, as {@link #nowType} reads it. */
    String nowQuery();

    ColumnType nowType();

    /** The time that the row of {@link #nowQuery} shows. */
    default Instant now(ResultSet row) throws SQLException {
        return switch (ColumnReader.of(nowType()).read(row, 1)) {
            case OffsetDateTime time -> time.toInstant();
            case Instant time -> time;
            default -> throw new IllegalStateException("a clock shows an instant");
        };
    }

    /**
     * @param jdbcType of {@link java.sql.Types}
     * @param name what the database calls it
     */
    ColumnType type(int jdbcType, String name);

    /** The same, where more than the type's name must be known. */
    default ColumnType type(ResultSetMetaData metadata, int index) throws SQLException {
        return type(metadata.getColumnType(index), metadata.getColumnTypeName(index));
    }

    /**
     * How a column is read.
     *
     * @param index from 1
     */
    default ColumnReader reader(ColumnType type, ResultSetMetaData metadata, int index)
            throws SQLException {
        return ColumnReader.of(type);
    }

    /**
     * The type the database gives a placeholder, by what it is compared with; empty if it does not
     * say, so that the time column's type decides.
     */
    Optional<ColumnType> parameterType(ParameterMetaData parameters, int index) throws SQLException;

    /** A value of a {@link ColumnType#DURATION} column, or what the driver gave for another. */
    default Object duration(Object value) {
        return value;
    }

    /** Whether a query's order survives being a derived table. */
    boolean keepsOrder();

    Trouble trouble(SQLException e);

    /** What the database said, where that cannot hold a value of a row. */
    Optional<String> said(SQLException e);
}
