package io.tidegate.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several threads at one store. */
class SideBySideTest {
    private static final int WRITERS = 4;
    private static final int EACH = 100;

    @TempDir Path folder;

    @Test
    void writersTakeTurnsAndNothingOfThemIsLost() throws Exception {
        try (var f = new StoreFixture(folder);
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                running.add(threads.submit(() -> count(f)));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
            assertEquals(
                    WRITERS * EACH, f.store.read(tx -> tx.counters("acd1")).get(Counter.ROWS_READ));
        }
    }

    /** Reads and then writes what it has read, which is wrong if another comes between. */
    private static void count(StoreFixture f) {
        for (int i = 0; i < EACH; i++) {
            f.store.change(
                    tx -> {
                        long before = tx.counters("acd1").get(Counter.ROWS_READ);
                        tx.count("acd1", Counter.ROWS_READ, 1);
                        long after = tx.counters("acd1").get(Counter.ROWS_READ);
                        assertEquals(before + 1, after);
                    });
        }
    }

    @Test
    void aReaderSeesTheLastCommitWhileAWriterIsAtWork() throws Exception {
        try (var f = new StoreFixture(folder);
                var threads = Executors.newFixedThreadPool(1)) {
            var written = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            Future<?> writer =
                    threads.submit(
                            () ->
                                    f.store.change(
                                            tx -> {
                                                tx.count("acd1", Counter.ROWS_READ, 1);
                                                written.countDown();
                                                awaitQuietly(goOn);
                                            }));
            assertTrue(written.await(30, TimeUnit.SECONDS));
            assertEquals(0, f.store.read(tx -> tx.counters("acd1")).get(Counter.ROWS_READ));
            goOn.countDown();
            writer.get();
            assertEquals(1, f.store.read(tx -> tx.counters("acd1")).get(Counter.ROWS_READ));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
