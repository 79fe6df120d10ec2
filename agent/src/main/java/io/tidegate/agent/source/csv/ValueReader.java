package io.tidegate.agent.source.csv;

/** Reads a field as what its column needs. Used by one thread. */
interface ValueReader {
    /**
     * @param chars holds the field from {@code from} to before {@code to}; not to be changed or
     *     kept
     * @return null for a blank field, {@link io.tidegate.agent.row.Unreadable} for one that does
     *     not fit
     */
    Object read(char[] chars, int from, int to);
}
