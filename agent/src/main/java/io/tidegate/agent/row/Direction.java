package io.tidegate.agent.row;

import io.tidegate.protocol.Row;

/**
 * Finds out whether rows run with time or against it: some exports begin with the newest. Asks only
 * rows whose time is certain. Used by one thread.
 */
final class Direction {
    private final boolean ordered;
    private long last = Row.NULL;
    private long rises;
    private long falls;

    /**
     * @param ordered whether the order of the rows means something; if not, they have no direction
     */
    Direction(boolean ordered) {
        this.ordered = ordered;
    }

    void saw(long time) {
        if (time == Row.NULL || !ordered) {
            return;
        }
        if (last != Row.NULL && time != last) {
            if (time > last) {
                rises++;
            } else {
                falls++;
            }
        }
        last = time;
    }

    boolean isNewestFirst() {
        return falls > rises;
    }

    void clear() {
        last = Row.NULL;
        rises = 0;
        falls = 0;
    }
}
