package io.tidegate.agent.loop;

/**
 * The world failed, not the program: a disk, a file, a neighbour. A runner counts it, waits and
 * turns again; any other unchecked exception is a programmer's error and ends the process.
 */
public class OutageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutageException(String message, Throwable cause) {
        super(message, cause);
    }
}
