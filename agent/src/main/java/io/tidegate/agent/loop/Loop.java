package io.tidegate.agent.loop;

/** Work that is done in turns by one thread that it does not own. */
public interface Loop {
    /**
     * Does one piece of work.
     *
     * @return whether there was anything to do; if not, the runner waits for its doorbell
     * @throws InterruptedException when asked to stop; what was begun is then as if it had been
     *     killed
     */
    boolean turn() throws InterruptedException;
}
