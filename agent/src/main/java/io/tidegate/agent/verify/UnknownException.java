package io.tidegate.agent.verify;

/** Nothing can be said, since one of the sides cannot be asked. The message is for a person. */
final class UnknownException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownException(String message) {
        super(message);
    }
}
