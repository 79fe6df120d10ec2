package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;

import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.PGStatement;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PSQLException;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** PostgreSQL 10 and later. */
final class Postgres implements Dialect {
    static final String MONTHS = "is a length of time in months, which have no length in seconds";

    private static final Syntax SYNTAX = new Syntax(true, false, false, true);
    private static final String UNKNOWN_SETTING_VALUE = "22023";
    private static final int FIRST_FETCH = 500;
    private static final long SMALLEST_BUFFER = 8L << 20;
    private static final Set<String> PARAMETERS =
            Set.of(
                    "sslmode",
                    "sslNegotiation",
                    "channelBinding",
                    "gssEncMode",
                    "targetServerType",
                    "loadBalanceHosts",
                    "hostRecheckSeconds",
                    "currentSchema");

    @Override
    public Driver driver() {
        return new Driver();
    }

    @Override
    public Set<String> urlParameters() {
        return PARAMETERS;
    }

    @Override
    public char urlSeparator(boolean first) {
        return first ? '?' : '&';
    }

    @Override
    public Properties properties(Session session) {
        var properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "tidegate");
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) Session.CONNECT.toSeconds());
        PGProperty.SOCKET_TIMEOUT.set(properties, (int) session.networkTimeout().toSeconds());
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 2);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.SOCKET_FACTORY.set(properties, LargeReads.class.getName());
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        stream(properties, session);
        trust(properties, session);
        return properties;
    }

    /**
     * Binary from the first execution on, since a query that runs once in a while would otherwise
     * come as text, at half the speed. No plan is kept: one for any range may be the wrong one for
     * this range. The fetch size follows the width of the rows, so that a memory of fixed size
     * does.
     */
    private static void stream(Properties properties, Session session) {
        PGProperty.PREPARE_THRESHOLD.set(properties, -1);
        PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 0);
        PGProperty.DEFAULT_ROW_FETCH_SIZE.set(properties, firstFetch(session));
        PGProperty.ADAPTIVE_FETCH.set(properties, true);
        PGProperty.ADAPTIVE_FETCH_MAXIMUM.set(properties, session.fetchSize());
        PGProperty.MAX_RESULT_BUFFER.set(properties, Long.toString(buffer()));
    }

    private static int firstFetch(Session session) {
        return Math.min(FIRST_FETCH, session.fetchSize());
    }

    private static long buffer() {
        return Math.max(SMALLEST_BUFFER, Runtime.getRuntime().maxMemory() / 8);
    }

    private static void trust(Properties properties, Session session) {
        if (session.caFile().isPresent()) {
            PGProperty.SSL_ROOT_CERT.set(properties, session.caFile().get().toString());
            PGProperty.SSL_MODE.set(properties, "verify-full");
        } else if (session.verified()) {
            PGProperty.SSL_FACTORY.set(properties, DefaultJavaSSLFactory.class.getName());
        }
    }

    @Override
    public void prepare(Connection connection, Session session) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SET default_transaction_read_only = on; SET statement_timeout = %d; SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d"
                            .formatted(
                                    session.queryTimeout().toMillis(),
                                    session.lockTimeout().toMillis(),
                                    session.queryTimeout().toMillis()));
            statement.execute("SET TIME ZONE " + zone(session.zone()));
        } catch (SQLException e) {
            if (!UNKNOWN_SETTING_VALUE.equals(e.getSQLState())) {
                throw e;
            }
            // The database does not know the zone. It is asked for instants, so that is no harm.
        }
    }

    private static String zone(ZoneId zone) {
        return zone.normalized() instanceof ZoneOffset offset
                ? "INTERVAL '%s' HOUR TO MINUTE"
                        .formatted(offset.equals(ZoneOffset.UTC) ? "00:00" : offset)
                : "'" + zone.getId().replace("'", "''") + "'";
    }

    @Override
    public Execution execution(Session session) {
        return new CopyExecution(this, session);
    }

    /** Streams only without autocommit, in a transaction that is rolled back after every read. */
    @Override
    public void stream(PreparedStatement statement, Session session, int most) throws SQLException {
        statement.setFetchSize(Math.min(most, firstFetch(session)));
        if (most < session.fetchSize()) {
            statement.unwrap(PGStatement.class).setAdaptiveFetch(false);
        }
    }

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String nowQuery() {
        return "SELECT clock_timestamp()";
    }

    @Override
    public ColumnType nowType() {
        return ColumnType.INSTANT;
    }

    @Override
    public ColumnType type(int jdbcType, String name) {
        return switch (name) {
            case "bool" -> ColumnType.BOOLEAN;
            case "timestamptz" -> ColumnType.INSTANT;
            case "timestamp" -> ColumnType.LOCAL;
            case "date" -> ColumnType.DATE;
            case "time" -> ColumnType.TIME;
            case "interval" -> ColumnType.DURATION;
            case "float4" -> ColumnType.REAL;
            case "float8" -> ColumnType.DOUBLE;
            case "numeric" -> ColumnType.DECIMAL;
            case "bpchar" -> ColumnType.PADDED_TEXT;
            case "text", "varchar", "name", "citext", "uuid" -> ColumnType.TEXT;
            default -> integerOrOther(jdbcType);
        };
    }

    private static ColumnType integerOrOther(int jdbcType) {
        return switch (jdbcType) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ColumnType.INTEGER;
            default -> ColumnType.OTHER;
        };
    }

    @Override
    public Optional<ColumnType> parameterType(ParameterMetaData parameters, int index)
            throws SQLException {
        return Optional.of(
                type(parameters.getParameterType(index), parameters.getParameterTypeName(index)));
    }

    @Override
    public Object duration(Object value) {
        if (!(value instanceof PGInterval interval)) {
            return value;
        }
        if (interval.getYears() != 0 || interval.getMonths() != 0) {
            return new Unreadable(MONTHS);
        }
        return Duration.ofDays(interval.getDays())
                .plusHours(interval.getHours())
                .plusMinutes(interval.getMinutes())
                .plusNanos(BigDecimal.valueOf(interval.getSeconds()).movePointRight(9).longValue());
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }

    /** By the codes of the PostgreSQL documentation, appendix A. */
    @Override
    public Trouble trouble(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (String.valueOf(e.getMessage()).contains(PGProperty.MAX_RESULT_BUFFER.getName())) {
            return Trouble.TOO_WIDE;
        }
        if (e instanceof SQLTimeoutException) {
            return Trouble.TOO_SLOW; // It was ended for its silence, whatever that broke.
        }
        return switch (state) {
            case "28P01", "28000" -> Trouble.LOGIN;
            case "08004" -> Trouble.NO_LOGIN_METHOD;
            case "42P01", "42703", "3F000" -> Trouble.UNKNOWN_NAME;
            case "42883", "42804", "42P18", "42725", "42P08" -> Trouble.TYPES;
            case "42501" -> Trouble.NOT_PERMITTED;
            case "57014" -> Trouble.TOO_SLOW;
            case "55P03" -> Trouble.LOCKED;
            case "25P03" -> Trouble.GONE;
            default -> Trouble.of(state);
        };
    }

    /** Of a statement that does not fit the database, never of a value that does not fit. */
    @Override
    public Optional<String> said(SQLException e) {
        boolean harmless = e.getSQLState() != null && e.getSQLState().startsWith("42");
        return harmless && e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? Optional.ofNullable(p.getServerErrorMessage().getMessage())
                : Optional.empty();
    }
}
