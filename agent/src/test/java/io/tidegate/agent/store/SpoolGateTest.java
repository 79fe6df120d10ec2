package io.tidegate.agent.store;

import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.AgentConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;

/** Batches of 2,000 bytes, a spool of 10,000. */
class SpoolGateTest {
    @TempDir Path folder;
    private StoreFixture f;
    private SpoolGate gate;
    private long free = 1_000_000;

    @BeforeEach
    void open() {
        f = StoreFixture.connected(folder);
        gate = new SpoolGate(f.store, new AgentConfig.Spool(10_000, 500_000), () -> free);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private boolean hasRoom(io.tidegate.protocol.Lane lane) {
        return gate.full(lane).isEmpty();
    }

    @Test
    void backfillUsesAtMostHalf() {
        f.storeWindow(0, BACKFILL, 1);
        f.storeWindow(1, BACKFILL, 2);
        assertTrue(hasRoom(BACKFILL));
        f.storeWindow(2, BACKFILL, 3);
        assertEquals(
                Optional.of("history fills half of the spool and waits until some of it is sent"),
                gate.full(BACKFILL));
        assertTrue(hasRoom(LIVE));
    }

    @Test
    void fullBeginsAtTheLimitAndEndsBelowNineTenths() {
        for (int i = 0; i < 5; i++) {
            assertTrue(hasRoom(LIVE));
            f.storeWindow(i, LIVE, i + 1);
        }
        assertTrue(gate.full(LIVE).orElseThrow().contains("spool.max-size"));
        assertTrue(gate.full(BACKFILL).isPresent());
        f.settle(f.attempt(LIVE));
        assertTrue(hasRoom(LIVE));
    }

    @Test
    void anAlmostFullDiskStopsReadingUntilThereIsAQuarterMore() {
        free = 499_999;
        assertTrue(gate.full(LIVE).orElseThrow().contains("spool.min-free-disk"));
        free = 600_000;
        assertTrue(gate.full(LIVE).isPresent());
        free = 625_000;
        assertTrue(hasRoom(LIVE));
        free = 500_000;
        assertTrue(hasRoom(LIVE));
    }

    @Test
    void aDiskThatTellsNothingStopsNobody() {
        var blind =
                new SpoolGate(
                        f.store,
                        new AgentConfig.Spool(10_000, 500_000),
                        () -> {
                            throw new java.io.IOException("no such disk");
                        });
        assertEquals(Optional.empty(), blind.full(LIVE));
    }
}
