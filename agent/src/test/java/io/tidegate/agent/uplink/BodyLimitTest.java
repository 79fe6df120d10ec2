package io.tidegate.agent.uplink;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.TestClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What is learnt from 413 about the size of a body. */
class BodyLimitTest {
    private final TestClock clock = TestClock.at("2026-11-25T10:00:00Z");
    private final BodyLimit limit = new BodyLimit(clock);

    @Test
    void atFirstEverythingIsTried() {
        assertTrue(limit.lets(Integer.MAX_VALUE - 1));
    }

    @Test
    void theSmallestThatWasRefusedIsTheLimit() {
        limit.refused(200_000);
        limit.refused(100_000);
        limit.refused(150_000);
        assertFalse(limit.lets(100_000));
        assertTrue(limit.lets(99_999));
    }

    @Test
    void whatIsSmallerThanWhatGotThroughWasNotRefusedForItsSize() {
        limit.passed(150_000);
        limit.refused(100_000);
        assertTrue(limit.lets(1_000_000));
    }

    @Test
    void aLargerOneThatGetsThroughTakesTheLimitBack() {
        limit.refused(100_000);
        limit.passed(100_000);
        assertTrue(limit.lets(1_000_000));
    }

    @Test
    void aFewKilobytesAreNeverALimit() {
        limit.refused(16 * 1024 - 1);
        assertTrue(limit.lets(1_000_000));
        limit.refused(16 * 1024);
        assertFalse(limit.lets(16 * 1024));
    }

    @Test
    void allOfItIsBelievedForAnHour() {
        limit.passed(90_000);
        limit.refused(100_000);
        clock.advance(Duration.ofMinutes(60));
        assertFalse(limit.lets(100_000));
        clock.advance(Duration.ofMillis(1));
        assertTrue(limit.lets(1_000_000));
        limit.refused(80_000);
        assertFalse(limit.lets(85_000), "a gateway that has become narrower");
    }
}
