package io.tidegate.config;

import java.util.Optional;

/** A text is no value of a {@link Type}. The message says why and what is possible. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Optional<String> instead;

    public RefusedException(String message) {
        this(message, Optional.empty());
    }

    /**
     * @param instead the value that was most likely meant
     */
    public RefusedException(String message, Optional<String> instead) {
        super(message);
        this.instead = instead;
    }

    public Optional<String> instead() {
        return instead;
    }
}
