package io.tidegate.agent.batch;

/** Takes finished parts of a unit, in order. */
public interface PartSink {
    void part(EncodedPart part) throws InterruptedException;
}
