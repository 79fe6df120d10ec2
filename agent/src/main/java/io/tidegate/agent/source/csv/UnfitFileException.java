package io.tidegate.agent.source.csv;

/**
 * A file cannot be read as this source's. The message is one sentence for a person, with the
 * remedy; it holds no value of a row.
 */
public final class UnfitFileException extends Exception {
    private static final long serialVersionUID = 1;

    /** What follows from it. */
    public enum Verdict {
        /** Nothing of it can be read under these settings. */
        REFUSED,
        /** It may be read in more than one way, or not as the files before it: a person chooses. */
        HELD
    }

    private final Verdict verdict;

    private UnfitFileException(Verdict verdict, String message) {
        super(message);
        this.verdict = verdict;
    }

    /** Of a file in which a copy has left a hole. */
    static UnfitFileException hole(long line) {
        return refused(
                "line "
                        + line
                        + " holds a hole of NUL bytes: this is no text file, or it was not written to"
                        + " its end; export it again as CSV");
    }

    static UnfitFileException refused(String message) {
        return new UnfitFileException(Verdict.REFUSED, message);
    }

    static UnfitFileException held(String message) {
        return new UnfitFileException(Verdict.HELD, message);
    }

    /**
     * Whether such a message offers lines to choose from: a person's yes alone does not decide.
     *
     * @param message as it was kept
     */
    public static boolean asksForALine(String message) {
        return Paste.isOffered(message);
    }

    public Verdict verdict() {
        return verdict;
    }
}
