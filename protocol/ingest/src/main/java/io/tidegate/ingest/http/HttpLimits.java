package io.tidegate.ingest.http;

import java.time.Duration;

/**
 * What the server grants before it knows anything about a request.
 *
 * @param bodyBytes the largest body
 * @param connections how many at a time; more are closed at once
 * @param requests how many at a time, over all connections; more are answered as busy
 * @param workers how many are worked at at a time
 * @param requestTime until a request must have arrived as a whole, and again until its answer must
 *     have been taken
 * @param idleTime after which a connection without any request is closed
 */
public record HttpLimits(
        int bodyBytes,
        int connections,
        int requests,
        int workers,
        Duration requestTime,
        Duration idleTime) {}
