package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Disks that change bytes: seen, said, and nothing wrong is sent. */
class DamageTest {
    private static final int WINDOWS = 3;
    private static final int FLIPS = 150;

    private static final StreamRecord STREAM =
            StreamRecord.unread(ACD)
                    .paused(Optional.of(new StreamRecord.Pause("local", "by hand")));

    @TempDir Path folder;

    private Path filled() {
        try (var f = StoreFixture.connected(folder.resolve("original"))) {
            for (int i = 0; i < WINDOWS; i++) {
                f.storeWindow(i, LIVE, i + 1);
            }
            f.store.change(tx -> tx.putStream(STREAM));
            return f.file();
        }
    }

    /** A data folder with a copy of that store, one byte of it changed. */
    private Path damaged(String name, byte[] store, int at) throws IOException {
        byte[] bytes = store.clone();
        bytes[at] ^= 0x40;
        Path dataDir = folder.resolve(name);
        Files.createDirectories(dataDir.resolve("store"));
        Files.deleteIfExists(dataDir.resolve("store/tidegate.db-wal"));
        Files.deleteIfExists(dataDir.resolve("store/tidegate.db-shm"));
        Files.write(dataDir.resolve("store/tidegate.db"), bytes);
        return dataDir;
    }

    private Map<Long, byte[]> bodies() {
        var bodies = new HashMap<Long, byte[]>();
        try (var f = new StoreFixture(folder.resolve("original"))) {
            for (int i = 0; i < WINDOWS; i++) {
                SpooledBatch batch = f.attempt(LIVE);
                bodies.put(batch.revision(), batch.part().orElseThrow().body());
                f.settle(batch);
            }
        }
        return bodies;
    }

    @Test
    void aBodyThatTheDiskChangedIsNotSentAndItsWindowIsReadAgain() throws IOException {
        byte[] store = Files.readAllBytes(filled());
        byte[] second = bodies().get(2L);
        Path dataDir = damaged("damaged", store, indexOf(store, second) + 1_000);
        try (var f = new StoreFixture(dataDir)) {
            f.settle(f.attempt(LIVE));
            SpooledBatch skip = f.attempt(LIVE);
            assertEquals(2, skip.seq());
            assertEquals(Optional.empty(), skip.part());
            assertEquals(State.STALE, f.window(1).state());
            f.settle(skip);
            SpooledBatch third = f.attempt(LIVE);
            assertEquals(3, third.seq());
            assertTrue(third.part().isPresent());
        }
    }

    @Test
    void whateverByteChangesNothingWrongIsReadOrSentAndTheDamageHasAName() throws IOException {
        byte[] store = Files.readAllBytes(filled());
        Map<Long, byte[]> bodies = bodies();
        var random = new Random(11);
        int seen = 0;
        for (int i = 0; i < FLIPS; i++) {
            Path dataDir = damaged("flip", store, random.nextInt(store.length));
            try (var f = new StoreFixture(dataDir)) {
                seen += drain(f, bodies) ? 1 : 0;
            } catch (StoreException e) {
                assertEquals(StoreEvent.DAMAGED, e.event());
                seen++;
            }
        }
        assertTrue(seen > 0, "no flip was seen: the test has lost its teeth");
    }

    /** Reads and sends all there is; returns whether damage was seen on the way. */
    private static boolean drain(StoreFixture f, Map<Long, byte[]> bodies) {
        for (int i = 0; i < WINDOWS; i++) {
            assertEquals(StoreFixture.line(i, State.READ, i + 1), f.window(i));
        }
        assertEquals(STREAM, f.store.read(tx -> tx.stream(ACD)).orElseThrow());
        assertEquals(List.of(new LanePosition(ACD, LIVE, 0, 0)), f.store.read(Tx::positions));
        boolean seen = false;
        for (int i = 0; i < WINDOWS; i++) {
            Optional<SpooledBatch> batch = f.store.write(tx -> tx.attempt(ACD, LIVE));
            assertTrue(batch.isPresent(), "a stored batch is hidden");
            seen |= batch.get().part().isEmpty();
            assertEquals(i + 1, batch.get().seq());
            assertEquals(StoreFixture.unit(i), batch.get().unit());
            byte[] known = bodies.get(batch.get().revision());
            batch.get().part().ifPresent(part -> assertArrayEquals(known, part.body()));
            f.settle(batch.get());
        }
        return seen;
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i <= all.length - part.length; i++) {
            if (java.util.Arrays.equals(all, i, i + 64, part, 0, 64)) {
                assertArrayEquals(part, java.util.Arrays.copyOfRange(all, i, i + part.length));
                return i;
            }
        }
        throw new AssertionError("the body does not stand in the file in one piece");
    }
}
