package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Threads;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends what nobody waits for any more: makes an interrupt reach a thread that waits for a database,
 * which no driver does, and ends a result that was given up or has fallen silent. Asks the database
 * to cancel the statement, and if an interrupt or the end of what was given up is not there two
 * seconds later, cuts the connection. Made and closed by the thread it watches over; works in one
 * of its own.
 */
final class InterruptWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;
    private static final int LOOKS_BEFORE_CUT = 40;

    private final Connection connection;
    private final Thread reader = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicLong steps = new AtomicLong();
    private volatile Cancelling current;
    private volatile long silentLooks = Long.MAX_VALUE;
    private volatile boolean unwanted;
    private volatile boolean ranOut;
    private Cancelling cancelled;

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

    /** What runs is cancelled if the reader waits for it that long between two {@link #step}s. */
    void patience(Duration silence) {
        silentLooks = Math.max(1, silence.toMillis() / LOOK_MILLIS);
    }

    /** The reader begins to wait for the database, and with every second call ends to. */
    void step() {
        steps.setRelease(steps.getPlain() + 1);
    }

    /** What the reader waits for. */
    @FunctionalInterface
    interface Waiting<T> {
        T done() throws SQLException;
    }

    /**
     * Waits for the database.
     *
     * @throws SQLTimeoutException in place of whatever the driver throws when it was silent too
     *     long
     */
    <T> T waiting(Waiting<T> what) throws SQLException {
        step();
        try {
            return what.done();
        } catch (SQLException e) {
            if (ranOut) {
                throw new SQLTimeoutException(e.getMessage(), e.getSQLState(), e.getErrorCode());
            }
            throw e;
        } finally {
            step();
        }
    }

    /** What runs is not wanted any more: the reader only waits for its end. */
    void givenUp() {
        unwanted = true;
    }

    @Override
    public void close() {
        current = null;
        done.countDown();
    }

    private void watch() {
        try {
            long seen = 0;
            long silent = 0;
            int looks = 0;
            while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = steps.getAcquire();
                boolean waits = (now & 1) == 1;
                silent = waits && now == seen ? silent + 1 : 0;
                seen = now;
                looks = unwanted || reader.isInterrupted() ? looks + 1 : 0;
                act(looks, silent - silentLooks);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param overdue for how many looks the database has been silent for too long
     */
    private void act(int looks, long overdue) {
        try {
            Cancelling what = current;
            ranOut |= overdue >= 0;
            if (looks > LOOKS_BEFORE_CUT || overdue > LOOKS_BEFORE_CUT) {
                connection.abort(Runnable::run);
            } else if ((looks > 0 || overdue >= 0) && what != null && what != cancelled) {
                cancelled = what;
                what.cancel();
            }
        } catch (SQLException _) {
            // The connection is cut next, or is gone already.
        }
    }
}
