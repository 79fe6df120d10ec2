package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long a history is said to take. */
class ProgressTest {
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    @TempDir Path folder;

    @Test
    void whatBeginsSlowlyIsNotJudgedByItsBeginning() {
        TestClock clock = TestClock.at(NOW.toString());
        var progress = new Progress(clock);
        try (var world =
                new World(folder, new Settings(DataType.CONTACTS), NOW.toString()).start()) {
            Cut cut = Cut.of(world.settings.config(), NOW);
            Instant from = NOW.minus(1_000, ChronoUnit.DAYS);
            world.store.read(
                    tx -> {
                        progress.count(tx, cut, _ -> true, from, NOW);
                        return null;
                    });
        }
        assertTrue(progress.status().eta().isEmpty());
        for (int windows = 1; windows < 64; windows *= 2) {
            read(progress, clock, windows);
        }
        for (int i = 0; i < 3; i++) {
            read(progress, clock, 64);
        }
        // 745 are left, 64 of them in ten seconds.
        Duration eta = progress.status().eta().orElseThrow();
        assertEquals(745 * 10 / 64, eta.toSeconds(), 20, progress.status().toString());
    }

    /** Each read takes ten seconds, however much it reads. */
    private static void read(Progress progress, TestClock clock, int windows) {
        clock.advance(Duration.ofSeconds(10));
        progress.read(windows, windows);
    }
}
