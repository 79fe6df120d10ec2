package io.tidegate.agent.source.csv;

import java.io.IOException;

/** Where characters come from. */
interface CharSource {
    /**
     * Reads at least one character, at most {@code length}; -1 at the end.
     *
     * @param length at least 2: some characters are a pair
     */
    int read(char[] target, int from, int length) throws IOException, UnfitFileException;

    /**
     * How many bytes, byte order mark included, became the characters that were read so far; -1 if
     * they came from no bytes.
     */
    default long bytes() {
        return -1;
    }

    /** How many bytes these characters were, or would be. */
    default long bytes(char[] chars, int from, int to) {
        return to - from;
    }
}
