package io.tidegate.agent.store;

import java.time.Instant;

/**
 * A rejected row. Holds no value of it.
 *
 * @param unit the window or file it stood in
 * @param place where in it, or empty
 * @param by {@code agent} or {@code ingest}
 */
public record RejectRecord(
        Unit unit, String place, String column, String reason, String by, Instant at) {}
