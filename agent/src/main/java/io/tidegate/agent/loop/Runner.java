package io.tidegate.agent.loop;

import io.tidegate.agent.event.Events;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Owns the thread that turns a loop. A loop without work waits for its doorbell, at most a period.
 * When the world fails, it is counted, said and tried again after a pause that doubles from 1 s to
 * 1 min. Anything else that is thrown is a programmer's error and goes to {@code fatal}, which ends
 * the process. Thread-safe.
 */
public final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String name;
    private final Loop loop;
    private final Doorbell bell;
    private final Duration period;
    private final Clock clock;
    private final Consumer<Throwable> fatal;
    private final AtomicLong failures = new AtomicLong();
    private volatile long turnedAt;
    private volatile OutageException trouble;
    private volatile boolean stopping;
    private Duration pause = SHORTEST_PAUSE;
    private Thread thread;

    /**
     * @param name of the thread
     * @param period the longest wait between two turns
     * @param fatal ends the process; called on the loop's thread
     */
    public Runner(
            String name,
            Loop loop,
            Doorbell bell,
            Duration period,
            Clock clock,
            Consumer<Throwable> fatal) {
        this.name = name;
        this.loop = loop;
        this.bell = bell;
        this.period = period;
        this.clock = clock;
        this.fatal = fatal;
    }

    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException(name + " was started before");
        }
        turnedAt = clock.nanoTime();
        thread = Threads.start(name, this::run);
    }

    /** Asks the loop to stop, by interruption, and does not wait for it. */
    public synchronized void askToStop() {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
            bell.ring(); // Should a driver have swallowed the interruption.
        }
    }

    /**
     * Asks the loop to stop and waits for it.
     *
     * @return whether it has stopped in that time
     */
    public boolean stop(Duration atMost) throws InterruptedException {
        askToStop();
        Thread started = started();
        return started == null || started.join(atMost);
    }

    private synchronized Thread started() {
        return thread;
    }

    public String name() {
        return name;
    }

    /**
     * How long ago it last began or ended a turn, or got on in a long one. Large means that a turn
     * hangs.
     */
    public Duration sinceTurn() {
        Duration turn = Duration.ofNanos(clock.nanoTime() - turnedAt);
        return loop.sinceAlive().filter(alive -> alive.compareTo(turn) < 0).orElse(turn);
    }

    /** How often the world has failed it. */
    public long failures() {
        return failures.get();
    }

    /** What the last turn failed with; empty if it did not. */
    public Optional<OutageException> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (InterruptedException _) {
            // Asked to stop: what was begun is as if it had been killed.
        } catch (Throwable e) {
            fatal.accept(e);
        }
    }

    private void turn() throws InterruptedException {
        try {
            turnedAt = clock.nanoTime();
            boolean worked = loop.turn();
            turnedAt = clock.nanoTime();
            recovered();
            if (!worked) {
                bell.await(period);
            }
        } catch (OutageException e) {
            failed(e);
        }
    }

    private void recovered() {
        trouble = null;
        pause = SHORTEST_PAUSE;
    }

    private void failed(OutageException e) throws InterruptedException {
        failures.incrementAndGet();
        trouble = e;
        Events.warn(LOG, e.event())
                .addKeyValue("loop", name)
                .log("{}; next try in {} s", e.getMessage(), pause.toSeconds());
        clock.sleep(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
