package io.tidegate.ingest.http;

import java.time.Duration;
import java.util.Optional;

/**
 * An answer.
 *
 * @param retryAfter when it is worth while to ask again, in whole seconds
 */
public record Response(int status, String contentType, byte[] body, Optional<Duration> retryAfter) {
    public Response(int status, String contentType, byte[] body) {
        this(status, contentType, body, Optional.empty());
    }

    @Override
    public String toString() {
        return status + ", " + body.length + " bytes";
    }
}
