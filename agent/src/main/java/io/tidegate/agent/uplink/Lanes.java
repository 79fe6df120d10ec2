package io.tidegate.agent.uplink;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.protocol.Lane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final class State {
        private final Backoff backoff;
        private boolean busy;

        /** The batch whose attempts may still be under way somewhere, and since when. */
        private long doubtful;

        private long doubtfulSince;
        private long seen;

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
        if (state.seen != batch.id() && !fresh) {
            unknown(batch);
        }
        state.seen = batch.id();
    }

    /** What became of an attempt is not known. */
    void unknown(SpooledBatch batch) {
        State state = state(batch);
        state.doubtful = batch.id();
        state.doubtfulSince = clock.nanoTime();
    }

    /** Whether an attempt of it may still reach the ingest. */
    boolean mayBeUnderWay(SpooledBatch batch) {
        State state = state(batch);
        return state.doubtful == batch.id()
                && clock.nanoTime() - state.doubtfulSince < LONGEST_ATTEMPT.toNanos();
    }

    /** The batch has its answer, and what followed from it is done. */
    void end(SpooledBatch batch) {
        state(batch).busy = false;
        busy--;
    }

    void succeeded(SpooledBatch batch) {
        Backoff backoff = state(batch).backoff;
        if (backoff.failures() > 1) {
            tagged(Events.info(LOG, UplinkEvent.STREAM_GOES_ON), batch).log("batches go on");
        }
        backoff.succeeded();
    }

    /** The lane waits; the first time it is said, and why. */
    void failed(SpooledBatch batch, Optional<Duration> atLeast, String why) {
        Backoff backoff = state(batch).backoff;
        backoff.failed(Pace.TROUBLE, atLeast);
        if (backoff.failures() == 2) {
            tagged(Events.warn(LOG, UplinkEvent.STREAM_WAITING), batch)
                    .log("a batch did not get through: {}; it is tried again without end", why);
        }
    }

    static org.slf4j.spi.LoggingEventBuilder tagged(
            org.slf4j.spi.LoggingEventBuilder line, SpooledBatch batch) {
        return line.addKeyValue("stream", batch.stream())
                .addKeyValue("lane", batch.lane().wireName())
                .addKeyValue("seq", batch.seq());
    }

    private State state(SpooledBatch batch) {
        return state(batch.stream(), batch.lane());
    }

    private State state(String stream, Lane lane) {
        return states.computeIfAbsent(
                new Key(stream, lane), _ -> new State(new Backoff(clock, random)));
    }
}
