package io.tidegate.agent.store;

import io.tidegate.agent.event.Events;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the file and its write-ahead log small. Free pages are used again, so that a steady flow
 * does not make the file grow; when more than half of it is free, it is given back to the disk
 * piece by piece. Called between transactions, under the write lock.
 */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /** Commits between two looks. */
    private static final int PERIOD = 64;

    /** Free pages that are kept anyway: 16 MiB, which sending can use on a disk that is full. */
    private static final long KEPT_PAGES = 2048;

    /** Pages given back at a time: 4 MiB, some milliseconds. */
    private static final int PIECE = 512;

    /** 64 MiB, read in a fraction of a second. */
    private static final long CHECKED_PAGES = 8192;

    private static final long LOG_LIMIT = 32 << 20;

    private final Session session;
    private final Path log;
    private int commits;

    Housekeeping(Session session) {
        this.session = session;
        this.log = Path.of(session.file() + "-wal");
    }

    /** What fails here has done no harm to what was committed, and is tried again. */
    void afterCommit() {
        if (++commits % PERIOD == 0) {
            tidy(
                    () -> {
                        giveBack();
                        shortenLog();
                    });
        }
    }

    /** On a full disk, which is said elsewhere, no free page is kept. */
    void giveBackAll() {
        try {
            session.command("PRAGMA incremental_vacuum(" + PIECE + ")");
            emptyLog();
        } catch (StoreException _) {
            // It is tried again before the next write.
        }
    }

    private static void tidy(Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            Events.warn(LOG, e.event()).log("the store could not be tidied: {}", e.getMessage());
        }
    }

    private void giveBack() {
        long free = session.pragma("freelist_count");
        if (free > KEPT_PAGES && free * 2 > session.pragma("page_count")) {
            session.command("PRAGMA incremental_vacuum(" + PIECE + ")");
        }
    }

    /**
     * A long reader can keep the log from being begun anew; wait for it rather than let it grow.
     */
    private void shortenLog() {
        if (logSize() > LOG_LIMIT) {
            session.command("PRAGMA wal_checkpoint(truncate)");
        }
    }

    /** At start; of a large file the parts are checked as they are read. */
    void checkUnlessLarge() {
        if (session.pragma("page_count") <= CHECKED_PAGES) {
            session.check();
        }
    }

    /** Moves what the log holds into the file, so that the log begins anew. */
    void emptyLog() {
        session.command("PRAGMA wal_checkpoint(restart)");
    }

    private long logSize() {
        try {
            return Files.size(log);
        } catch (IOException _) {
            return 0; // There is none yet.
        }
    }
}
