package io.tidegate.agent.source.csv;

import java.io.IOException;

/** Where characters come from. */
interface CharSource {
    /** Reads at least one character, at most {@code length}; -1 at the end. */
    int read(char[] target, int from, int length) throws IOException, UnfitFileException;
}
