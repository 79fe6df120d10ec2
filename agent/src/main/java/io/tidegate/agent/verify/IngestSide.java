package io.tidegate.agent.verify;

import io.tidegate.agent.uplink.Listed;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;

/** Whoever may ask the ingest what it holds, a page at a time. Thread-safe. */
public interface IngestSide {
    Future<Listed<StoredWindow>> windows(
            String stream, Instant from, Instant to, Optional<String> next);

    Future<Listed<StoredOrigin>> origins(String stream, Optional<String> next);
}
