package io.tidegate.agent.source.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * MariaDB and MySQL, through MariaDB's driver. Written after the driver's documents and not proven
 * against a server.
 */
final class MariaDb implements Dialect {
    private static final String OWN = "jdbc:mariadb:";
    private static final String MYSQL = "jdbc:mysql:";
    private static final Syntax SYNTAX = new Syntax(false, true, false, false);
    private static final int ACCESS_DENIED = 1045;
    private static final int TOO_SLOW = 1969;
    private static final int TOO_SLOW_MYSQL = 3024;
    private static final int LOCK_WAIT = 1205;
    private static final int READ_ONLY = 1792;

    @Override
    public Driver driver() {
        return new org.mariadb.jdbc.Driver();
    }

    @Override
    public String url(String url) {
        return url.startsWith(MYSQL) ? OWN + url.substring(MYSQL.length()) : url;
    }

    @Override
    public Set<String> urlParameters() {
        return Set.of("sslMode", "useCompression");
    }

    @Override
    public char urlSeparator(boolean first) {
        return first ? '?' : '&';
    }

    @Override
    public Properties properties(Session session) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", millis(Session.CONNECT));
        properties.setProperty("socketTimeout", millis(session.networkTimeout()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("connectionAttributes", "program_name:tidegate");
        session.caFile()
                .ifPresent(
                        file -> {
                            properties.setProperty("sslMode", "verify-full");
                            properties.setProperty("serverSslCert", file.toString());
                        });
        return properties;
    }

    private static String millis(java.time.Duration time) {
        return Long.toString(time.toMillis());
    }

    /** In UTC, so that a TIMESTAMP, which is an instant, is shown as one. */
    @Override
    public void prepare(Connection connection, Session session) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET SESSION TRANSACTION READ ONLY");
            statement.execute("SET time_zone = '+00:00'");
            statement.execute(
                    "SET innodb_lock_wait_timeout = " + session.lockTimeout().toSeconds());
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
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public String nowQuery() {
        return "SELECT UTC_TIMESTAMP(6)";
    }

    @Override
    public ColumnType nowType() {
        return ColumnType.SESSION_UTC;
    }

    @Override
    public ColumnType type(int jdbcType, String name) {
        return switch (jdbcType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ColumnType.INTEGER;
            case Types.DECIMAL, Types.NUMERIC -> ColumnType.DECIMAL;
            case Types.REAL -> ColumnType.REAL;
            case Types.FLOAT, Types.DOUBLE -> ColumnType.DOUBLE;
            case Types.BIT, Types.BOOLEAN -> ColumnType.BOOLEAN;
            case Types.TIMESTAMP ->
                    name.equalsIgnoreCase("TIMESTAMP") ? ColumnType.SESSION_UTC : ColumnType.LOCAL;
            case Types.DATE -> ColumnType.DATE;
            case Types.TIME -> ColumnType.TIME;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> ColumnType.TEXT;
            default -> ColumnType.OTHER;
        };
    }

    /** The server does not say what a placeholder is compared with. */
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
            case ACCESS_DENIED -> Trouble.LOGIN;
            case 1044, 1142, 1143 -> Trouble.NOT_PERMITTED;
            case 1049 -> Trouble.NO_DATABASE;
            case 1054, 1146 -> Trouble.UNKNOWN_NAME;
            case TOO_SLOW, TOO_SLOW_MYSQL -> Trouble.TOO_SLOW;
            case LOCK_WAIT -> Trouble.LOCKED;
            case READ_ONLY -> Trouble.WRITES;
            default ->
                    e instanceof java.sql.SQLTimeoutException
                            ? Trouble.TOO_SLOW
                            : Trouble.of(e.getSQLState());
        };
    }

    @Override
    public Optional<String> said(SQLException e) {
        return Optional.empty();
    }
}
