package io.tidegate.agent.control;

import java.io.IOException;

/** What a long command says while it is at work. Used by the thread of whoever asked. */
public interface Talk {
    /**
     * A line of the result.
     *
     * @throws IOException if nobody listens any more
     */
    void line(String text) throws IOException;

    /**
     * How far it has come. Said again from time to time, so that a caller who has gone is noticed.
     *
     * @throws IOException if nobody listens any more
     */
    void progress(String text) throws IOException;
}
