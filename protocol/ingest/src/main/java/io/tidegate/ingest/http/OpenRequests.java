package io.tidegate.ingest.http;

/** How many requests of a connection are not answered yet. Owned by the connection's event loop. */
final class OpenRequests {
    private int count;

    void begin() {
        count++;
    }

    void end() {
        count--;
    }

    boolean none() {
        return count == 0;
    }
}
