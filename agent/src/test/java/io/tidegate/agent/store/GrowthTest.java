package io.tidegate.agent.store;

import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** The file stays as large as what it holds needs, not as large as what has gone through it. */
class GrowthTest {
    private static final int BODY = 128 << 10;

    /** 50 MiB, three times what is kept free anyway. */
    private static final int BACKLOG = 400;

    @TempDir Path folder;

    private static void store(StoreFixture f, Tx tx, int hour, long revision) {
        tx.append(new NewBatch(LIVE, StoreFixture.unit(hour), revision, f.part(true, true, BODY)));
        tx.putWindow(StoreFixture.line(hour, State.READ, revision));
    }

    private static long size(StoreFixture f, String suffix) throws IOException {
        return Files.size(Path.of(f.file() + suffix));
    }

    @Test
    void aThousandBatchesComingAndGoingLeaveTheFileSmall() throws IOException {
        try (var f = StoreFixture.connected(folder)) {
            for (int i = 1; i <= 1_000; i++) {
                comeAndGo(f, i);
            }
            assertTrue(size(f, "") < 2 << 20, "the file has " + size(f, "") + " bytes");
            assertTrue(size(f, "-wal") < 9 << 20, "the log has " + size(f, "-wal") + " bytes");
        }
    }

    /** In one commit, as nothing here is about the power going out. */
    private static void comeAndGo(StoreFixture f, int revision) {
        f.store.change(
                tx -> {
                    store(f, tx, revision % 10, revision);
                    settleHead(f, tx);
                });
    }

    private static void settleHead(StoreFixture f, Tx tx) {
        tx.settle(f.head(LIVE, tx), java.util.List.of());
    }

    private static void inTens(StoreFixture f, BiConsumer<Tx, Integer> work) {
        for (int i = 0; i < BACKLOG; i += 10) {
            int from = i;
            f.store.change(
                    tx -> {
                        for (int k = from; k < from + 10; k++) {
                            work.accept(tx, k);
                        }
                    });
        }
    }

    @Test
    void aBacklogThatWasSentGivesItsSpaceBackToTheDisk() throws IOException {
        try (var f = StoreFixture.connected(folder)) {
            inTens(f, (tx, i) -> store(f, tx, i, i + 1));
            long full = size(f, "");
            assertTrue(full > BACKLOG / 10 * 9 * BODY, "the backlog has " + full + " bytes");
            inTens(f, (tx, _) -> settleHead(f, tx));
            for (int i = 0; i < 8 * 64; i++) {
                f.store.change(tx -> tx.count("acd1", Counter.ROWS_READ, 1));
            }
            f.restart();
            long left = size(f, "");
            assertTrue(left < 24 << 20, "of " + full + " bytes " + left + " were left");
        }
    }
}
