package io.tidegate.agent.file;

import io.tidegate.agent.loop.Clock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Since when a file has not changed, as far as it was watched, and when it may be tried again. The
 * clock of the file's own computer does not matter. Used by one thread.
 */
final class Rest {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<Path, Watched> watched = new HashMap<>();

    Rest(Clock clock) {
        this.clock = clock;
    }

    /** How long the file is known to have been as it is now. */
    Duration of(Found file) {
        Watched one = watched.get(file.path());
        if (one == null || one.stamp != file.stamp()) {
            one = new Watched(file.stamp(), clock.nanoTime(), one != null);
            watched.put(file.path(), one);
        }
        return since(one.since);
    }

    /**
     * How long the file has most likely been as it is now: as it was watched, or since its own time
     * of modification, which says nothing any more once the file was seen to change.
     */
    Duration still(Found file) {
        Duration seen = of(file);
        Duration told = Duration.between(file.modified(), clock.instant());
        boolean believed = !watched.get(file.path()).changed && told.compareTo(seen) > 0;
        return believed ? told : seen;
    }

    /** Whether it may be tried now: not within the pause after a failure. */
    boolean mayTry(Found file) {
        Watched one = watched.get(file.path());
        return one == null || one.pause.isZero() || since(one.failed).compareTo(one.pause) >= 0;
    }

    /** Whether it could not be read before, as it is now. */
    boolean hasFailed(Found file) {
        Watched one = watched.get(file.path());
        return one != null && one.stamp == file.stamp() && !one.pause.isZero();
    }

    /** It could not be read: the pause until the next try doubles. */
    void failed(Found file) {
        of(file);
        Watched one = watched.get(file.path());
        one.failed = clock.nanoTime();
        Duration twice = one.pause.isZero() ? FIRST_PAUSE : one.pause.multipliedBy(2);
        one.pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** It changed while it was read: it has to come to rest anew. */
    void disturbed(Found file) {
        watched.put(file.path(), new Watched(file.stamp(), clock.nanoTime(), true));
    }

    /** Forgets all but these. */
    void keep(Set<Path> paths) {
        watched.keySet().retainAll(paths);
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clock.nanoTime() - nanos);
    }

    private static final class Watched {
        private final long stamp;
        private final long since;
        private final boolean changed;
        private long failed;
        private Duration pause = Duration.ZERO;

        Watched(long stamp, long since, boolean changed) {
            this.stamp = stamp;
            this.since = since;
            this.changed = changed;
        }
    }
}
