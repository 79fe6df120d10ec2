package io.tidegate.agent.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.loop.Runner;
import io.tidegate.agent.loop.TestClock;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class OrderlyStopTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private final TestClock clock = TestClock.at("2026-11-20T08:00:00Z");
    private final List<String> stopped = new ArrayList<>();

    @Test
    void partsStopInOrderOnceAndAFailureStopsNoneOfTheRest() {
        var stop = new OrderlyStop(clock, TEN);
        stop.then("intake", _ -> stopped.add("intake"));
        stop.then(
                "delivery",
                _ -> {
                    throw new IOException("gone");
                });
        stop.then("store", _ -> stopped.add("store"));
        stop.stop();
        stop.stop();
        assertEquals(List.of("intake", "store"), stopped);
    }

    @Test
    void allPartsShareTheTimeAndTheLastStillGetsALittle() {
        var left = new ArrayList<Duration>();
        var stop = new OrderlyStop(clock, TEN);
        stop.then(
                "slow",
                atMost -> {
                    left.add(atMost);
                    clock.advance(Duration.ofSeconds(7));
                });
        stop.then(
                "slower",
                atMost -> {
                    left.add(atMost);
                    clock.advance(Duration.ofSeconds(7));
                });
        stop.then("last", left::add);
        stop.stop();
        assertEquals(List.of(TEN, Duration.ofSeconds(3), Duration.ofMillis(200)), left);
    }

    /** A process with a loop and a hook, as the agent is. */
    static final class Agent {
        public static void main(String[] args) throws InterruptedException {
            var stop = new OrderlyStop(Clock.system(), TEN);
            var runner =
                    new Runner(
                            "loop",
                            () -> false,
                            new Doorbell(),
                            TEN,
                            Clock.system(),
                            _ -> System.out.println("fatal"));
            stop.then("loops", List.of(runner));
            stop.then("last", _ -> System.out.println("stopped in order"));
            stop.atEndOfProcess();
            runner.start();
            System.out.println("up");
            Thread.currentThread().join();
        }
    }

    @Test
    void aSignalStopsTheProcessInOrder() throws Exception {
        try (Child agent = Child.run(Agent.class)) {
            lineThatIs(agent, "up");
            assertEquals(143, agent.terminate());
            lineThatIs(agent, "stopped in order");
        }
    }

    /** Logging speaks on the same stream. */
    private static void lineThatIs(Child child, String expected) {
        String line = child.line();
        while (line != null && !line.equals(expected)) {
            line = child.line();
        }
        assertTrue(line != null, expected + " was never said");
    }
}
