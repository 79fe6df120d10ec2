package io.tidegate.agent.store;

import io.tidegate.agent.loop.Clock;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** A few connections that only read, each a consistent state. Thread-safe. */
final class Readers {
    private static final int MOST = 3;

    private final Path file;
    private final Clock clock;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final Deque<Reader> idle = new ArrayDeque<>();
    private boolean closed;

    Readers(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    private record Reader(Session session, SqliteTx tx) {}

    <T> T read(Function<Tx, T> work) {
        permits.acquireUninterruptibly();
        try {
            Reader reader = take();
            T result = read(reader, work);
            giveBack(reader);
            return result;
        } finally {
            permits.release();
        }
    }

    /** A reader that failed is not used again. */
    private static <T> T read(Reader reader, Function<Tx, T> work) {
        boolean done = false;
        try {
            reader.session.begin();
            reader.tx.fresh();
            T result = work.apply(reader.tx);
            reader.session.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                reader.session.close();
            }
        }
    }

    private synchronized Reader take() {
        if (closed) {
            throw new StoreException(
                    StoreEvent.CLOSED, "the store is closed: the connector is stopping", null);
        }
        Reader known = idle.poll();
        return known == null ? open() : known;
    }

    private Reader open() {
        Session session = Session.reader(file);
        return new Reader(session, new SqliteTx(session, clock, () -> true));
    }

    private synchronized void giveBack(Reader reader) {
        idle.push(reader);
    }

    void close() {
        permits.acquireUninterruptibly(MOST);
        try {
            closeIdle();
        } finally {
            permits.release(MOST);
        }
    }

    private synchronized void closeIdle() {
        closed = true;
        idle.forEach(reader -> reader.session.close());
        idle.clear();
    }
}
