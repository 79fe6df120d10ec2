package io.tidegate.agent.source.sql;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * SQL Server. Written after the driver's documents and not proven against a server. The driver has
 * no read-only session: there the login's rights alone keep a query from writing.
 */
final class SqlServer implements Dialect {
    private static final Syntax SYNTAX = new Syntax(false, false, true, false);
    private static final int DATETIMEOFFSET = -155;

    @Override
    public Driver driver() {
        return new SQLServerDriver();
    }

    @Override
    public Set<String> urlParameters() {
        return Set.of(
                "databaseName",
                "database",
                "instanceName",
                "portNumber",
                "encrypt",
                "trustServerCertificate",
                "hostNameInCertificate",
                "multiSubnetFailover",
                "integratedSecurity",
                "authenticationScheme",
                "domain",
                "realm");
    }

    @Override
    public char urlSeparator(boolean first) {
        return ';';
    }

    @Override
    public Properties properties(Session session) {
        var properties = new Properties();
        properties.setProperty("applicationName", "tidegate");
        properties.setProperty("applicationIntent", "ReadOnly");
        properties.setProperty("loginTimeout", Long.toString(Session.CONNECT.toSeconds()));
        properties.setProperty("socketTimeout", millis(session.networkTimeout()));
        properties.setProperty("lockTimeout", millis(session.lockTimeout()));
        properties.setProperty("responseBuffering", "adaptive");
        properties.setProperty("sendStringParametersAsUnicode", "false");
        return properties;
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    @Override
    public void prepare(Connection connection, Session session) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET DEADLOCK_PRIORITY LOW");
        }
    }

    @Override
    public void stream(PreparedStatement statement, Session session, int most) throws SQLException {
        statement.setFetchSize(most);
        statement.setQueryTimeout((int) session.queryTimeout().toSeconds());
    }

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public String quoted(String name) {
        return '[' + name.replace("]", "]]") + ']';
    }

    @Override
    public String nowQuery() {
        return "SELECT SYSDATETIMEOFFSET()";
    }

    @Override
    public ColumnType nowType() {
        return ColumnType.INSTANT;
    }

    @Override
    public ColumnType type(int jdbcType, String name) {
        return switch (jdbcType) {
            case DATETIMEOFFSET -> ColumnType.INSTANT;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ColumnType.INTEGER;
            case Types.DECIMAL, Types.NUMERIC -> ColumnType.DECIMAL;
            case Types.REAL -> ColumnType.REAL;
            case Types.FLOAT, Types.DOUBLE -> ColumnType.DOUBLE;
            case Types.BIT -> ColumnType.BOOLEAN;
            case Types.TIMESTAMP -> ColumnType.LOCAL;
            case Types.DATE -> ColumnType.DATE;
            case Types.TIME -> ColumnType.TIME;
            case Types.CHAR, Types.NCHAR -> ColumnType.PADDED_TEXT;
            case Types.VARCHAR, Types.NVARCHAR, Types.LONGVARCHAR, Types.LONGNVARCHAR ->
                    ColumnType.TEXT;
            default -> ColumnType.OTHER;
        };
    }

    /** The server says it only for simple statements. */
    @Override
    public Optional<ColumnType> parameterType(ParameterMetaData parameters, int index) {
        return Optional.empty();
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }

    @Override
    public Trouble trouble(SQLException e) {
        return switch (e.getErrorCode()) {
            case 18456, 18452 -> Trouble.LOGIN;
            case 4060 -> Trouble.NO_DATABASE;
            case 207, 208 -> Trouble.UNKNOWN_NAME;
            case 229, 230, 262 -> Trouble.NOT_PERMITTED;
            case 1205, 1222 -> Trouble.LOCKED;
            default ->
                    e instanceof java.sql.SQLTimeoutException || "HYT00".equals(e.getSQLState())
                            ? Trouble.TOO_SLOW
                            : Trouble.of(e.getSQLState());
        };
    }

    @Override
    public Optional<String> said(SQLException e) {
        return Optional.empty();
    }
}
