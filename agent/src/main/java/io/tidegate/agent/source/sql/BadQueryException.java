package io.tidegate.agent.source.sql;

/** The text of a query cannot be run as it is. The message says why and what to do. */
final class BadQueryException extends Exception {
    private static final long serialVersionUID = 1;

    BadQueryException(String message) {
        super(message);
    }
}
