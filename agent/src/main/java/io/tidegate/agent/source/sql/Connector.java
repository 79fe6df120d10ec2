package io.tidegate.agent.source.sql;

import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.UnavailableSecretException;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * Makes connections for the pool: with the secrets of this moment, read-only and patient. The pool
 * would try again and again while somebody waits, so each try needs leave, which a reader gives
 * once; and what went wrong is kept for the reader, to whom the pool only says that nothing came.
 * Thread-safe.
 */
final class Connector implements DataSource {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final AgentConfig.Database database;
    private final JdbcUrl url;
    private final Session session;
    private final Accounts accounts;
    private final Faults faults;
    private final AtomicBoolean leave = new AtomicBoolean();
    private volatile SourceException failure;

    Connector(
            AgentConfig.Database database,
            JdbcUrl url,
            Session session,
            Accounts accounts,
            Faults faults) {
        this.database = database;
        this.url = url;
        this.session = session;
        this.accounts = accounts;
        this.faults = faults;
    }

    /** Lets the pool try once more, and forgets the last failure. */
    void permit() {
        failure = null;
        leave.set(true);
    }

    /** What the last permitted try failed of; null if it has not failed. */
    SourceException failure() {
        return failure;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!leave.compareAndSet(true, false)) {
            throw new SQLException("one try at a time");
        }
        try {
            return connect();
        } catch (SourceException e) {
            failure = e;
            throw new SQLException("kept for the reader");
        }
    }

    private Connection connect() throws SourceException {
        Credentials credentials = credentials();
        try (Turn turn = accounts.turn(url)) {
            turn.check(credentials, database);
            try {
                Connection connection = open(credentials);
                turn.succeeded(credentials);
                return connection;
            } catch (SQLException e) {
                if (faults.trouble(e) == Trouble.LOGIN) {
                    turn.refused(credentials);
                }
                throw faults.of(e);
            }
        }
    }

    private Credentials credentials() throws SourceException {
        try {
            return Credentials.of(database);
        } catch (UnavailableSecretException e) {
            throw new SourceException(
                    Kind.LASTING,
                    "database %s: %s".formatted(database.name(), e.getMessage()),
                    null);
        }
    }

    private Connection open(Credentials credentials) throws SQLException {
        Properties properties = url.dialect().properties(session);
        credentials.addTo(properties);
        Connection connection = connect(properties);
        if (connection == null) {
            throw new SQLException("the driver does not know this URL", "08001");
        }
        boolean ready = false;
        try {
            prepare(connection);
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private void prepare(Connection connection) throws SQLException {
        try {
            url.dialect().prepare(connection, session);
        } catch (RuntimeException | LinkageError e) {
            blame(e);
            throw e;
        }
    }

    private Connection connect(Properties properties) throws SQLException {
        try {
            return url.dialect().driver().connect(url.text(), properties);
        } catch (RuntimeException | LinkageError e) {
            blame(e);
            throw e;
        }
    }

    /** A mistake of a driver that was dropped in is a failure of its database alone. */
    private static void blame(Throwable e) throws DriverFailedException {
        if (Drivers.threw(e)) {
            throw new DriverFailedException(e);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // Drivers write to a log of their own; we pass on what concerns a person.
    }

    /** The driver's own time-outs hold; one of the pool's would need a second thread. */
    @Override
    public void setLoginTimeout(int seconds) {
        // See above.
    }

    /** How long the pool waits, when it is closed, for a connection that is being made. */
    @Override
    public int getLoginTimeout() {
        return (int) CLOSE_PATIENCE.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
