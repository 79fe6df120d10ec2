package io.tidegate.agent.window;

/** A range holds more than is kept in memory at once, or cannot be told apart: read less. */
final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
        super(message, null, false, false);
    }
}
