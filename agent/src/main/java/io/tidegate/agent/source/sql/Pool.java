package io.tidegate.agent.source.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Threads;
import io.tidegate.agent.source.SourceException;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * At most one connection, kept while it is used often, given back to the database a minute after
 * its last use, and tested before each use after a rest. Used by one thread.
 */
final class Pool implements AutoCloseable {
    private static final Duration LISTEN = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final Duration TEST = Duration.ofSeconds(5);

    private final Connector connector;
    private final Faults faults;
    private final Clock clock;
    private final HikariDataSource connections;

    Pool(String name, Connector connector, Faults faults, Clock clock) {
        this.connector = connector;
        this.faults = faults;
        this.clock = clock;
        this.connections = new HikariDataSource(config(name, connector));
    }

    private static HikariConfig config(String name, Connector connector) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(connector);
        config.setThreadFactory(Threads.factory("sql-pool-" + name));
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setConnectionTimeout(LISTEN.toMillis());
        config.setValidationTimeout(Math.min(TEST.toMillis(), LISTEN.toMillis()));
        config.setIdleTimeout(IDLE.toMillis());
        config.setMaxLifetime(LIFE.toMillis());
        config.setKeepaliveTime(0);
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /**
     * A connection, to be closed by the caller.
     *
     * @throws SourceException as soon as a try to connect failed, or none came to an end in time
     */
    Connection take() throws SourceException, InterruptedException {
        connector.permit();
        long begin = clock.nanoTime();
        while (true) {
            try {
                return connections.getConnection();
            } catch (SQLException _) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                SourceException failure = connector.failure();
                if (failure != null) {
                    throw failure;
                }
                if (clock.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw faults.noConnection();
                }
            }
        }
    }

    /** Closes it for good: its state is not certain. */
    void discard(Connection connection) {
        connections.evictConnection(connection);
    }

    @Override
    public void close() {
        connections.close();
    }
}
