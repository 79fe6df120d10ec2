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
import java.util.Optional;

/** Spans of ACD agents' states: open ones keep their windows live. */
class AgentStatusTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void begin() {
        Settings settings = new Settings(DataType.AGENT_STATUS);
        settings.poll = Duration.ofSeconds(10);
        settings.maxOpen = Duration.ofDays(5);
        world = new World(folder, settings, NOW.toString()).start();
    }

    @AfterEach
    void end() {
        world.close();
    }

    private Object[] span(String agent, Instant start, Instant end) {
        return world.acd.add(agent, start, "Ready", end);
    }

    @Test
    void aChangeIsSeenWithinAPoll() throws InterruptedException {
        world.run();
        span("7001", NOW.plusSeconds(3), null);
        world.pass(Duration.ofSeconds(11), SECOND);
        world.agree(world.stream().bound().orElseThrow());
        assertEquals(1, world.cloud.rows());
    }

    @Test
    void aFastPollReadsTheLastTwoWindowsAndNoMore() throws InterruptedException {
        world.run();
        world.acd.queries.clear();
        world.pass(Duration.ofSeconds(50), SECOND);
        assertEquals(5, world.acd.queries.size());
        for (Acd.Query query : world.acd.queries) {
            assertTrue(
                    Duration.between(query.from(), query.to()).compareTo(Duration.ofMinutes(30))
                            <= 0);
        }
    }

    @Test
    void anOpenSpanOfYesterdaysEndIsSeenWithinAMinute() throws InterruptedException {
        Object[] span = span("7001", NOW.minus(Duration.ofHours(23)), null);
        world.run();
        span[3] = NOW.plusSeconds(5);
        world.pass(Duration.ofSeconds(61), SECOND);
        world.agree(world.stream().bound().orElseThrow());
    }

    @Test
    void aWindowWithAnOpenSpanStaysLiveBeyondTheLookBackUntilItCloses()
            throws InterruptedException {
        Object[] span = span("7001", NOW.minus(Duration.ofHours(1)), null);
        world.run();
        world.pass(Duration.ofDays(2), Duration.ofMinutes(5));
        span[3] = world.clock.instant().plusSeconds(5);
        world.pass(Duration.ofMinutes(1), Duration.ofSeconds(10));
        world.agree(world.stream().bound().orElseThrow());
        world.acd.queries.clear();
        world.pass(Duration.ofMinutes(30), Duration.ofSeconds(30));
        Instant old = NOW.plus(Duration.ofHours(3));
        assertTrue(world.acd.queries.stream().noneMatch(q -> q.from().isBefore(old)));
    }

    @Test
    void anOpenSpanIsNotWaitedForLongerThanMaxOpen() throws InterruptedException {
        span("7001", NOW.minus(Duration.ofHours(1)), null);
        world.run();
        world.pass(Duration.ofDays(6), Duration.ofMinutes(30));
        world.acd.queries.clear();
        world.pass(Duration.ofMinutes(20), Duration.ofSeconds(30));
        assertTrue(
                world.acd.queries.stream()
                        .noneMatch(q -> q.from().isBefore(NOW.plus(Duration.ofDays(1)))));
    }

    @Test
    void spansThatGoOnAreCountedAndThoseOfMoreThanADayAmongThem() throws InterruptedException {
        span("7001", NOW.minus(Duration.ofHours(1)), null);
        Object[] old = span("7002", NOW.minus(Duration.ofHours(20)), null);
        span("7003", NOW.minus(Duration.ofHours(20)), NOW);
        world.run();
        assertEquals(Optional.of(new IntakeStatus.Open(2, 0)), world.intake.status().open());
        world.pass(Duration.ofHours(6), Duration.ofMinutes(5));
        assertEquals(Optional.of(new IntakeStatus.Open(2, 1)), world.intake.status().open());
        world.pass(Duration.ofDays(2), Duration.ofMinutes(30));
        assertEquals(Optional.of(new IntakeStatus.Open(2, 2)), world.intake.status().open());
        old[3] = world.clock.instant();
        world.pass(Duration.ofMinutes(2), Duration.ofSeconds(10));
        assertEquals(Optional.of(new IntakeStatus.Open(1, 1)), world.intake.status().open());
    }

    @Test
    void aLateRowInTheLookBackIsSeenWithinAQuarterOfAnHour() throws InterruptedException {
        world.run();
        span("7001", NOW.minus(Duration.ofHours(12)), NOW.minus(Duration.ofHours(11)));
        world.pass(Duration.ofMinutes(15), Duration.ofSeconds(10));
        world.agree(world.stream().bound().orElseThrow());
        assertEquals(1, world.cloud.rows());
    }
}
