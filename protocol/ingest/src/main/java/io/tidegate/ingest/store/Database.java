package io.tidegate.ingest.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.tidegate.ingest.batch.Refusal;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The connections to PostgreSQL. A transaction is committed as a whole or not at all; when a commit
 * returns, it is on disk. Thread-safe.
 */
public final class Database implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How much longer than its longest statement a silent connection is believed to live. */
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(30);

    private final HikariDataSource pool;
    private final Duration statementTimeout;

    private Database(HikariDataSource pool, Duration statementTimeout) {
        this.pool = pool;
        this.statementTimeout = statementTimeout;
    }

    /** What is done in a transaction. */
    interface Work<T> {
        T in(Tx tx) throws SQLException, Refusal;
    }

    /**
     * Connects, and makes or mends the tables.
     *
     * @throws RuntimeException if the database cannot be reached or is not to be mended
     */
    public static Database open(DatabaseSettings settings) {
        var pool = new HikariDataSource(config(settings));
        try {
            migrate(pool);
            return new Database(pool, settings.statementTimeout());
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static void migrate(HikariDataSource pool) {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:io/tidegate/ingest/store")
                .table("tidegate_schema")
                // The database may hold other tables already.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private static HikariConfig config(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(settings.url());
        config.setCredentialsProvider(new Login(settings.username(), settings.password()));
        config.setMaximumPoolSize(settings.connections());
        config.setAutoCommit(false);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(CONNECT_TIMEOUT.toMillis());
        config.setConnectionInitSql(session(settings));
        config.addDataSourceProperty("ApplicationName", "tidegate-ingest");
        config.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT.toSeconds());
        config.addDataSourceProperty(
                "socketTimeout", socketMillis(settings.statementTimeout()) / 1000);
        // The server's details quote rows, which nobody may see in a log.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return config;
    }

    private static String session(DatabaseSettings settings) {
        return "SET synchronous_commit = on; SET client_min_messages = error; SET statement_timeout = %d;"
                        .formatted(settings.statementTimeout().toMillis())
                + " SET lock_timeout = %d".formatted(settings.lockTimeout().toMillis());
    }

    static int socketMillis(Duration statement) {
        return Math.toIntExact(statement.plus(SOCKET_GRACE).toMillis());
    }

    /** How long one statement may take. */
    Duration statementTimeout() {
        return statementTimeout;
    }

    /**
     * Does work in a transaction and commits it.
     *
     * @throws SQLException if it is not certain that it is committed
     */
    <T> T transaction(Work<T> work) throws SQLException, Refusal {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.in(new Tx(connection));
                connection.commit();
                return result;
            } catch (SQLException | Refusal | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone, and with it the transaction.
            why.addSuppressed(e);
        }
    }

    /**
     * Asks the database for something that costs nothing.
     *
     * @throws SQLException if it does not answer
     */
    public void ask() throws SQLException, Refusal {
        transaction(tx -> tx.one("SELECT 1", row -> row.getInt(1)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
