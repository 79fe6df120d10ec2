package io.tidegate.agent.window;

import io.tidegate.agent.loop.Threads;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.protocol.Row;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hands what the reader's thread has checked to the encoder's thread, in order: the database, the
 * checks and the encoding then work at the same time. At most some thousand rows wait between the
 * two. A read of a few rows needs no second thread and gets none. What fails behind the relay is
 * thrown at its front. One read's; used by the reader's thread, which closes it.
 */
final class RowRelay implements RowTaker, AutoCloseable {
    private static final int LOAD = 256;
    private static final int LOADS = 8;
    private static final Object[] NO_MORE = {};

    /** After which the encoder is asked once more to end: a library may have kept the first. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** A template's row, of which nothing but that it was there is handed on. */
    private static final Object IGNORED = new Object();

    /** What is to be done with the rows, and at their end. */
    interface Rest {
        void done() throws InterruptedException;
    }

    private final String thread;
    private final RowTaker taker;
    private final BlockingQueue<Object[]> loads = new ArrayBlockingQueue<>(LOADS);
    private Object[] load = new Object[LOAD];
    private int size;
    private Thread encoder;
    private volatile Throwable failure;

    /**
     * @param thread the name of the encoder's thread
     * @param taker called by one thread, the encoder's or the reader's
     */
    RowRelay(String thread, RowTaker taker) {
        this.thread = thread;
        this.taker = taker;
    }

    @Override
    public void taken(Row row) throws InterruptedException {
        put(row);
    }

    @Override
    public void rejected(Rejection rejection) throws InterruptedException {
        put(rejection);
    }

    @Override
    public void ignored() throws InterruptedException {
        put(IGNORED);
    }

    private void put(Object what) throws InterruptedException {
        if (size == LOAD) {
            handOver();
        }
        load[size++] = what;
    }

    private void handOver() throws InterruptedException {
        rethrow();
        if (encoder == null) {
            encoder = Threads.start(thread, this::encode);
        }
        loads.put(load);
        load = new Object[LOAD];
        size = 0;
    }

    /**
     * Hands over what is left and waits until all of it is taken.
     *
     * @param rest done after the last row, by the thread that took it
     */
    void finish(Rest rest) throws InterruptedException {
        put(rest);
        if (encoder == null) {
            take(load);
            return;
        }
        loads.put(load);
        loads.put(NO_MORE);
        encoder.join();
        rethrow();
    }

    private void encode() {
        try {
            for (Object[] next = loads.take(); next != NO_MORE; next = loads.take()) {
                take(next);
            }
        } catch (InterruptedException e) {
            failure = e; // The reader has given up.
        } catch (Throwable e) {
            failure = e;
            drain();
        }
    }

    /** Lets the reader's thread go on to where it sees the failure. */
    private void drain() {
        try {
            while (loads.take() != NO_MORE) {
                // Rows of a read that has failed.
            }
        } catch (InterruptedException _) {
            // The reader has given up as well.
        }
    }

    private void take(Object[] some) throws InterruptedException {
        for (Object what : some) {
            switch (what) {
                case Row row -> taker.taken(row);
                case Rejection rejection -> taker.rejected(rejection);
                case Rest rest -> rest.done();
                case null -> {
                    return;
                }
                default -> taker.ignored();
            }
        }
    }

    private void rethrow() throws InterruptedException {
        switch (failure) {
            case null -> {}
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Ends the encoder's thread, if the read was cut short, and waits for what it is at. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (encoder != null && encoder.isAlive()) {
            encoder.interrupt();
            try {
                encoder.join(PATIENCE);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
