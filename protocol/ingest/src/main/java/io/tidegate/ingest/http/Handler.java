package io.tidegate.ingest.http;

import java.util.Optional;

/** What requests are about. Thread-safe. */
public interface Handler {
    /**
     * Looks at a request before its body is received. Called by the thread that serves all
     * connections: it must not wait.
     *
     * @return the answer if there is no use in the body
     */
    Optional<Response> refuse(Head head);

    /** Answers a request. Called by a worker. */
    Response handle(Request request);

    /** The answer to a request that the server itself turns down. */
    Response turnDown(Trouble trouble);

    /** Why the server turns a request down by itself. */
    enum Trouble {
        /** The body is larger than allowed. */
        TOO_LARGE,
        /** It did not arrive in time. */
        TOO_SLOW,
        /** As many requests as allowed are being worked at, or the server is about to stop. */
        BUSY
    }
}
