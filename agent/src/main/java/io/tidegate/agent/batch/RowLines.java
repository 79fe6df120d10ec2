package io.tidegate.agent.batch;

/**
 * Whole lines of rows in a buffer that belongs to someone else.
 *
 * @param rows how many lines stand in [from, to)
 */
record RowLines(byte[] bytes, int from, int to, int rows) {

    /** The first {@code count} lines. */
    RowLines first(int count) {
        return new RowLines(bytes, from, end(count), count);
    }

    /** All but the first {@code count} lines. */
    RowLines without(int count) {
        return new RowLines(bytes, end(count), to, rows - count);
    }

    private int end(int count) {
        int at = from;
        for (int lines = 0; lines < count; at++) {
            if (bytes[at] == '\n') {
                lines++;
            }
        }
        return at;
    }
}
