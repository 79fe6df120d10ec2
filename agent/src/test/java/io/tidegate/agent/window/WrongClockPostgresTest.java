package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A real PostgreSQL whose clock, which the agent asks, jumps ahead and comes back. */
class WrongClockPostgresTest {
    private static final Column ID = DataType.CONTACTS.column("contactidentifier").orElseThrow();

    @TempDir Path folder;
    private final Settings settings = new Settings(DataType.CONTACTS);
    private PostgresWorld world;
    private int calls;

    @Test
    void everyRowArrivesOnceAndNothingIsClaimedOfATimeThatHasNotCome() throws Exception {
        settings.lookBack = Duration.ofHours(2);
        settings.poll = Duration.ofMinutes(5);
        settings.query =
                "SELECT id AS contactidentifier, '7' AS queueidentifier, 'Sales' AS queuename,"
                        + " started AS timestamp, 1 AS answered, 60 AS duration FROM calls";
        try (var started = new PostgresWorld(folder, settings)) {
            world = started;
            world.acd.run("CREATE TABLE calls (id text, started timestamptz)");
            world.start();
            liveOn(Duration.ofHours(1));
            Instant agreed = claimed().orElseThrow();
            for (Duration jump :
                    List.of(Duration.ofHours(1), Duration.ofDays(3), Duration.ofDays(800))) {
                world.ahead = jump;
                liveOn(Duration.ofHours(4));
                assertEquals(Optional.of(agreed), claimed(), "ahead by " + jump);
                world.ahead = Duration.ZERO;
                liveOn(Duration.ofHours(3));
                agreed = claimed().orElseThrow();
                assertEquals(world.clock.instant().minus(settings.settle), agreed);
                assertEquals(atTheSource(), inTheCloud(), "after " + jump);
            }
        }
        assertTrue(calls > 200);
    }

    /** A call begins every five minutes, whatever the database's clock shows. */
    private void liveOn(Duration time) throws Exception {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMinutes(5)) {
            world.acd.run(
                    "INSERT INTO calls VALUES ('c%d', '%s')"
                            .formatted(calls++, world.clock.instant()));
            world.runAfter(Duration.ofMinutes(5));
        }
    }

    private Optional<Instant> claimed() {
        return world.store
                .read(tx -> StreamReport.of(tx, settings.config()))
                .orElseThrow()
                .completeUntil();
    }

    private List<String> atTheSource() throws Exception {
        return world.ask("SELECT id FROM calls WHERE started < :bound");
    }

    private List<String> inTheCloud() {
        return world.cloud.windows.values().stream()
                .flatMap(window -> window.rows().stream())
                .map(row -> row.text(ID))
                .sorted()
                .toList();
    }
}
