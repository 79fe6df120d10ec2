package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a pass has seen and found fit to be sent, so that reading it again in smaller pieces is not
 * weighed as if each piece were the whole. Holds a number or two per window that is to be sent.
 * Written by the reader's thread, never while a store is pending ({@link Encoding#begin}).
 */
final class Approvals {
    private record Seen(long rows, long offered) {}

    private final PassTally.Limits limits;
    private final Map<Instant, Seen> seen = new HashMap<>();

    Approvals(PassTally.Limits limits) {
        this.limits = limits;
    }

    void clear() {
        seen.clear();
    }

    void approve(WindowRecord line, Found found) {
        seen.put(line.from(), new Seen(found.rows(), found.offered()));
    }

    /** Whether that much was seen before, or nearly. */
    boolean covers(WindowRecord line, Found found) {
        Seen before = seen.get(line.from());
        return before != null
                && !limits.shrunkAtAll(before.rows, before.rows - found.rows())
                && !limits.shrunkAtAll(before.offered, before.offered - found.offered());
    }

    void forget(WindowRecord line) {
        seen.remove(line.from());
    }
}
