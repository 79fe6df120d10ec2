package io.tidegate.ingest.store;

import java.time.Instant;

/** The time from {@code from} to {@code to}, without the latter. */
record TimeRange(Instant from, Instant to) {}
