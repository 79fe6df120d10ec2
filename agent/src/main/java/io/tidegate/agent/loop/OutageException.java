package io.tidegate.agent.loop;

import io.tidegate.agent.event.Event;

/**
 * The world failed, not the program: a disk, a file, a neighbour. A runner counts it, waits and
 * turns again; any other unchecked exception is a programmer's error and ends the process.
 */
public class OutageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Event event;

    /**
     * @param message a sentence for a person, with the remedy
     * @param cause what lies below; null if nothing does
     */
    public OutageException(Event event, String message, Throwable cause) {
        super(message, cause);
        this.event = event;
    }

    /** What it means, under its stable id. */
    public Event event() {
        return event;
    }
}
