package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds windows in a row that held rows and are empty now, as where a database was restored from an
 * older copy or a table is being refilled, however few their rows are; with them the windows before
 * and behind, which may have lost a part. Windows that had none are between them and say nothing.
 * Of intervals only those count that offered something: templates come and go. Used by one thread.
 */
final class Swept {
    private final long least;
    private final Map<Instant, Long> found = new HashMap<>();
    private final Set<Instant> run = new HashSet<>();
    private Instant before;
    private long rows;
    private boolean any;

    /**
     * @param least rows of a row of windows that may not all be gone
     */
    Swept(long least) {
        this.least = least;
    }

    /**
     * Takes the next window that had rows, oldest first.
     *
     * @param now how many it has
     */
    void next(WindowRecord line, long now) {
        if (line.offered() == 0) {
            return;
        }
        if (now == 0) {
            any = true;
            rows += PassTally.knownRows(line);
            run.add(line.from());
            keep();
            return;
        }
        if (rows >= least) {
            found.put(line.from(), rows);
        }
        run.clear();
        rows = 0;
        before = line.from();
    }

    private void keep() {
        if (rows >= least) {
            run.forEach(from -> found.put(from, rows));
            if (before != null) {
                found.put(before, rows);
            }
        }
    }

    Optional<String> reason(WindowRecord line) {
        return Optional.ofNullable(found.get(line.from()))
                .map("%,d rows are gone of windows in a row that are empty now"::formatted);
    }

    boolean isAny() {
        return any;
    }
}
