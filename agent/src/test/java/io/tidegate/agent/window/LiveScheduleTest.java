package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidegate.agent.window.LiveSchedule.Span;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class LiveScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:31:00Z");

    private static LiveSchedule schedule(DataType data, Duration poll) {
        Settings settings = new Settings(data);
        settings.poll = poll;
        return new LiveSchedule(settings.config(), data);
    }

    private static long nanos(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static Span due(LiveSchedule schedule, long seconds) {
        return schedule.due(nanos(seconds), NOW.plusSeconds(seconds));
    }

    @Test
    void theFirstReadIsOfTheWholeLookBackAndDueAtOnce() {
        assertEquals(Span.WHOLE, schedule(DataType.CONTACTS, Duration.ofMinutes(15)).due(0, null));
    }

    @Test
    void anOrdinaryPollReadsTheWholeLookBack() {
        LiveSchedule schedule = schedule(DataType.CONTACTS, Duration.ofMinutes(15));
        schedule.done(Span.WHOLE, 0, schedule.bound(NOW));
        assertNull(due(schedule, 899));
        assertEquals(Span.WHOLE, due(schedule, 900));
    }

    @Test
    void aFastPollReadsTheLastWindowsThoseWithOpenSpansEachMinuteAndAllEachQuarter() {
        LiveSchedule schedule = schedule(DataType.AGENT_STATUS, Duration.ofSeconds(10));
        schedule.done(Span.WHOLE, 0, NOW);
        assertNull(due(schedule, 9));
        assertEquals(Span.LAST, due(schedule, 10));
        schedule.done(Span.LAST, nanos(10), NOW);
        assertNull(due(schedule, 19));
        schedule.done(Span.LAST, nanos(50), NOW);
        assertEquals(Span.OPEN, due(schedule, 60));
        schedule.done(Span.OPEN, nanos(60), NOW);
        assertEquals(Span.LAST, due(schedule, 70));
        assertEquals(Span.WHOLE, due(schedule, 900));
    }

    @Test
    void intervalsAreReadWhenOneHasEndedAndSettled() {
        LiveSchedule schedule = schedule(DataType.INTERVALS, Duration.ofMinutes(15));
        Instant bound = schedule.bound(NOW);
        assertEquals(Instant.parse("2026-11-20T10:15:00Z"), bound);
        schedule.done(Span.WHOLE, 0, bound);
        assertNull(due(schedule, 239));
        assertEquals(Span.WHOLE, due(schedule, 240));
    }

    @Test
    void aLongerPollOfIntervalsWaitsForTheEndOfOne() {
        LiveSchedule schedule = schedule(DataType.INTERVALS, Duration.ofHours(1));
        schedule.done(Span.WHOLE, 0, schedule.bound(NOW));
        assertNull(due(schedule, 2_930));
        assertEquals(Span.WHOLE, schedule.due(nanos(3_000), Instant.parse("2026-11-20T11:20:00Z")));
    }

    @Test
    void aWholeReadThatIsAskedForComesSoonButNotInARush() {
        LiveSchedule schedule = schedule(DataType.CONTACTS, Duration.ofMinutes(15));
        schedule.done(Span.WHOLE, 0, NOW);
        schedule.askForWhole();
        assertNull(due(schedule, 9));
        assertEquals(Span.WHOLE, due(schedule, 10));
    }
}
