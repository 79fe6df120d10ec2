package io.tidegate.agent.verify;

import java.io.IOException;
import java.util.concurrent.Future;

/** How a verification waits for the threads that may read the source and ask the ingest. */
interface Waiting {
    /**
     * @throws IOException if nobody listens any more
     * @throws InterruptedException if the connector stops
     */
    <T> T of(Future<T> answer) throws IOException, InterruptedException;

    /** Lets what is on its way arrive. */
    void aMoment() throws IOException, InterruptedException;

    /** How far it has come. */
    void progress(String text) throws IOException;
}
