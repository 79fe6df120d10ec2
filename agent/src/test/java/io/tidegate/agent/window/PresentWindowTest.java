package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The present day goes on with its corrections, whatever has come of the past. */
class PresentWindowTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;
    private final Settings settings = new Settings(DataType.CONTACTS);
    private World world;

    @AfterEach
    void end() {
        world.close();
    }

    private void begin(String now) {
        world = new World(folder, settings, now).start();
    }

    private List<WindowRecord> held() {
        return world.store.read(
                tx -> tx.windows(World.STREAM, Set.of(State.HELD), Integer.MAX_VALUE));
    }

    private void remove(Instant from, Instant to) {
        world.acd.rows.removeIf(
                r -> !((Instant) r[3]).isBefore(from) && ((Instant) r[3]).isBefore(to));
    }

    private void open(Instant from, Instant to) throws InterruptedException {
        for (Instant at = from; at.isBefore(to); at = at.plus(QUARTER)) {
            world.contacts(at, at.plus(QUARTER), MINUTE);
            world.pass(QUARTER, QUARTER);
        }
    }

    @Test
    void afterAClosedWeekendACorrectionIsFollowedThoughTheQueryNamesTheClock()
            throws InterruptedException {
        settings.query = "SELECT * FROM c JOIN a ON a.valid_to > now()";
        settings.backfill = Optional.of(Period.ofDays(7));
        begin("2026-11-23T07:00:00Z");
        world.contacts(
                Instant.parse("2026-11-20T08:00:00Z"),
                Instant.parse("2026-11-20T16:00:00Z"),
                MINUTE);
        world.run();
        open(Instant.parse("2026-11-23T07:00:00Z"), Instant.parse("2026-11-23T10:00:00Z"));

        Instant wrong = Instant.parse("2026-11-23T07:10:00Z");
        remove(wrong, wrong.plus(MINUTE));
        world.pass(QUARTER, QUARTER);

        assertEquals(List.of(), held());
        world.agree(world.settled());
    }

    @Test
    void anOldHeldWindowDoesNotHoldThePresentOne() throws InterruptedException {
        Instant now = Instant.parse("2026-11-20T10:30:00Z");
        Duration poll = Duration.ofSeconds(30);
        settings.poll = poll;
        begin(now.toString());
        world.contacts(now.minus(Duration.ofHours(11)), now, Duration.ofSeconds(8));
        world.run();
        world.pass(Duration.ofMinutes(20), poll);
        Instant old = Instant.parse("2026-11-20T01:00:00Z");
        for (Object[] row : world.acd.rows) {
            long second = ((Instant) row[3]).getEpochSecond();
            boolean bad = second % 120 < 8 && !((Instant) row[3]).isBefore(old);
            if (bad && ((Instant) row[3]).isBefore(old.plus(Duration.ofHours(1)))) {
                row[4] = "x";
            }
        }
        world.pass(Duration.ofMinutes(16), poll);
        assertEquals(List.of(old), held().stream().map(WindowRecord::from).toList());

        List<String> others = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant at = world.clock.instant().minus(Duration.ofMinutes(6));
            world.contacts(at, at.plus(poll), Duration.ofSeconds(8));
            if (i == 10) {
                world.acd.rows.get(world.acd.rows.size() - 6)[4] = "x";
            }
            world.pass(poll, poll);
            held().stream()
                    .filter(w -> !w.from().equals(old))
                    .forEach(w -> others.add(w.from() + " " + w.reason()));
        }
        assertEquals(List.of(), others);
        assertTrue(world.rejects() > 30, "rejected " + world.rejects());
        assertFalse(held().isEmpty());
    }
}
