package io.tidegate.agent.control;

import java.io.IOException;

/** Whoever carries out {@code verify}. */
@FunctionalInterface
public interface Verification {
    /**
     * @throws IOException if nobody listens any more
     * @throws InterruptedException if the connector stops
     */
    Reply verify(Request.Verify request, Talk talk) throws IOException, InterruptedException;
}
