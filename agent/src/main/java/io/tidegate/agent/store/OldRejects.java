package io.tidegate.agent.store;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Loop;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Forgets rejects once they are old enough ({@code rejects.keep}). Turned by one thread. */
public final class OldRejects implements Loop {
    /** How long its runner may let it wait. */
    public static final Duration PERIOD = Duration.ofSeconds(30);

    private static final Duration LOOK_PERIOD = Duration.ofHours(1);

    private final Store store;
    private final Duration keep;
    private final Consumer<Instant> lists;
    private final Clock clock;
    private long next;

    /**
     * @param lists forgets what is kept beside the store from before that time
     */
    public OldRejects(Store store, Duration keep, Consumer<Instant> lists, Clock clock) {
        this.store = store;
        this.keep = keep;
        this.lists = lists;
        this.clock = clock;
        this.next = clock.nanoTime();
    }

    @Override
    public boolean turn() {
        if (clock.nanoTime() - next >= 0) {
            Instant before = clock.instant().minus(keep);
            store.change(tx -> tx.forgetRejects(before));
            lists.accept(before);
            next = clock.nanoTime() + LOOK_PERIOD.toNanos();
        }
        return false;
    }
}
