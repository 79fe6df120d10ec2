package io.tidegate.agent.source.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * A database whose driver a person put into the drivers folder: what JDBC promises of any, and the
 * facts of a {@link Product}. The connection is read-only as far as the product knows such a thing;
 * where it does not, the login's rights alone keep a query from writing.
 */
final class DroppedIn implements Dialect {
    private static final Syntax SYNTAX = new Syntax(false, false, false, false);
    private static final int MOST_ROWS_AT_ONCE = 500;
    private static final int LASTING = 10;

    private final Product product;
    private final Driver driver;
    private final DroppedInColumns columns;

    DroppedIn(Product product, Driver driver) {
        this.product = product;
        this.driver = driver;
        this.columns = new DroppedInColumns(product.javaTime());
    }

    @Override
    public Driver driver() {
        return driver;
    }

    @Override
    public Set<String> urlParameters() {
        return product.parameters();
    }

    @Override
    public char urlSeparator(boolean first) {
        return product.separators().charAt(first ? 0 : 1);
    }

    @Override
    public int parametersBegin(String url) {
        Matcher address = product.address().matcher(url);
        return address.lookingAt() && address.end() < url.length() ? address.end() : -1;
    }

    @Override
    public Optional<String> refusal(
            String url, List<UrlParameter> parameters, Optional<Path> caFile) {
        return refusal(product, url)
                .or(
                        () ->
                                caFile.map(
                                        _ ->
                                                "is of a database for which ca-file is not known: put the authority into the trust store of Java"));
    }

    /** What is wrong with a URL, said of it; needs no driver. */
    static Optional<String> refusal(Product product, String url) {
        Matcher address = product.address().matcher(url);
        boolean fits =
                address.lookingAt()
                        && (address.end() == url.length()
                                || url.charAt(address.end()) == product.separators().charAt(0));
        return fits
                ? Optional.empty()
                : Optional.of(
                        "is not of the form that is read of %s, over a network and nothing else: write it as in %s"
                                .formatted(product.name(), product.example()));
    }

    @Override
    public Properties properties(Session session) {
        var properties = new Properties();
        properties.putAll(product.properties());
        return properties;
    }

    @Override
    public void prepare(Connection connection, Session session) throws SQLException {
        long lock = Math.max(1, session.lockTimeout().toSeconds());
        try (var statement = connection.createStatement()) {
            for (String sql : product.session()) {
                statement.execute(sql.formatted(lock));
            }
        }
        try {
            connection.setNetworkTimeout(Runnable::run, (int) session.networkTimeout().toMillis());
        } catch (SQLException | AbstractMethodError _) {
            // Not every driver can; what waits too long is ended by the watch all the same.
        }
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        if (product.begin().isPresent()) {
            try (var statement = connection.createStatement()) {
                statement.execute(product.begin().get());
            }
        }
    }

    /** The database's own time-out is the last resort: a long result is no fault. */
    @Override
    public void stream(PreparedStatement statement, Session session, int most) throws SQLException {
        statement.setFetchSize(Math.min(most, MOST_ROWS_AT_ONCE));
        Duration longest = session.queryTimeout().multipliedBy(LASTING);
        try {
            statement.setQueryTimeout((int) longest.toSeconds());
        } catch (SQLFeatureNotSupportedException _) {
            // The watch ends what is silent.
        }
    }

    @Override
    public void set(PreparedStatement statement, int index, Object value) throws SQLException {
        columns.set(statement, index, value);
    }

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public String quoted(String name) {
        return product.quotes() ? '"' + name.replace("\"", "\"\"") + '"' : name;
    }

    @Override
    public String nowQuery() {
        return product.clockQuery();
    }

    @Override
    public ColumnType nowType() {
        return switch (product.clock()) {
            case INSTANT -> ColumnType.INSTANT;
            case UTC -> ColumnType.SESSION_UTC;
            case EPOCH -> ColumnType.INTEGER;
        };
    }

    /** Of a clock without a zone nobody could say what time it is. */
    @Override
    public Instant now(ResultSet row) throws SQLException {
        return switch (product.clock()) {
            case INSTANT -> {
                int type = row.getMetaData().getColumnType(1);
                if (columns.type(type) != ColumnType.INSTANT) {
                    throw new SQLException("no zone", "", NO_ZONE);
                }
                yield row.getObject(1, OffsetDateTime.class).toInstant();
            }
            case UTC -> columns.local(row, 1).toInstant(ZoneOffset.UTC);
            case EPOCH -> Instant.ofEpochSecond(row.getLong(1));
        };
    }

    private static final int NO_ZONE = Integer.MIN_VALUE;

    @Override
    public ColumnType type(int jdbcType, String name) {
        return columns.type(jdbcType);
    }

    @Override
    public ColumnReader reader(ColumnType type, ResultSetMetaData metadata, int index)
            throws SQLException {
        return columns.reader(type, metadata.getColumnType(index));
    }

    /** Some drivers fail when they are asked. */
    @Override
    public Optional<ParameterMetaData> parameters(PreparedStatement statement) {
        return Optional.empty();
    }

    /** Few drivers say it, and some are wrong. */
    @Override
    public Optional<ColumnType> parameterType(ParameterMetaData parameters, int index) {
        return Optional.empty();
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }

    /** By the product's codes, by the standard's states, by the kinds that JDBC knows. */
    @Override
    public Trouble trouble(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (e.getErrorCode() == NO_ZONE) {
            return Trouble.NO_CLOCK;
        }
        if (product.codes().containsKey(e.getErrorCode())) {
            return product.codes().get(e.getErrorCode());
        }
        if (product.states().containsKey(state)) {
            return product.states().get(state);
        }
        if (e instanceof SQLTimeoutException) {
            return Trouble.TOO_SLOW;
        }
        Trouble standard = Trouble.of(state);
        return standard == Trouble.OTHER ? Trouble.of(e) : standard;
    }

    @Override
    public Optional<String> said(SQLException e) {
        return Optional.empty();
    }
}
