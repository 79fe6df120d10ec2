package io.tidegate.agent.source.sql;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;

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
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * SQL Server 2012 and later. Proven with its real driver over the wire against a peer of our own
 * that speaks its protocol, not against a server. It has no read-only session: there the login's
 * rights alone keep a query from writing.
 */
final class SqlServer implements Dialect {
    private static final Syntax SYNTAX = new Syntax(false, false, true, false);
    private static final int DATETIMEOFFSET = -155;
    private static final int UNKNOWN_LENGTH = 4000;
    private static final int LONGEST_OF_SIZE = 8000;

    @Override
    public Driver driver() {
        return new SQLServerDriver();
    }

    @Override
    public Set<String> urlParameters() {
        return SqlServerUrl.PARAMETERS;
    }

    @Override
    public Optional<String> refusal(
            String url, List<UrlParameter> parameters, Optional<Path> caFile) {
        return SqlServerUrl.refusal(url, parameters);
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
        properties.setProperty("connectRetryCount", "0"); // We count logins; it must not try on.
        // Nor may it log in a second time because the first took half a second.
        properties.setProperty("transparentNetworkIPResolution", "false");
        properties.setProperty("socketTimeout", millis(session.networkTimeout()));
        properties.setProperty("lockTimeout", millis(session.lockTimeout()));
        properties.setProperty("responseBuffering", "adaptive");
        properties.setProperty("sendStringParametersAsUnicode", "false");
        properties.setProperty("trustManagerClass", ServerTrust.class.getName());
        properties.setProperty(
                "trustManagerConstructorArg",
                ServerTrust.argument(
                        session.certificate(), session.caFile(), session.certificateName()));
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

    /** What is legal in a query of its own is not always so in a derived table. */
    @Override
    public Optional<String> cannotWrap(QueryText query) {
        Set<String> words = query.words();
        if (isCommonTable(query)) {
            return Optional.of(cannot("begins with WITH"));
        }
        if (query.ordered() && !words.contains("TOP") && !words.contains("OFFSET")) {
            return Optional.of(cannot("ends with ORDER BY"));
        }
        return words.contains("OPTION")
                ? Optional.of(cannot("ends with OPTION"))
                : Optional.empty();
    }

    private static String cannot(String what) {
        return "the query %s, so SQL Server lets no range be added around it: put :from and :to into it, as in WHERE start_time >= :from AND start_time < :to, or make it a view"
                .formatted(what);
    }

    private static boolean isCommonTable(QueryText query) {
        return query.words().iterator().next().equals("WITH");
    }

    /** No plan is kept: one for the last hour would be used for three years. */
    @Override
    public String wrapEnd() {
        return "\nOPTION (RECOMPILE)";
    }

    /**
     * The driver puts words of its own before the query, without a semicolon, and sends question
     * marks as they are.
     */
    @Override
    public String describable(QueryText query) {
        String text = String.join("CAST(NULL AS datetime2)", query.pieces());
        return isCommonTable(query) ? ';' + text : text;
    }

    @Override
    public Marker marker(String type) {
        return SqlServerMoment.of(type);
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

    /** What may be of any length is read no further than a column may be long. */
    @Override
    public ColumnReader reader(ColumnType type, ResultSetMetaData metadata, int index)
            throws SQLException {
        boolean endless = type.isText() && metadata.getPrecision(index) > LONGEST_OF_SIZE;
        return endless ? LongText::read : ColumnReader.of(type);
    }

    /** A server from before 2012 does not say, nor does any where the query leaves it open. */
    @Override
    public Optional<ParameterMetaData> parameters(PreparedStatement statement) throws SQLException {
        try {
            return Optional.of(statement.getParameterMetaData());
        } catch (SQLException e) {
            return switch (trouble(e)) {
                case GONE, LOCKED, BUSY, TOO_SLOW -> throw e;
                default -> Optional.empty();
            };
        }
    }

    /** A long nvarchar is what the server says when it does not know. */
    @Override
    public Optional<ColumnType> parameterType(ParameterMetaData parameters, int index)
            throws SQLException {
        int type = parameters.getParameterType(index);
        boolean open = type == Types.NVARCHAR && parameters.getPrecision(index) >= UNKNOWN_LENGTH;
        return open
                ? Optional.empty()
                : Optional.of(type(type, parameters.getParameterTypeName(index)));
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }

    @Override
    public Trouble trouble(SQLException e) {
        return SqlServerFaults.trouble(e);
    }

    @Override
    public String code(SQLException e) {
        return SqlServerFaults.code(e);
    }

    @Override
    public Optional<String> said(SQLException e) {
        return Optional.empty();
    }
}
