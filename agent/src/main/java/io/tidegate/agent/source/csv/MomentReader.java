package io.tidegate.agent.source.csv;

/** Reads dates and times written in one way. Used by one thread. */
interface MomentReader {
    /** What {@link #read} returns when it cannot read. */
    int NOTHING = -1;

    /**
     * Reads what begins at {@code from}, which is not blank.
     *
     * @param moment gets what was read, or why not
     * @return the position behind what was read, or {@link #NOTHING}
     */
    int read(char[] chars, int from, int to, Moment moment);
}
