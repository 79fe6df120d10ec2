package io.tidegate.agent.cli;

/** A command cannot go on. The message is for a person. */
final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exit;

    Stop(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}
