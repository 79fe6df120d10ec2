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
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What differs between databases. docs/DATABASES.md says which of it was run against a real server.
 */
sealed interface Dialect permits Postgres, SqlServer, MariaDb, DroppedIn {
    Driver driver();

    /** The URL as the driver wants it. */
    default String url(String url) {
        return url;
    }

    /** What parameters of a URL may be called: none that names code, a file or a login. */
    Set<String> urlParameters();

    /** What stands between the address and the first parameter, and between parameters. */
    char urlSeparator(boolean first);

    /** Where the first parameter's separator stands; -1 if there is none. */
    default int parametersBegin(String url) {
        return url.indexOf(urlSeparator(true));
    }

    /**
     * Why this URL must not be used as it is, as the end of a sentence that begins with its key;
     * empty if it may.
     *
     * @param parameters as the URL spells them, in order
     */
    default Optional<String> refusal(
            String url, List<UrlParameter> parameters, Optional<Path> caFile) {
        return Optional.empty();
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

    /**
     * Why no range can be added around this query, with the remedy; empty if one can. Asked only of
     * queries without placeholders.
     */
    default Optional<String> cannotWrap(QueryText query) {
        return Optional.empty();
    }

    /** What stands behind a query that a range was added around. */
    default String wrapEnd() {
        return "";
    }

    /** The query as the driver can describe its columns, which needs no parameters. */
    default String describable(QueryText query) {
        return query.jdbc();
    }

    /**
     * How an end of the range is handed over where it is compared with that type.
     *
     * @param type the database's name of it
     */
    default Marker marker(String type) {
        return Marker.PLAIN;
    }

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

    /** Whether a row comes whole or not at all, however wide it is. */
    default boolean givesWhole() {
        return false;
    }

    /** Whether a value of that column comes whole though it may be larger than the memory. */
    default boolean isEndless(ResultSetMetaData metadata, int index) throws SQLException {
        return false;
    }

    /** A time as a query counts it: NULL where the database keeps something that is none. */
    default String timed(String column, ColumnType type) {
        return column;
    }

    /** The beginning of such a column, longer than any value may be. */
    default String beginning(String column) {
        return "LEFT(%s, %d)".formatted(column, LongText.LONGEST + 1);
    }

    /** What the database says of a query's placeholders; empty if it does not say. */
    default Optional<ParameterMetaData> parameters(PreparedStatement statement)
            throws SQLException {
        return Optional.of(statement.getParameterMetaData());
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

    /** What a database administrator would look up. */
    default String code(SQLException e) {
        return e.getSQLState() == null ? "error " + e.getErrorCode() : e.getSQLState();
    }

    /** What the database said, where that cannot hold a value of a row. */
    Optional<String> said(SQLException e);
}
