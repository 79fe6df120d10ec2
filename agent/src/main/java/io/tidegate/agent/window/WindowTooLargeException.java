package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;

/** A single window takes the source too long, or holds more than is kept in memory at once. */
final class WindowTooLargeException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient WindowRecord window;

    WindowTooLargeException(WindowRecord window, Exception cause) {
        super(
                "the window from %s to %s cannot be read at once: %s"
                        .formatted(window.from(), window.to(), cause.getMessage()),
                cause);
        this.window = window;
    }

    WindowRecord window() {
        return window;
    }
}
