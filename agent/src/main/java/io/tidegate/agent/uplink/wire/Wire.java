package io.tidegate.agent.uplink.wire;

import java.util.function.Consumer;

/** The way to one ingest. Thread-safe. */
public interface Wire extends AutoCloseable {
    /**
     * Sends a request once, over a connection that stands or a new one. The response comes exactly
     * once, on a thread of the wire: be quick. Nothing is ever sent a second time by the wire, and
     * no redirect is followed.
     */
    void exchange(Request request, Consumer<Response> then);

    /**
     * A number that grows whenever a connection was lost. If it has grown, what stands at the other
     * end may be another or restored ingest.
     */
    long session();

    /** Reads the token anew for the next request. */
    void renewToken();

    /** What connects us now. */
    Line line();

    /** Cuts what stands; every open exchange ends as lost. */
    @Override
    void close();
}
