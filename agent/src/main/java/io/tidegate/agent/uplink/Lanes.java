package io.tidegate.agent.uplink;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.Unit;
import io.tidegate.protocol.Lane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which lanes have a batch on its way, and which wait because it failed. Owned by the delivery
 * thread.
 */
final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** An ingest should have answered by then (PROTOCOL.md, 2). */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(60);

    private final Map<Key, State> states = new HashMap<>();
    private final Clock clock;
    private final RandomGenerator random;
    private int busy;

    private record Key(String stream, Lane lane) {}

    private record Number(long epoch, long seq) {
        static Number of(SpooledBatch batch) {
            return new Number(batch.epoch(), batch.seq());
        }
    }

    private static final class State {
        private final Backoff backoff;
        private boolean busy;
        private boolean said;

        /** The number that this process last sent. */
        private Number seen = new Number(0, 0);

        /** The number under which attempts may still be under way somewhere, and since when. */
        private Number doubtful = new Number(0, 0);

        private long doubtfulSince;

        State(Backoff backoff) {
            this.backoff = backoff;
        }
    }

    Lanes(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** How many have a batch on its way. */
    int busy() {
        return busy;
    }

    /** Whether the lane's next batch may be sent. */
    boolean free(LanePosition lane) {
        State state = state(lane.stream(), lane.lane());
        return !state.busy && state.backoff.due();
    }

    /** How often the lane's present batch has failed. */
    int failures(LanePosition lane) {
        return state(lane.stream(), lane.lane()).backoff.failures();
    }

    /**
     * @param fresh whether it was never attempted before, not by an earlier process either
     */
    void begin(SpooledBatch batch, boolean fresh) {
        State state = state(batch);
        state.busy = true;
        busy++;
        if (!fresh && !state.seen.equals(Number.of(batch))) {
            unknown(batch);
        }
        state.seen = Number.of(batch);
    }

    /** It has its number and was never sent, by no process: its bytes are still being made. */
    void numbered(SpooledBatch batch) {
        state(batch).seen = Number.of(batch);
    }

    /** What became of an attempt is not known. */
    void unknown(SpooledBatch batch) {
        State state = state(batch);
        state.doubtful = Number.of(batch);
        state.doubtfulSince = clock.nanoTime();
    }

    /** For how long an attempt of it may still reach the ingest; zero if none can. */
    Duration mayBeUnderWay(SpooledBatch batch) {
        State state = state(batch);
        if (!state.doubtful.equals(Number.of(batch))) {
            return Duration.ZERO;
        }
        Duration left = LONGEST_ATTEMPT.minusNanos(clock.nanoTime() - state.doubtfulSince);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The batch has its answer, and what followed from it is done. */
    void end(SpooledBatch batch) {
        state(batch).busy = false;
        busy--;
    }

    void succeeded(SpooledBatch batch) {
        State state = state(batch);
        if (state.said) {
            state.said = false;
            tagged(Events.info(LOG, UplinkEvent.STREAM_GOES_ON), batch).log("batches go on");
        }
        state.backoff.succeeded();
    }

    /** The batch is tried again, after a wait. */
    void again(SpooledBatch batch, String why) {
        failed(batch, Optional.empty(), why);
        end(batch);
    }

    /** The lane waits. If it fails again, it is said, and why. */
    void failed(SpooledBatch batch, Optional<Duration> atLeast, String why) {
        failedQuietly(batch, atLeast);
        if (state(batch).backoff.failures() == 2) {
            tagged(Events.warn(LOG, UplinkEvent.STREAM_WAITING), batch)
                    .log("a batch did not get through: {}; it is tried again without end", why);
            state(batch).said = true;
        }
    }

    /** The lane waits, for a reason that is said elsewhere. */
    void failedQuietly(SpooledBatch batch, Optional<Duration> atLeast) {
        state(batch).backoff.failed(Pace.TROUBLE, atLeast);
    }

    /** Adds what names a batch. */
    static LoggingEventBuilder tagged(LoggingEventBuilder line, SpooledBatch batch) {
        LoggingEventBuilder named =
                line.addKeyValue("stream", batch.stream())
                        .addKeyValue("lane", batch.lane().wireName())
                        .addKeyValue("seq", batch.seq());
        return switch (batch.unit()) {
            case Unit.Window(_, var from) -> named.addKeyValue("window", from);
            case Unit.File(_, var sha256) -> named.addKeyValue("file", sha256);
        };
    }

    private State state(SpooledBatch batch) {
        return state(batch.stream(), batch.lane());
    }

    private State state(String stream, Lane lane) {
        return states.computeIfAbsent(
                new Key(stream, lane), _ -> new State(new Backoff(clock, random)));
    }
}
