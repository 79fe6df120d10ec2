package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Three writers whose rows are dated when they are inserted and seen when they are committed, up to
 * twenty minutes later; ids that come again, corrections, deletions, a clock that steps back. After
 * each poll the look-back lacks nothing; what is committed later than the look-back is found by
 * verify, or by the night. {@code -Dcommits.seed} begins with another seed, {@code -Dcommits.seeds}
 * says how many.
 */
class LateCommitsTest {
    private static final long FIRST = Long.getLong("commits.seed", 1);
    private static final int SEEDS = Integer.getInteger("commits.seeds", 1_000);

    /** One poll. */
    private static final Duration STEP = Duration.ofMinutes(15);

    /** Seeds that share a world, one after the other: a new one for each would take too long. */
    private static final int CHAPTER = 25;

    private static final int WRITERS = 3;
    private static final Duration LOOK_BACK = Duration.ofHours(2);
    private static final Column ID = column("contactidentifier");
    private static final Column QUEUE = column("queueidentifier");
    private static final Column DURATION = column("duration");

    @TempDir Path folder;
    private World world;
    private SplittableRandom random;
    private final List<Pending> pending = new ArrayList<>();
    private int far;
    private int polls;
    private int foundLater;

    /** A transaction that is open. */
    private record Pending(Instant commit, Object[] row) {}

    private static Column column(String name) {
        return DataType.CONTACTS.column(name).orElseThrow();
    }

    @Test
    void whateverIsCommittedLateArrives() throws Exception {
        Path fast = fastest();
        try {
            for (long seed = FIRST; seed < FIRST + SEEDS; seed += CHAPTER) {
                long end = Math.min(seed + CHAPTER, FIRST + SEEDS);
                chapter(fast.resolve("from-" + seed), seed, end);
            }
        } finally {
            delete(fast);
        }
        String seen = far + " came late, " + polls + " polls, found later: " + foundLater;
        assertTrue(SEEDS < 100 || far > SEEDS / 3 && polls >= 6 * SEEDS, seen);
        assertTrue(SEEDS < 100 || foundLater > SEEDS / 4, seen);
    }

    /** A disk in memory where there is one: what is proven here is not the flushes. */
    private Path fastest() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "late-commits")
                : folder;
    }

    private static void delete(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void chapter(Path place, long first, long end) throws Exception {
        Files.createDirectory(place);
        Settings settings = new Settings(DataType.CONTACTS);
        settings.lookBack = LOOK_BACK;
        pending.clear();
        world = new World(place, settings, "2026-03-20T10:00:00Z").start();
        try (World _ = world) {
            world.run();
            for (long seed = first; seed < end; seed++) {
                episode(seed, first);
            }
        }
    }

    private void episode(long seed, long first) throws Exception {
        try {
            random = new SplittableRandom(seed);
            Instant begun = world.clock.instant();
            for (int step = 0; step < 7; step++) {
                for (int third = 0; third < 3; third++) {
                    something();
                }
                goOn();
                if (isPolled()) {
                    polls++;
                    same(world.clock.instant().minus(LOOK_BACK).plusSeconds(300), "look-back");
                }
            }
            world.acd.ahead = Duration.ZERO;
            quiet();
            Instant from = begun.minus(Duration.ofHours(6));
            foundLater += difference(from).isEmpty() ? 0 : 1;
            if (seed % 4 > 0) {
                verify(begun);
            } else {
                night();
            }
            same(from, seed % 4 > 0 ? "by verify" : "by the night");
        } catch (AssertionError e) {
            throw new AssertionError(
                    "seed %d (-Dcommits.seed=%d -Dcommits.seeds=%d) at %s: %s"
                            .formatted(
                                    seed,
                                    first,
                                    seed - first + 1,
                                    world.clock.instant(),
                                    e.getMessage()),
                    e);
        }
    }

    /** What happens at the source within a step. */
    private void something() {
        if (random.nextInt(12) == 0) {
            world.acd.ahead = Duration.ofSeconds(random.nextInt(-150, 90));
        }
        for (int writer = 0; writer < WRITERS; writer++) {
            for (int n = random.nextInt(3); n > 0; n--) {
                insert(writer);
            }
        }
        if (random.nextInt(40) == 0) {
            Duration ago = LOOK_BACK.plusMinutes(random.nextInt(70, 200));
            world.acd.rows.add(row(0, source().minus(ago)));
            far++;
        }
        List<Object[]> recent = recent();
        if (!recent.isEmpty() && random.nextInt(4) == 0) {
            Object[] row = recent.get(random.nextInt(recent.size()));
            row[5] = random.nextLong(1_000);
        }
        if (!recent.isEmpty() && random.nextInt(6) == 0) {
            Object[] row = recent.get(random.nextInt(recent.size()));
            world.acd.rows.removeIf(r -> r == row);
        }
    }

    private void insert(int writer) {
        int seconds = random.nextInt(4) == 0 ? random.nextInt(20 * 60) : random.nextInt(60);
        Instant now = world.clock.instant();
        pending.add(new Pending(now.plusSeconds(seconds), row(writer, source())));
    }

    private Instant source() {
        return world.clock.instant().plus(world.acd.ahead).plusMillis(random.nextInt(60_000));
    }

    /** Ids come again, and so do whole rows but for their time. */
    private Object[] row(int writer, Instant at) {
        return new Object[] {
            "c" + random.nextInt(20),
            String.valueOf(writer),
            "Queue " + writer,
            at,
            random.nextLong(2),
            random.nextLong(300)
        };
    }

    /** Rows that the next poll covers. */
    private List<Object[]> recent() {
        Instant from = world.clock.instant().minus(LOOK_BACK).plus(Duration.ofMinutes(20));
        return world.acd.rows.stream().filter(r -> ((Instant) r[3]).isAfter(from)).toList();
    }

    private void goOn() throws InterruptedException {
        world.clock.advance(STEP);
        commit();
        world.run();
    }

    private void commit() {
        Instant now = world.clock.instant();
        pending.stream()
                .filter(p -> !p.commit.isAfter(now))
                .forEach(p -> world.acd.rows.add(p.row));
        pending.removeIf(p -> !p.commit.isAfter(now));
    }

    /** Until the last transaction has ended, and the poll after it. */
    private void quiet() throws InterruptedException {
        for (int step = 0; step < 3; step++) {
            goOn();
        }
    }

    private void verify(Instant begun) throws Exception {
        var verifying = new Verifying(world);
        LocalDate from = LocalDate.ofInstant(begun.minus(Duration.ofHours(6)), world.settings.zone);
        LocalDate to = LocalDate.ofInstant(world.clock.instant(), world.settings.zone);
        assertEquals(0, verifying.verify(from, to).exit(), verifying.all());
        world.pass(Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    private void night() throws InterruptedException {
        ZonedDateTime now = world.clock.instant().atZone(world.settings.zone);
        ZonedDateTime night =
                now.toLocalDate()
                        .plusDays(1)
                        .atTime(LocalTime.of(4, 35))
                        .atZone(world.settings.zone);
        world.clock.advance(Duration.between(now, night));
        world.run();
        world.pass(Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    /** The cloud holds exactly what the source shows, from that time up to where it was read. */
    private void same(Instant from, String where) {
        Map<String, Integer> rows = difference(from);
        if (!rows.isEmpty()) {
            fail(where + ", missing (1) or too many (-1): " + rows);
        }
    }

    /** How often each row is missing in the cloud, from that time up to where it was read. */
    private Map<String, Integer> difference(Instant from) {
        Instant bound = world.stream().bound().orElseThrow();
        Map<String, Integer> rows = new HashMap<>();
        for (Object[] row : world.acd.rows) {
            Instant at = (Instant) row[3];
            if (!at.isBefore(from) && at.isBefore(bound)) {
                rows.merge(text(row[0], row[1], at, (long) row[5] * 1000), 1, Integer::sum);
            }
        }
        for (Row row : stored(from)) {
            Instant at = WireTime.instant(row.time());
            if (!at.isBefore(from)) {
                rows.merge(
                        text(row.text(ID), row.text(QUEUE), at, row.number(DURATION)),
                        -1,
                        Integer::sum);
            }
        }
        rows.values().removeIf(n -> n == 0);
        return rows;
    }

    /** Whether the look-back was read at this moment. */
    private boolean isPolled() {
        return world.stream().lastRead().filter(world.clock.instant()::equals).isPresent();
    }

    private List<Row> stored(Instant from) {
        List<Row> rows = new ArrayList<>();
        world.cloud.windows.values().stream()
                .filter(w -> w.to().isAfter(from))
                .forEach(w -> rows.addAll(w.rows()));
        return rows;
    }

    private static String text(Object id, Object queue, Instant at, long millis) {
        return id + " " + queue + " " + at.toEpochMilli() + " " + millis;
    }
}
