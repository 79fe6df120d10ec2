package io.tidegate.agent.source.csv;

import java.io.IOException;

/**
 * Records, one after another. What is asked about the present one is valid until {@link #next}.
 * Used by one thread.
 */
interface Records {
    /** What {@link #next} found. */
    enum Found {
        RECORD,
        /** Something that is no record; {@link #fault} says why. */
        FAULT,
        END
    }

    /** Goes to the next record that is not blank and not to be skipped. */
    Found next() throws IOException, UnfitFileException;

    int fields();

    /** The line, from 1, on which the record begins. */
    long line();

    /**
     * The byte of the file with which the record begins, byte order mark counted; -1 if it is not
     * known.
     */
    long offset();

    String fault();

    /** The text of a field. */
    String text(int field);

    /** The characters that {@link #begin} and {@link #length} speak of. Not to be changed. */
    char[] chars();

    int begin(int field);

    int length(int field);
}
