package io.tidegate.ingest.http;

/** A request that was received as a whole. */
public record Request(Head head, byte[] body) {
    @Override
    public String toString() {
        return head + ", " + body.length + " bytes";
    }
}
