package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Lends a source's connection to a piece of work. No transaction stays open after it, an interrupt
 * cancels what runs, and a connection that was cut short is not used again. Used by one thread.
 */
final class Connections implements AutoCloseable {
    private final Pool pool;
    private final Faults faults;

    Connections(Pool pool, Faults faults) {
        this.pool = pool;
        this.faults = faults;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection, InterruptWatch watch)
                throws SQLException, SourceException, ShapeException, InterruptedException;
    }

    <T> T run(Work<T> work) throws SourceException, ShapeException, InterruptedException {
        try (Connection connection = pool.take()) {
            return guarded(connection, work);
        } catch (SQLException e) {
            throw faults.of(e);
        }
    }

    private <T> T guarded(Connection connection, Work<T> work)
            throws SQLException, SourceException, ShapeException, InterruptedException {
        try (var watch = new InterruptWatch(connection)) {
            return translated(connection, watch, work);
        } catch (InterruptedException e) {
            Thread.interrupted(); // The watch had to see it until here.
            pool.discard(connection);
            throw e;
        } finally {
            rollback(connection);
        }
    }

    /** A statement that failed because we had it cancelled is an interrupt, not a fault. */
    private static <T> T translated(Connection connection, InterruptWatch watch, Work<T> work)
            throws SQLException, SourceException, ShapeException, InterruptedException {
        try {
            return work.with(connection, watch);
        } catch (SQLException e) {
            throw interruptedOr(e);
        } catch (SqlRow.BrokenReadException e) {
            throw interruptedOr(e.failure());
        } catch (RuntimeException | LinkageError e) {
            if (Drivers.threw(e)) {
                throw interruptedOr(new DriverFailedException(e));
            }
            throw e;
        }
    }

    private static SQLException interruptedOr(SQLException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return e;
    }

    private void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            pool.discard(connection);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
