package io.tidegate.agent.window;

import java.time.Duration;

/**
 * How many adjacent windows to read with one query: more while a read is short and small, fewer
 * when it is long, large, or refused. Used by one thread.
 */
final class RunLength {
    /** Reads after which more are tried again: what is given up was read for nothing. */
    private static final int PATIENCE = 32;

    private final int most;
    private final long largestRead;
    private final long longestRead;
    private int windows;

    /** What was refused twice as large: it is tried again after a while. */
    private int bound;

    private int sinceRefused;

    /**
     * @param first to begin with
     * @param largestRead rows after which there should be fewer windows
     * @param longestRead time after which there should be fewer windows
     */
    RunLength(int first, int most, long largestRead, Duration longestRead) {
        this.windows = first;
        this.most = most;
        this.bound = most;
        this.largestRead = largestRead;
        this.longestRead = longestRead.toNanos();
    }

    int windows() {
        return windows;
    }

    /** A read of that many windows went well. */
    void read(int of, long rows, long took) {
        if (++sinceRefused == PATIENCE) {
            sinceRefused = 0;
            bound = Math.min(most, bound * 2);
        }
        if (rows > largestRead || took > longestRead) {
            windows = Math.max(1, of / 2);
        } else if (of >= windows && rows * 2 < largestRead && took * 2 < longestRead) {
            windows = Math.min(bound, windows * 2);
        }
    }

    /** A read of that many windows was given up. */
    void refused(int of) {
        windows = Math.max(1, of / 2);
        bound = windows;
        sinceRefused = 0;
    }
}
