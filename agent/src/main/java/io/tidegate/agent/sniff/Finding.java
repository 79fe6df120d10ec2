package io.tidegate.agent.sniff;

/**
 * Something that was found out about a file.
 *
 * @param about in a word
 * @param text holds no name of a person and no number of a caller
 */
record Finding(String about, Certainty certainty, String text) {
    /** How sure it is. */
    enum Certainty {
        /** The file allows nothing else. */
        CERTAIN("certain"),
        /** The file fits, but does not prove it: a look at the rows below decides. */
        LIKELY("likely"),
        /** More than one thing fits: a person chooses. */
        OPEN("not decidable");

        private final String words;

        Certainty(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static Finding certain(String about, String text) {
        return new Finding(about, Certainty.CERTAIN, text);
    }

    static Finding likely(String about, String text) {
        return new Finding(about, Certainty.LIKELY, text);
    }

    static Finding open(String about, String text) {
        return new Finding(about, Certainty.OPEN, text);
    }
}
