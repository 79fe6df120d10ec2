package io.tidegate.ingest.http;

import java.util.Map;

/**
 * An answer.
 *
 * @param headers beside those of the body, such as {@code Retry-After}
 */
public record Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    public Response(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    @Override
    public String toString() {
        return status + ", " + body.length + " bytes";
    }
}
