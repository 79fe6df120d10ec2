package io.tidegate.protocol;

/** A request's body that is not what was to be sent. The message names the field, no value. */
public final class RequestException extends Exception {
    private static final long serialVersionUID = 1;

    RequestException(String message) {
        super(message);
    }
}
