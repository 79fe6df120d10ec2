package io.tidegate.agent.store;

import java.time.Instant;

/** What takes effect at the ingest as a whole: a window or a file. */
public sealed interface Unit {
    String stream();

    /** The window that begins at that instant. */
    record Window(String stream, Instant from) implements Unit {}

    /** The file with those bytes; @param sha256 64 lower-case hexadecimal digits */
    record File(String stream, String sha256) implements Unit {}
}
