package io.tidegate.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.event.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

class RunnerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private enum Weather implements Event {
        RAIN;

        @Override
        public String id() {
            return "TG-9999";
        }

        @Override
        public String meaning() {
            return "It rains.";
        }

        @Override
        public String effect() {
            return "None.";
        }

        @Override
        public String remedy() {
            return "Wait.";
        }
    }

    private final TestClock clock = TestClock.at("2026-11-20T08:00:00Z");
    private final Doorbell bell = new Doorbell();
    private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    private Runner runner;

    private void run(Loop loop) {
        runner = new Runner("test", loop, bell, LONG, clock, fatal::add);
        runner.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        runner.stop(LONG);
    }

    @Test
    void turnsAsLongAsThereIsWorkAndThenWaitsForTheBell() throws Exception {
        var turns = new SynchronousQueue<Integer>();
        var count = new int[1];
        run(
                () -> {
                    turns.put(++count[0]);
                    return count[0] < 3;
                });
        for (int i = 1; i <= 3; i++) {
            assertEquals(i, turns.poll(30, TimeUnit.SECONDS));
        }
        bell.ring();
        assertEquals(4, turns.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void anOutageIsCountedAndTriedAgainAfterPausesThatGrow() throws Exception {
        var recovered = new CountDownLatch(1);
        var pauses = new ArrayList<Duration>();
        var last = new long[] {clock.nanoTime()};
        run(
                () -> {
                    pauses.add(Duration.ofNanos(clock.nanoTime() - last[0]));
                    last[0] = clock.nanoTime();
                    if (pauses.size() <= 8) {
                        throw new OutageException(Weather.RAIN, "it rains; wait", null);
                    }
                    recovered.countDown();
                    return false;
                });
        assertTrue(recovered.await(30, TimeUnit.SECONDS));
        assertEquals(
                List.of(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L),
                pauses.stream().map(Duration::toSeconds).toList());
        assertEquals(8, runner.failures());
        assertTrue(fatal.isEmpty());
    }

    @Test
    void aProgrammersErrorEndsTheLoopAndIsHandedOver() throws Exception {
        var error = new IllegalStateException("a bug");
        run(
                () -> {
                    throw error;
                });
        assertSame(error, fatal.poll(30, TimeUnit.SECONDS));
        assertTrue(runner.stop(LONG));
    }

    @Test
    void aLoopThatWaitsStopsAtOnce() throws Exception {
        run(() -> false);
        assertTrue(runner.stop(LONG));
        assertTrue(fatal.isEmpty());
    }

    @Test
    void aTurnThatDoesNotHeedIsLeftBehindAndSeenByTheTimeSinceItsTurn() throws Exception {
        var inside = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        run(
                () -> {
                    inside.countDown();
                    deaf(release);
                    return false;
                });
        assertTrue(inside.await(30, TimeUnit.SECONDS));
        clock.advance(Duration.ofMinutes(10));
        assertEquals(Duration.ofMinutes(10), runner.sinceTurn());
        assertFalse(runner.stop(Duration.ofMillis(1)));
        release.countDown();
        assertTrue(runner.stop(LONG));
    }

    /** Waits on, however often it is interrupted, as some drivers do. */
    private static void deaf(CountDownLatch release) {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException _) {
                Thread.onSpinWait();
            }
        }
    }
}
