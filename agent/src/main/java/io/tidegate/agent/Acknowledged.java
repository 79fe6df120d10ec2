package io.tidegate.agent;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Since when batches wait of which the ingest has answered for none. Looks into the store at most
 * once a second, and goes by the monotone clock, so that a corrected wall clock alarms nobody. What
 * was before the start of the process it does not know. Looked at by the thread "delivery", asked
 * by any.
 */
final class Acknowledged {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Store store;
    private final Clock clock;
    private Optional<Long> lookedAt = Optional.empty();
    private long answered;
    private volatile Optional<Long> unsentFrom = Optional.empty();

    Acknowledged(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param answered how many numbers the ingest has answered for; fewer in a new epoch
     */
    private record Seen(int waiting, long answered) {
        static Seen in(Tx tx) {
            long answered = tx.positions().stream().mapToLong(LanePosition::acked).sum();
            return new Seen(tx.usage().batches(), answered);
        }
    }

    void look() {
        long now = clock.nanoTime();
        if (lookedAt.filter(at -> now - at < PERIOD.toNanos()).isPresent()) {
            return;
        }
        Seen seen = store.read(Seen::in);
        if (seen.waiting() == 0) {
            unsentFrom = Optional.empty();
        } else if (unsentFrom.isEmpty() || seen.answered() != answered) {
            unsentFrom = Optional.of(now);
        }
        answered = seen.answered();
        lookedAt = Optional.of(now);
    }

    /** Empty when the ingest takes what waits, or nothing does. */
    Optional<Instant> unsentSince() {
        return unsentFrom.map(from -> clock.instant().minusNanos(clock.nanoTime() - from));
    }
}
