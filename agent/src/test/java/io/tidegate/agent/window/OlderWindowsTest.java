package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.WallClock;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Windows that were made under settings that have changed since. */
class OlderWindowsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @TempDir Path folder;
    private final Settings settings = new Settings(DataType.CONTACTS);
    private final Heard heard = new Heard();
    private World world;

    /** A contact every half an hour of the wall clock, but none in three nights. */
    @BeforeEach
    void begin() throws InterruptedException {
        settings.backfill = Optional.of(Period.ofDays(20));
        settings.reconcile = Period.ofDays(2);
        settings.deep = Period.ofDays(2);
        world = new World(folder, settings, NOW.toString());
        world.acd.columns(
                "contactidentifier queueidentifier queuename timestamp:timestamp answered duration");
        LocalDateTime last = LocalDateTime.ofInstant(NOW, settings.zone);
        for (int i = 1; i < 700; i++) {
            LocalDateTime at = last.minusMinutes(30L * i);
            if (i < 48 || i > 200) {
                world.acd.add("c" + i, "4711", "Sales", at, 1L, 60L);
            }
        }
        world.start().run();
    }

    @AfterEach
    void end() {
        heard.close();
        world.close();
    }

    private OlderWindows older() {
        return world.store.read(tx -> OlderWindows.of(tx, settings.config()));
    }

    private void reimportAll() throws InterruptedException {
        var days = new Decisions.Days(LocalDate.of(2026, 10, 25), LocalDate.of(2026, 11, 20));
        world.store.change(tx -> Decisions.reimport(tx, settings.config(), days));
        world.pass(Duration.ofMinutes(30));
    }

    /** Windows that all rows have moved out of: their emptiness needs a person's yes. */
    private void acceptGone() throws InterruptedException {
        var days = new Decisions.Days(LocalDate.of(2026, 10, 25), LocalDate.of(2026, 11, 20));
        world.store.change(tx -> Decisions.accept(tx, settings.config(), Optional.of(days)));
        world.pass(Duration.ofMinutes(30));
    }

    @Test
    void theLogCountsThemAsTheStatusDoesAndNamesTheLinesToRun() throws InterruptedException {
        assertEquals(0, older().windows());
        settings.recipe = "another";
        world.restart();
        world.run();
        List<String> said = heard.of(WindowEvent.READ_UNDER_OTHERS);
        assertEquals(1, said.size(), said.toString());
        assertTrue(
                said.getFirst().startsWith(older().windows() + " windows were"), said.getFirst());
        assertEquals(0, older().underWay().map(OlderWindows.Range::windows).orElse(0L));
        for (OlderWindows.Range range : older().again()) {
            assertTrue(said.getFirst().contains(range.command(World.STREAM)), said.getFirst());
        }
        world.pass(QUARTER);
        assertEquals(1, heard.of(WindowEvent.READ_UNDER_OTHERS).size());
        reimportAll();
        assertEquals(0, older().windows());
        world.restart();
        world.run();
        assertEquals(1, heard.of(WindowEvent.READ_UNDER_OTHERS).size());
    }

    /** Whichever way the zone changes, the edge is wrong at first; the log says so. */
    @Test
    void afterAChangeOfZoneEveryRowIsThereOnceWhenTheOlderDaysAreReadAnew()
            throws InterruptedException {
        for (String zone : List.of("Europe/Moscow", "America/New_York")) {
            settings.zone = ZoneId.of(zone);
            settings.recipe = zone;
            world.acd.wall = new WallClock(settings.zone);
            world.restart();
            world.run();
            Instant bound = world.stream().bound().orElseThrow();
            assertNotEquals(world.expected(Instant.EPOCH, bound), world.cloud.shown());
            assertTrue(
                    heard.of(WindowEvent.READ_UNDER_OTHERS)
                            .getLast()
                            .contains("twice, or missing"));
            reimportAll();
            acceptGone();
            world.agree(world.stream().bound().orElseThrow());
        }
    }
}
