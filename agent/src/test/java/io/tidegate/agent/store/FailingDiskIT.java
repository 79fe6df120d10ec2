package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.service.Child;
import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk on which a sync fails now and then. Needs strace: without it the test is reported as
 * skipped.
 */
class FailingDiskIT {
    private static final int STORED = 100;

    @TempDir Path folder;

    /** Stores one window after the other, each until it succeeds. */
    static final class Writer {
        public static void main(String[] args) {
            try (var f = StoreFixture.connected(Path.of(args[0]))) {
                for (int hour = 0; hour < STORED; ) {
                    try {
                        f.storeWindow(hour, LIVE, hour + 1);
                        System.out.println("stored " + hour++);
                    } catch (StoreException e) {
                        System.out.println("failed " + e.event());
                    }
                }
            }
            System.out.println("done");
        }
    }

    @Test
    void aCommitWhoseSyncFailsIsUndoneAndCanBeTriedAgain() throws Exception {
        Assumptions.assumeTrue(strace(), "not run: no strace here");
        int failed = 0;
        try (Child writer =
                Child.under(
                        List.of(
                                "strace",
                                "-f",
                                "-q",
                                "-o",
                                folder.resolve("trace").toString(),
                                "-e",
                                "trace=fsync,fdatasync",
                                "-e",
                                "inject=fsync,fdatasync:error=EIO:when=20+17"),
                        Writer.class,
                        folder.toString())) {
            String line = writer.line();
            while (!line.equals("done")) {
                failed += line.equals("failed UNUSABLE") ? 1 : 0;
                line = writer.line();
            }
        }
        assertTrue(failed > 0, "no failure was injected: the test has lost its teeth");
        try (var f = new StoreFixture(folder)) {
            for (int hour = 0; hour < STORED; hour++) {
                assertEquals(State.READ, f.window(hour).state());
                SpooledBatch batch = f.store.write(tx -> tx.attempt(ACD, LIVE)).orElseThrow();
                assertEquals(StoreFixture.unit(hour), batch.unit());
                assertTrue(batch.part().isPresent());
                f.settle(batch);
            }
        }
    }

    private static boolean strace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-V")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
