package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds windows in a row of which nothing is left, as where a database was restored from an older
 * copy or a table is being refilled, however few their rows are; with them the windows before and
 * behind, which may have lost a part. It goes by what they offered: an interval row stands for many
 * calls, and templates, which offer nothing, come and go. Used by one thread.
 */
final class Swept {
    private final long least;
    private final Map<Instant, Long> found = new HashMap<>();
    private final Set<Instant> run = new HashSet<>();
    private Instant before;
    private long rows;
    private long offered;
    private boolean any;

    /**
     * @param least what may not all be gone of a row of windows
     */
    Swept(long least) {
        this.least = least;
    }

    /**
     * Takes the next window that had rows, oldest first.
     *
     * @param now what is offered there, of the time of which the content speaks
     */
    void next(WindowRecord line, long now) {
        if (line.offered() == 0) {
            return;
        }
        if (now == 0) {
            any = true;
            offered += line.offered();
            rows += PassTally.knownRows(line);
            run.add(line.from());
            keep();
            return;
        }
        if (offered >= least) {
            found.put(line.from(), rows);
        }
        run.clear();
        rows = 0;
        offered = 0;
        before = line.from();
    }

    private void keep() {
        if (offered >= least) {
            run.forEach(from -> found.put(from, rows));
            if (before != null) {
                found.put(before, rows);
            }
        }
    }

    Optional<String> reason(WindowRecord line) {
        return Optional.ofNullable(found.get(line.from()))
                .map("windows in a row that held %,d rows are empty now"::formatted);
    }

    boolean isAny() {
        return any;
    }
}
