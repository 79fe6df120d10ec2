package io.tidegate.agent.store;

import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.AgentConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A disk of 32 MiB that fills up. Needs the right to mount one: without it these tests are reported
 * as skipped.
 */
class DiskFullTest {
    private static final int BODY = 256 << 10;
    private static final String FULL =
            "there is too little room on the disk of the data folder (0 bytes are free); reading waits until 16 MiB (16,777,216 bytes) are, of which half are set apart for the store: make room, or name a folder on another disk in agent.data-dir";

    @TempDir Path folder;
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()),
                "not run: no right to mount a small disk here");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static void store(StoreFixture f, int hour) {
        var part = f.part(true, true, BODY);
        f.store.change(
                tx -> {
                    tx.putWindow(StoreFixture.line(hour, State.READ, hour + 1));
                    tx.append(new NewBatch(LIVE, StoreFixture.unit(hour), hour + 1, part));
                });
    }

    private static int storeUntilFull(StoreFixture f) {
        int stored = 0;
        try {
            while (true) {
                store(f, stored);
                stored++;
            }
        } catch (StoreFullException e) {
            assertEquals(StoreEvent.DISK_FULL, e.event());
            return stored;
        }
    }

    @Test
    void aFullDiskIsAStateFromWhichSendingMakesRoomAgain() {
        try (var f = StoreFixture.connected(disk)) {
            assertFalse(f.store.isDiskFull());
            int stored = storeUntilFull(f);
            assertTrue(stored > 20, stored + " batches of 256 KiB were stored");
            assertTrue(f.store.isDiskFull());
            assertEquals(Optional.of(FULL), full(f));
            assertEquals(stored, f.store.read(Tx::usage).batches());
            for (int i = 0; i < stored; i++) {
                SpooledBatch batch = f.attempt(LIVE);
                assertEquals(i + 1, batch.seq());
                assertTrue(batch.part().isPresent());
                f.settle(batch);
            }
            assertEquals(Optional.empty(), full(f));
            store(f, stored);
            assertEquals(1, f.store.read(Tx::usage).batches());
        }
    }

    /** With no limit of its own. */
    private static Optional<String> full(StoreFixture f) {
        return new SpoolGate(f.store, new AgentConfig.Spool(1 << 30, 0), () -> 0).full(LIVE);
    }

    @Test
    void aDiskThatIsTooSmallForTheReserveNeverReadsAndSaysHowMuchItNeeds() throws Exception {
        run("umount", disk.toString());
        run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString());
        assertEquals(16 << 20, SpoolGate.reserve(disk));
        try (var f = StoreFixture.connected(disk)) {
            assertTrue(full(f).orElseThrow().contains("until 16 MiB (16,777,216 bytes) are"));
            run("mount", "-o", "remount,size=32m", disk.toString());
            new DiskWatch(f.store).turn();
            assertEquals(Optional.empty(), full(f));
            assertEquals(0, SpoolGate.reserve(disk));
        }
    }

    @Test
    void roomThatIsMadeIsFoundThoughNothingIsWritten() throws IOException {
        try (var f = StoreFixture.connected(disk)) {
            store(f, 0);
            fillUp();
            assertThrows(StoreFullException.class, () -> storeUntilThrown(f, 1));
            assertEquals(Optional.of(FULL), full(f));
            new DiskWatch(f.store).turn();
            assertEquals(Optional.of(FULL), full(f));
            Files.delete(disk.resolve("somebody-elses"));
            assertEquals(Optional.of(FULL), full(f), "to ask changes nothing");
            new DiskWatch(f.store).turn();
            assertEquals(Optional.empty(), full(f));
        }
    }

    @Test
    void whatAnotherProgramFilledToTheLastByteDoesNotStopSending() throws IOException {
        try (var f = StoreFixture.connected(disk)) {
            for (int i = 0; i < 40; i++) {
                store(f, i);
            }
            fillUp();
            assertThrows(StoreFullException.class, () -> storeUntilThrown(f, 40));
            int stored = f.store.read(Tx::usage).batches();
            for (int i = 0; i < stored; i++) {
                f.settle(f.attempt(LIVE));
            }
            assertEquals(0, f.store.read(Tx::usage).batches());
        }
    }

    private static void storeUntilThrown(StoreFixture f, int from) {
        for (int i = from; i < from + 200; i++) {
            store(f, i);
        }
    }

    private void fillUp() throws IOException {
        try (var out = Files.newOutputStream(disk.resolve("somebody-elses"))) {
            byte[] piece = new byte[4096];
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("No space"), e.getMessage());
        }
    }

    @Test
    void aStoreThatWasCutOffOnAFullDiskOpensAgain() {
        int stored;
        try (var f = StoreFixture.connected(disk)) {
            stored = storeUntilFull(f);
        }
        try (var f = new StoreFixture(disk)) {
            assertEquals(stored, f.store.read(Tx::usage).batches());
            f.settle(f.attempt(LIVE));
        }
    }
}
