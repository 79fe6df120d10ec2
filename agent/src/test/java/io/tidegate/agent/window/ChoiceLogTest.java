package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/** How often the log says that rows were placed by rule. */
class ChoiceLogTest {
    @TempDir Path folder;

    @Test
    void aRepeatedHourInTheLookBackIsSaidOnceThoughItsWindowChangesWithEachPoll()
            throws InterruptedException {
        var settings = new Settings(DataType.CONTACTS);
        settings.poll = Duration.ofMinutes(5);
        try (var heard = new Heard();
                var world = new World(folder, settings, "2026-10-25T05:00:00Z")) {
            world.acd.columns(
                    "contactidentifier queueidentifier queuename timestamp:timestamp answered duration");
            for (int i = 0; i < 40; i++) {
                add(world, i);
            }
            world.start().run();
            List<String> first = heard.of(WindowEvent.CHOICES_MADE);
            assertEquals(1, first.size(), first.toString());
            assertTrue(
                    first.getFirst()
                            .contains(
                                    "40 rows placed by rule (from 2026-10-25 02:00 to 2026-10-25"
                                            + " 02:39)"),
                    first.getFirst());
            for (int i = 40; i < 75; i++) {
                add(world, i);
                world.pass(settings.poll);
            }
            assertEquals(first, heard.of(WindowEvent.CHOICES_MADE), "no news");
            for (int i = 75; i < 90; i++) {
                add(world, i);
                world.pass(settings.poll);
            }
            assertEquals(2, heard.of(WindowEvent.CHOICES_MADE).size(), "twice as many");
            assertEquals(90, world.cloud.rows());
        }
    }

    /** In the hour that a clock in Berlin shows twice. */
    private static void add(World world, int i) {
        LocalDateTime at = LocalDateTime.of(2026, 10, 25, 2, i % 60, i / 60);
        world.acd.add("c" + i, "4711", "Sales", at, 1L, 60L);
    }
}
