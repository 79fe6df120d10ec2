package io.tidegate.agent.row;

/**
 * The source's columns are not those that are needed or remembered. The message names the
 * difference and the remedy.
 */
public final class ShapeException extends Exception {
    private static final long serialVersionUID = 1;

    public ShapeException(String message) {
        super(message);
    }
}
