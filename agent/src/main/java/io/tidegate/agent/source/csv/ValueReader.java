package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;

/** Reads a field as what its column needs. Used by one thread. */
interface ValueReader {
    /**
     * @param chars holds the field from {@code from} to before {@code to}; not to be changed or
     *     kept
     * @return null for a blank field, {@link io.tidegate.agent.row.Unreadable} for one that does
     *     not fit
     */
    Object read(char[] chars, int from, int to);

    /** The same if it is a Long, without making one; else {@link RawRow#ASK}. */
    default long whole(char[] chars, int from, int to) {
        return RawRow.ASK;
    }

    /**
     * A thousand times that if it is a number with three decimals at most that is easily read, else
     * {@link RawRow#ASK}.
     */
    default long thousandths(char[] chars, int from, int to) {
        return RawRow.ASK;
    }
}
