package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A kill at every step: what is committed is committed, nothing else, and nothing comes twice. */
class KillTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");

    @TempDir Path folder;

    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * A store that is there until its n-th write: that one fails, or succeeds and is not heard of.
     * With it the store is gone, unless the disk was full for a moment only.
     */
    static final class Mortal implements Store {
        private final Store store;
        private final boolean afterCommit;
        private final boolean forGood;
        private int left;
        private boolean dead;

        Mortal(Store store, int writes, boolean afterCommit) {
            this(store, writes, afterCommit, true);
        }

        private Mortal(Store store, int writes, boolean afterCommit, boolean forGood) {
            this.store = store;
            this.left = writes;
            this.afterCommit = afterCommit;
            this.forGood = forGood;
        }

        static Mortal forAMoment(Store store, int writes) {
            return new Mortal(store, writes, false, false);
        }

        boolean hasFailed() {
            return left <= 0;
        }

        @Override
        public <T> T write(Function<Tx, T> work) {
            if (dead) {
                throw new Killed();
            }
            if (--left != 0) {
                return store.write(work);
            }
            dead = forGood;
            if (afterCommit) {
                store.write(work);
            }
            throw new Killed();
        }

        @Override
        public <T> T read(Function<Tx, T> work) {
            return store.read(work);
        }

        @Override
        public long writes() {
            return store.writes();
        }

        @Override
        public boolean isDiskFull() {
            return store.isDiskFull();
        }

        @Override
        public void onChange(Runnable listener) {
            store.onChange(listener);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private World world() {
        return world(folder);
    }

    private static World world(Path folder) {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(12));
        World world = new World(folder, settings, NOW.toString());
        world.contacts(NOW.minus(Duration.ofDays(10)), NOW, Duration.ofMinutes(20));
        return world;
    }

    /** Turns until killed or done; the cloud takes a batch now and then. */
    private static boolean live(World world, SplittableRandom random) throws InterruptedException {
        try {
            for (int turns = 0; turns < 400; turns++) {
                boolean worked = world.intake.turn();
                if (random.nextInt(3) == 0) {
                    world.cloud.takeOne(world.store);
                }
                if (!worked) {
                    return true;
                }
            }
            throw new AssertionError("there is no end to it");
        } catch (Killed _) {
            return false;
        }
    }

    @Test
    void aWriteThatFailsOnceIsMadeUpForByTheSameProcessWithoutARestart()
            throws InterruptedException {
        boolean stumbled = true;
        for (int n = 1; stumbled; n++) {
            try (World world = world(folder.resolve("n" + n))) {
                int writes = n;
                var stumbling = new AtomicReference<Mortal>();
                world.around =
                        store -> {
                            stumbling.set(Mortal.forAMoment(store, writes));
                            return stumbling.get();
                        };
                world.start();
                while (!live(world, new SplittableRandom(n))) {
                    // The loop's runner would say so and try again.
                }
                world.run();
                world.pass(Duration.ofMinutes(1));
                world.agree(world.stream().bound().orElseThrow());
                assertEquals(0, world.count(State.UNREAD), "when write " + n + " failed");
                stumbled = stumbling.get().hasFailed();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKillAtEveryWriteOfAFirstStartLosesNothingAndDoublesNothing(boolean afterCommit)
            throws InterruptedException {
        try (World world = world()) {
            var random = new SplittableRandom(11);
            for (int writes = 1; ; writes++) {
                int n = writes;
                world.around = store -> new Mortal(store, n, afterCommit);
                world.start();
                boolean done = live(world, random);
                world.stop();
                if (done) {
                    break;
                }
            }
            world.around = store -> store;
            world.start().run();
            world.pass(Duration.ofMinutes(1));
            world.agree(world.stream().bound().orElseThrow());
            assertEquals(0, world.count(State.STALE));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKillAtAnyWriteWhileRowsChangeLosesNothingAndDoublesNothing(boolean afterCommit)
            throws InterruptedException {
        try (World world = world()) {
            world.start().run();
            world.stop();
            var random = new SplittableRandom(5);
            for (int round = 0; round < 60; round++) {
                change(world, random);
                int writes = 1 + random.nextInt(5);
                world.around = store -> new Mortal(store, writes, afterCommit);
                world.clock.advance(Duration.ofMinutes(5 + random.nextInt(40)));
                world.start();
                live(world, random);
                world.stop();
            }
            world.around = store -> store;
            world.start().run();
            world.pass(Duration.ofMinutes(30));
            world.agree(world.stream().bound().orElseThrow());
        }
    }

    private static void change(World world, SplittableRandom random) {
        Instant now = world.clock.instant();
        for (int i = 0; i < 5; i++) {
            world.contact("n" + random.nextInt(), now.minusSeconds(random.nextInt(60_000)));
        }
        int recent = world.acd.rows.size() - 1 - random.nextInt(20);
        if (isRecent(world.acd.rows.get(recent), now)) {
            world.acd.rows.remove(recent);
        }
        Object[] row = world.acd.rows.get(world.acd.rows.size() - 1 - random.nextInt(20));
        if (isRecent(row, now)) {
            row[5] = (long) random.nextInt(500);
        }
    }

    private static boolean isRecent(Object[] row, Instant now) {
        return ((Instant) row[3]).isAfter(now.minus(Duration.ofHours(20)));
    }

    @Test
    void aWindowCutShortByAKillBetweenTwoPartsIsReadAgainAndStoredOnce()
            throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(3));
        try (World world = new World(folder, settings, NOW.toString())) {
            Instant day = Instant.parse("2026-11-16T23:00:00Z");
            world.contacts(day, day.plus(Duration.ofDays(1)), Duration.ofMillis(600));
            for (int writes = 1; writes < 14; writes++) {
                int n = writes;
                world.around = store -> new Mortal(store, n, writes(n));
                world.start();
                boolean done = live(world, new SplittableRandom(n));
                world.stop();
                if (done) {
                    break;
                }
            }
            world.around = store -> store;
            world.start().run();
            world.pass(Duration.ofMinutes(1));
            assertEquals(144_000, world.cloud.rows());
            assertTrue(world.window(day.toString()).acked() > 0);
        }
    }

    private static boolean writes(int n) {
        return n % 2 == 0;
    }
}
