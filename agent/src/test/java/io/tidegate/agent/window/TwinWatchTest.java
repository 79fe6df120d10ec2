package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A query whose JOIN gives rows more than once. */
class TwinWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Duration HOURS = Duration.ofHours(3);

    @TempDir Path folder;
    private final Heard heard = new Heard();
    private World world;

    @BeforeEach
    void begin() {
        world = new World(folder, new Settings(DataType.CONTACTS), NOW.toString()).start();
        world.contacts(NOW.minus(Duration.ofHours(20)), NOW.plus(HOURS), Duration.ofMinutes(2));
    }

    @AfterEach
    void end() {
        world.close();
        heard.close();
    }

    /** A second queue, whose contacts come once, or twice under two names. */
    private void support(boolean twice) {
        for (int i = 0; i < 30; i++) {
            Instant at = NOW.minus(Duration.ofMinutes(40L * i + 20));
            world.acd.add("d" + i, "4712", "Support", at, 1L, 60L);
            if (twice) {
                world.acd.add("d" + i, "4712", "Support (old)", at, 1L, 60L);
            }
        }
    }

    @Test
    void theyAreSentAndSaidOnceWhileItStays() throws InterruptedException {
        support(true);
        world.run().pass(HOURS);

        List<String> said = heard.of(WindowEvent.ROWS_TWICE);
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.getFirst().contains("4.6% of those read from 2026-11-19T14:"), said.get(0));
        assertTrue(said.getFirst().contains("in 1 queue; each counts"), said.getFirst());
        assertTrue(said.getFirst().contains("JOINs"), said.getFirst());
        assertEquals(said.getFirst(), said.getFirst().replaceAll("4712|d\\d", ""), "no identifier");
        assertTrue(world.intake.status().twins().orElseThrow().startsWith("rows come more than"));
        world.agree(NOW.minus(Duration.ofHours(20)), world.stream().bound().orElseThrow());
    }

    @Test
    void onceTheJoinIsMendedItIsOverAndTheLookBackIsRight() throws InterruptedException {
        support(true);
        world.run();
        assertTrue(world.intake.status().twins().isPresent());
        world.acd.rows.removeIf(row -> row[2].equals("Support (old)"));
        world.pass(Duration.ofMinutes(30));

        assertEquals(Optional.empty(), world.intake.status().twins());
        assertEquals(1, heard.of(WindowEvent.ROWS_TWICE_NO_MORE).size());
        world.agree(NOW.minus(Duration.ofHours(20)), world.stream().bound().orElseThrow());
    }

    @Test
    void itIsSaidOnceADayAtMost() throws InterruptedException {
        support(true);
        world.run();
        world.acd.rows.removeIf(row -> row[2].equals("Support (old)"));
        world.pass(Duration.ofMinutes(30));
        world.acd.rows.removeIf(row -> row[2].equals("Support"));
        support(true);
        world.pass(Duration.ofMinutes(30));

        assertTrue(world.intake.status().twins().isPresent());
        assertEquals(1, heard.of(WindowEvent.ROWS_TWICE).size());
    }

    @Test
    void rowsThatComeOnceAreNoneOfIt() throws InterruptedException {
        support(false);
        world.run().pass(HOURS);
        assertEquals(Optional.empty(), world.intake.status().twins());
        assertEquals(List.of(), heard.of(WindowEvent.ROWS_TWICE));
    }
}
