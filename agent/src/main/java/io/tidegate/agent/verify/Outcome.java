package io.tidegate.agent.verify;

/**
 * What is said of one window or file.
 *
 * @param reason part of a sentence; may be empty
 */
record Outcome(Word word, String reason) {
    static Outcome of(Word word) {
        return new Outcome(word, "");
    }

    boolean isBroken() {
        return word == Word.BROKEN;
    }
}
