package io.tidegate.agent.verify;

/**
 * What is said of one window or file.
 *
 * @param reason part of a sentence; may be empty
 */
record Finding(Word word, String reason) {
    static Finding of(Word word) {
        return new Finding(word, "");
    }

    boolean isBroken() {
        return word == Word.BROKEN;
    }
}
