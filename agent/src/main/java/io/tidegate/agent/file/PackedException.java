package io.tidegate.agent.file;

import java.io.IOException;

/** What is wrong with a gz or zip file, as a sentence without its subject. */
final class PackedException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean cut;

    /**
     * @param cut whether it ends too early, so that more of it may come
     */
    PackedException(String message, boolean cut) {
        super(message);
        this.cut = cut;
    }

    static PackedException bad(String message) {
        return new PackedException(message, false);
    }

    static PackedException cut(String kind) {
        return new PackedException(
                "the " + kind + " file is cut off before its end; put the whole file there", true);
    }

    boolean isCut() {
        return cut;
    }
}
