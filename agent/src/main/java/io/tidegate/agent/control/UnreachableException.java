package io.tidegate.agent.control;

/** The running agent could not be asked. The message says why, and what to do. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1;

    private final int exit;

    UnreachableException(int exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** The command line's exit code: 69 no agent is there, 77 not permitted. */
    public int exit() {
        return exit;
    }
}
