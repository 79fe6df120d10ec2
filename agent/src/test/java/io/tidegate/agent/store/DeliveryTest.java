package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class DeliveryTest {
    @TempDir Path folder;

    @Test
    void aBatchKeepsItsNumberAndItsBytesThroughARestart() {
        try (var f = StoreFixture.connected(folder)) {
            f.storeWindow(0, LIVE, 1);
            SpooledBatch before = f.attempt(LIVE);
            f.restart();
            SpooledBatch after = f.attempt(LIVE);
            assertEquals(1, after.seq());
            assertEquals(before.id(), after.id());
            assertArrayEquals(
                    before.part().orElseThrow().body(), after.part().orElseThrow().body());
            f.settle(after);
            assertEquals(
                    List.of(new LanePosition(ACD, LIVE, 1, 1)), f.store.read(tx -> tx.positions()));
            assertEquals(1, f.window(0).acked());
        }
    }
}
