package io.tidegate.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.sql.DataSource;

/** How long something took to arrive, each time. */
final class Arrivals {
    private final List<Double> seconds = new ArrayList<>();

    /** Waits until a query counts at least one, a minute at most. */
    void await(DataSource where, String count) throws Exception {
        long begin = System.nanoTime();
        while (Bed.count(where, count) == 0) {
            Thread.sleep(20);
            if (System.nanoTime() - begin > 60e9) {
                throw new IllegalStateException("nothing within a minute: " + count);
            }
        }
        seconds.add((System.nanoTime() - begin) / 1e9);
    }

    @Override
    public String toString() {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        return "%.1f s in the median of %d, %.1f s at most"
                .formatted(sorted.get(sorted.size() / 2), sorted.size(), sorted.getLast());
    }
}
