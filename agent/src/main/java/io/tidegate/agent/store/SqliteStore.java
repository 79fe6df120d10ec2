package io.tidegate.agent.store;

import io.tidegate.agent.disk.OwnerOnly;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The store in one SQLite file, {@code <data-dir>/store/tidegate.db}, with its log beside it (WAL,
 * {@code synchronous=FULL}: what a commit has said survives a power cut). Thread-safe: one
 * connection writes behind a fair lock, a few read. The file is for its owner only and for one
 * process: the data folder's lock sees to that.
 */
public final class SqliteStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private final Session writer;
    private final SqliteTx tx;
    private final Reserve reserve;
    private final Readers readers;
    private final Housekeeping housekeeping;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong writes = new AtomicLong();
    private boolean closed;

    private SqliteStore(Path file, Session writer, Clock clock) {
        this.writer = writer;
        this.reserve = new Reserve(file.getParent());
        this.tx = new SqliteTx(writer, clock, reserve::held);
        this.readers = new Readers(file, clock);
        this.housekeeping = new Housekeeping(writer);
    }

    /**
     * Opens the store of a data folder, makes it if there is none, brings an older one up to date,
     * and drops what was being read when the last process ended.
     *
     * @param newInstance makes the random mark of a new store
     * @throws StoreException if the file is damaged, newer than this program, or out of reach
     */
    public static SqliteStore open(Path dataDir, Clock clock, Supplier<String> newInstance) {
        Path file = file(dataDir);
        Session writer = Session.writer(file);
        try {
            boolean made = Schema.migrate(writer);
            var store = new SqliteStore(file, writer, clock);
            store.housekeeping.checkUnlessLarge();
            store.beginOnFullDiskToo(made, newInstance);
            return store;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static Path file(Path dataDir) {
        Path folder = dataDir.resolve("store");
        try {
            return OwnerOnly.file(OwnerOnly.folder(folder).resolve("tidegate.db"));
        } catch (IOException e) {
            throw new StoreException(
                    StoreEvent.UNUSABLE,
                    folder
                            + " could not be made or opened ("
                            + e
                            + "); check agent.data-dir and"
                            + " its rights",
                    e);
        }
    }

    /**
     * The first failure has given up the reserve; a second one means that even that is not enough.
     */
    private void beginOnFullDiskToo(boolean made, Supplier<String> newInstance) {
        try {
            begin(made, newInstance);
        } catch (StoreFullException _) {
            begin(made, newInstance);
        }
    }

    private void begin(boolean made, Supplier<String> newInstance) {
        change(_ -> tx.found(newInstance));
        List<Unit> dropped = write(_ -> tx.dropUnfinished());
        if (made) {
            Events.info(LOG, StoreEvent.CREATED).log("a new store was made: {}", writer.file());
        }
        for (Unit unit : dropped) {
            Events.info(LOG, StoreEvent.UNFINISHED_DROPPED)
                    .addKeyValue("stream", unit.stream())
                    .log("{} was being read when the last run ended; it is read again", unit);
        }
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction inside a transaction");
        }
        boolean tell;
        T result;
        writing.lock();
        try {
            result = committed(work);
            writes.incrementAndGet();
            tell = tx.spoolChanged();
            housekeeping.afterCommit();
        } finally {
            writing.unlock();
        }
        if (tell) {
            listeners.forEach(Runnable::run);
        }
        return result;
    }

    private <T> T committed(Function<Tx, T> work) {
        refuseClosed();
        if (!reserve.held()) {
            recover();
        }
        writer.begin();
        try {
            tx.fresh();
            T result = work.apply(tx);
            tx.verify();
            writer.commit();
            return result;
        } catch (Throwable e) {
            writer.rollback();
            if (e instanceof StoreFullException) {
                makeRoom();
            }
            throw e;
        }
    }

    /** What was sent since the disk was full has left free pages in the file. */
    private void recover() {
        housekeeping.giveBackAll();
        reserve.restore();
    }

    @Override
    public boolean isDiskFull() {
        return !reserve.held();
    }

    /** With the reserve's space the log is moved into the file and begins anew. */
    private void makeRoom() {
        reserve.release();
        try {
            housekeeping.emptyLog();
        } catch (StoreException _) {
            // Then there is no room at all, which the caller is told already.
        }
    }

    private void refuseClosed() {
        if (closed) {
            throw new StoreException(
                    StoreEvent.CLOSED, "the store is closed: the connector is stopping", null);
        }
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        return readers.read(work);
    }

    @Override
    public long writes() {
        return writes.get();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Waits for whoever is at work. What comes later is refused. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                readers.close();
                writer.close();
            }
        } finally {
            writing.unlock();
        }
    }
}
