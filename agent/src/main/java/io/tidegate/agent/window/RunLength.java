package io.tidegate.agent.window;

import java.time.Duration;

/**
 * How many adjacent windows to read with one query: more while a read is short and small, fewer
 * when it is long, large, or refused. Used by one thread.
 */
final class RunLength {
    private final int most;
    private final long largestRead;
    private final long longestRead;
    private int windows;

    /**
     * @param first to begin with
     * @param largestRead rows after which there should be fewer windows
     * @param longestRead time after which there should be fewer windows
     */
    RunLength(int first, int most, long largestRead, Duration longestRead) {
        this.windows = first;
        this.most = most;
        this.largestRead = largestRead;
        this.longestRead = longestRead.toNanos();
    }

    int windows() {
        return windows;
    }

    /** A read of that many windows went well. */
    void read(int of, long rows, long took) {
        if (rows > largestRead || took > longestRead) {
            windows = Math.max(1, of / 2);
        } else if (of >= windows && rows * 2 < largestRead && took * 2 < longestRead) {
            windows = Math.min(most, windows * 2);
        }
    }

    /** A read of that many windows was given up. */
    void refused(int of) {
        windows = Math.max(1, of / 2);
    }
}
