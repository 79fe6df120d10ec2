package io.tidegate.agent.loop;

import java.time.Duration;
import java.util.Optional;

/** Work that is done in turns by one thread that it does not own. */
public interface Loop {
    /**
     * Does one piece of work.
     *
     * @return whether there was anything to do; if not, the runner waits for its doorbell
     * @throws InterruptedException when asked to stop; what was begun is then as if it had been
     *     killed
     */
    boolean turn() throws InterruptedException;

    /**
     * How long ago a turn last got on, for a loop whose turns may be long or wait on purpose, such
     * as one that reads a large file; empty where a turn that is long is one that hangs.
     */
    default Optional<Duration> sinceAlive() {
        return Optional.empty();
    }
}
