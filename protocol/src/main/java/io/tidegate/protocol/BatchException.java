package io.tidegate.protocol;

/** A body that is not accepted as a batch. The message names the line and never a value. */
public final class BatchException extends Exception {
    private static final long serialVersionUID = 1;

    private final ProblemType type;

    BatchException(ProblemType type, String message) {
        super(message);
        this.type = type;
    }

    static BatchException malformed(String message) {
        return new BatchException(ProblemType.INVALID_BATCH, message);
    }

    /** What to answer. */
    public ProblemType type() {
        return type;
    }
}
