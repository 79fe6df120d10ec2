package io.tidegate.agent.service;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Runner;
import io.tidegate.agent.loop.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops the parts of the agent in the order in which they were named, once, and all of them within
 * a time. A part that fails or hangs does not keep the next from stopping. Thread-safe.
 */
public final class OrderlyStop {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

    /** Left for each part after the time is up, so that the store is closed all the same. */
    private static final Duration LEAST = Duration.ofMillis(200);

    /** Stops one part. */
    @FunctionalInterface
    public interface Step {
        /**
         * @param atMost how long it may take
         */
        void stop(Duration atMost) throws Exception;
    }

    private record Named(String name, Step step) {}

    private final Clock clock;
    private final Duration atMost;
    private final List<Named> steps = new ArrayList<>();

    /**
     * @param atMost for all parts together; service managers allow 10 s and more
     */
    public OrderlyStop(Clock clock, Duration atMost) {
        this.clock = clock;
        this.atMost = atMost;
    }

    public synchronized void then(String name, Step step) {
        steps.add(new Named(name, step));
    }

    /** Stops runners side by side. */
    public void then(String name, List<Runner> runners) {
        then(
                name,
                left -> {
                    long end = clock.nanoTime() + left.toNanos();
                    runners.forEach(Runner::askToStop);
                    for (Runner runner : runners) {
                        stop(runner, Duration.ofNanos(Math.max(0, end - clock.nanoTime())));
                    }
                });
    }

    private static void stop(Runner runner, Duration atMost) throws InterruptedException {
        if (!runner.stop(atMost)) {
            Events.warn(LOG, ServiceEvent.SLOW_TO_STOP)
                    .addKeyValue("loop", runner.name())
                    .log("{} did not stop in time and was left behind", runner.name());
        }
    }

    /** Stops everything when the process is asked to end. */
    public void atEndOfProcess() {
        Threads.atEnd("stop", this::stop);
    }

    /** Stops everything now; a second call does nothing. */
    public synchronized void stop() {
        if (steps.isEmpty()) {
            return;
        }
        long end = clock.nanoTime() + atMost.toNanos();
        for (Named named : steps) {
            stop(named, Duration.ofNanos(end - clock.nanoTime()));
        }
        steps.clear();
        Events.info(LOG, ServiceEvent.STOPPED).log("the connector stopped");
    }

    private static void stop(Named named, Duration left) {
        try {
            named.step().stop(left.compareTo(LEAST) > 0 ? left : LEAST);
        } catch (Exception e) {
            Events.warn(LOG, ServiceEvent.STOP_FAILED)
                    .setCause(e)
                    .log("{} could not be stopped in order", named.name());
        }
    }
}
