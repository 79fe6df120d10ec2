package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Threads;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes an interrupt reach a thread that waits for a database, which no driver does: asks the
 * database to cancel the statement, and if that does not help in two seconds, cuts the connection.
 * Made and closed by the thread it watches over; works in one of its own.
 */
final class InterruptWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;
    private static final int LOOKS_BEFORE_CUT = 40;

    private final Connection connection;
    private final Thread reader = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Cancelling current;

    InterruptWatch(Connection connection) {
        this.connection = connection;
        Threads.startLight("sql-watch", this::watch);
    }

    /** Asks the database to end what runs; called by another thread. */
    @FunctionalInterface
    interface Cancelling {
        void cancel() throws SQLException;
    }

    /** That is how to cancel what runs from now on. */
    void running(Cancelling what) {
        current = what;
    }

    @Override
    public void close() {
        current = null;
        done.countDown();
    }

    private void watch() {
        try {
            int looks = 0;
            while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (reader.isInterrupted()) {
                    act(looks++);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void act(int looks) {
        try {
            Cancelling what = current;
            if (looks >= LOOKS_BEFORE_CUT) {
                connection.abort(Runnable::run);
            } else if (looks == 0 && what != null) {
                what.cancel();
            }
        } catch (SQLException _) {
            // The connection is cut next, or is gone already.
        }
    }
}
