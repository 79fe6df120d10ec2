package io.tidegate.agent.source;

/**
 * A source could not be read. The message says what, and what to do; it holds no secret and no row.
 */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1;

    /** What follows from it. */
    public enum Kind {
        /** Try again later: the network, a restart, a deadlock. */
        PASSING,
        /** The range took too long: try a smaller one. */
        TOO_SLOW,
        /**
         * Wrong user or password: two of these, then none until the secret changes or 30 minutes
         * pass.
         */
        LOGIN,
        /** Nothing will change until a person mends the configuration, the query or the rights. */
        LASTING
    }

    private final Kind kind;

    public SourceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
