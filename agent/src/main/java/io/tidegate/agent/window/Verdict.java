package io.tidegate.agent.window;

/** What follows from what a read found in a window. */
sealed interface Verdict {
    /** Nothing new: the ledger says so already, or a person said that it is not to be taken. */
    record Same() implements Verdict {}

    /** To be sent. */
    record Send() implements Verdict {}

    /** Not to be sent before a person says so. */
    record Held(String reason) implements Verdict {}

    /** Empty at the source where it once held rows; the content stands. */
    record Gone() implements Verdict {}

    /**
     * Rows are missing in a read that saw too little to tell; a read of the whole look-back will.
     */
    record Doubtful() implements Verdict {}
}
