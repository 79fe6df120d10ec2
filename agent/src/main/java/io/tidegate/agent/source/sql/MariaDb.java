package io.tidegate.agent.source.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * MariaDB 10.3 and MySQL 5.7 and later, through MariaDB's driver. Proven against MariaDB; what is
 * said to MySQL follows its reference manual.
 */
final class MariaDb implements Dialect {
    private static final String OWN = "jdbc:mariadb:";
    private static final String MYSQL = "jdbc:mysql:";
    private static final String SSL_MODE = "sslMode";
    private static final Syntax SYNTAX = new Syntax(false, true, false, false);

    /** As {@link CopyExecution}: what waits for us as well must not last for ever. */
    private static final int LASTING = 10;

    /** How long the server waits for a reader that is held up, and for one that is gone. */
    private static final int READER_SECONDS = 600;

    private static final long SMALLEST_PACKET = 8L << 20;

    private final boolean overNetwork;
    private final boolean trustSaid;

    /**
     * @param url as configured
     */
    MariaDb(String url) {
        this.overNetwork = !Loopback.isAllOf(url);
        this.trustSaid = url.contains(SSL_MODE + '=');
    }

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
        return Set.of(SSL_MODE, "useCompression");
    }

    @Override
    public Optional<String> refusal(
            String url, List<UrlParameter> parameters, Optional<Path> caFile) {
        if (url.contains("(")) {
            return Optional.of("describes its hosts: write jdbc:mariadb://host:3306/database");
        }
        return caFile.isPresent() && trustSaid && !url.contains(SSL_MODE + "=verify-")
                ? Optional.of(
                        "says an sslMode that does not look at ca-file: leave one of them out")
                : Optional.empty();
    }

    @Override
    public char urlSeparator(boolean first) {
        return first ? '?' : '&';
    }

    /** The server decides neither what files we read nor where we go instead. */
    @Override
    public Properties properties(Session session) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", millis(Session.CONNECT));
        properties.setProperty("socketTimeout", millis(session.networkTimeout()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("permitRedirect", "false");
        properties.setProperty("retriesAllDown", "1");
        properties.setProperty("maxAllowedPacket", Long.toString(packet()));
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("uuidAsString", "true");
        properties.setProperty("connectionAttributes", "program_name:tidegate");
        trust(properties, session);
        return properties;
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    /** A row beyond it is a fault that is said, where the memory would be exhausted. */
    private static long packet() {
        return Math.max(SMALLEST_PACKET, Runtime.getRuntime().maxMemory() / 6);
    }

    /** The driver's own choice would be to go in the clear without a word. */
    private void trust(Properties properties, Session session) {
        session.caFile()
                .ifPresent(file -> properties.setProperty("serverSslCert", file.toString()));
        if (!trustSaid && (overNetwork || session.caFile().isPresent())) {
            properties.setProperty(SSL_MODE, "verify-full");
        }
        boolean verified = session.verified() || properties.containsKey(SSL_MODE);
        if (!verified) { // A password in the clear is for nobody whose name was not proven.
            properties.setProperty(
                    "restrictedAuth",
                    "mysql_native_password,client_ed25519,parsec,caching_sha2_password,sha256_password,auth_gssapi_client");
        }
    }

    /**
     * In UTC, so that a TIMESTAMP, which is an instant, is shown as one. READ COMMITTED, so that no
     * read ever takes a lock, whatever the server's default is.
     */
    @Override
    public void prepare(Connection connection, Session session) throws SQLException {
        long lock = Math.max(1, session.lockTimeout().toSeconds());
        try (var statement = connection.createStatement()) {
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
            statement.execute("SET SESSION TRANSACTION READ ONLY");
            statement.execute(
                    "SET SESSION time_zone = '+00:00', SESSION lock_wait_timeout = %d, SESSION innodb_lock_wait_timeout = %d, SESSION net_write_timeout = %d, SESSION wait_timeout = %d"
                            .formatted(lock, lock, READER_SECONDS, READER_SECONDS));
            statement.execute(lasting(connection, session));
        }
    }

    /** MariaDB counts seconds of every statement, MySQL milliseconds of a SELECT. */
    private static String lasting(Connection connection, Session session) throws SQLException {
        Duration most = session.queryTimeout().multipliedBy(LASTING);
        return connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("MySQL")
                ? "SET SESSION max_execution_time = " + most.toMillis()
                : "SET SESSION max_statement_time = " + most.toSeconds();
    }

    /**
     * Rows come as they are taken, without a round trip for each: the driver would only hold more
     * of them in memory, however wide they are. How long the server may be silent is {@link
     * InterruptWatch}'s.
     */
    @Override
    public void stream(PreparedStatement statement, Session session, int most) throws SQLException {
        statement.setFetchSize(1);
    }

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    /** A date of zeros is the number 0, and no time. */
    @Override
    public String timed(String column, ColumnType type) {
        return type.isTime() || type == ColumnType.DATE
                ? "NULLIF(%s, 0)".formatted(column)
                : column;
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

    /**
     * A DATETIME that no table holds may be the session's UTC or a wall clock's: nobody can tell.
     * The server names a table also for what a view or an inner query has computed, but its
     * database only for what a table holds.
     */
    @Override
    public ColumnType type(ResultSetMetaData metadata, int index) throws SQLException {
        ColumnType type = type(metadata.getColumnType(index), metadata.getColumnTypeName(index));
        boolean held =
                !metadata.getTableName(index).isEmpty()
                        && !metadata.getCatalogName(index).isEmpty();
        return type == ColumnType.LOCAL && !held ? ColumnType.COMPUTED : type;
    }

    /** The driver takes a row as a whole, and breaks the connection if it is too wide. */
    @Override
    public boolean givesWhole() {
        return true;
    }

    /** By the names that the driver gives; the length of the largest it does not know. */
    @Override
    public boolean isEndless(ResultSetMetaData metadata, int index) throws SQLException {
        return switch (metadata.getColumnTypeName(index).toUpperCase(Locale.ROOT)) {
            case "LONGTEXT", "LONGBLOB", "JSON" -> true;
            case "MEDIUMTEXT", "MEDIUMBLOB" -> metadata.getPrecision(index) > SMALLEST_PACKET;
            default -> false;
        };
    }

    @Override
    public ColumnType type(int jdbcType, String name) {
        return switch (jdbcType) {
            case Types.BIGINT -> isUnsigned(name) ? ColumnType.DECIMAL : ColumnType.INTEGER;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIT -> ColumnType.INTEGER;
            case Types.DECIMAL, Types.NUMERIC -> ColumnType.DECIMAL;
            case Types.REAL, Types.FLOAT -> ColumnType.REAL;
            case Types.DOUBLE -> ColumnType.DOUBLE;
            case Types.BOOLEAN -> ColumnType.BOOLEAN;
            case Types.TIMESTAMP ->
                    name.equalsIgnoreCase("TIMESTAMP") ? ColumnType.SESSION_UTC : ColumnType.LOCAL;
            case Types.DATE -> ColumnType.DATE;
            case Types.TIME -> ColumnType.DURATION;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> ColumnType.TEXT;
            default -> ColumnType.OTHER;
        };
    }

    private static boolean isUnsigned(String name) {
        return name.toUpperCase(Locale.ROOT).contains("UNSIGNED");
    }

    @Override
    public ColumnReader reader(ColumnType type, ResultSetMetaData metadata, int index)
            throws SQLException {
        return MariaDbReaders.of(type, metadata.getColumnType(index));
    }

    @Override
    public Optional<ParameterMetaData> parameters(PreparedStatement statement) {
        return Optional.empty();
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
        return MariaDbFaults.trouble(e);
    }

    @Override
    public Optional<String> said(SQLException e) {
        return MariaDbFaults.said(e);
    }
}
