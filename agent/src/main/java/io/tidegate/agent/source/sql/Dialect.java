package io.tidegate.agent.source.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What differs between databases. {@link Postgres} is proven against real servers; the others
 * follow their drivers' documents.
 */
sealed interface Dialect permits Postgres, SqlServer, MariaDb {
    Driver driver();

    /** The URL as the driver wants it. */
    default String url(String url) {
        return url;
    }

    /** What parameters of a URL may be called: none that names code, a file or a login. */
    Set<String> urlParameters();

    /** What stands between the address and the first parameter, and between parameters. */
    char urlSeparator(boolean first);

    /** Connection properties besides user and password. */
    Properties properties(Session session);

    /** Makes a new connection read-only, patient and known by name. */
    void prepare(Connection connection, Session session) throws SQLException;

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

    /**
     * @param jdbcType of {@link java.sql.Types}
     * @param name what the database calls it
     */
    ColumnType type(int jdbcType, String name);

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
