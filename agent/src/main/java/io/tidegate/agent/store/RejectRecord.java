package io.tidegate.agent.store;

import java.time.Instant;

/**
 * A rejected row. Holds no value of it.
 *
 * @param unit the window or file it stood in
 * @param place where in it, or empty
 * @param by {@link #AGENT}, {@link #QUERY}, {@link #DELIVERY} or {@link #INGEST}
 */
public record RejectRecord(
        Unit unit, String place, String column, String reason, String by, Instant at) {

    /** When it was read. */
    public static final String AGENT = "agent";

    /** When it came with rows of another time, and its own window did not have it. */
    public static final String QUERY = "query";

    /** After it was encoded: no batch that holds it gets through. */
    public static final String DELIVERY = "delivery";

    /** On arrival, by the ingest. */
    public static final String INGEST = "ingest";
}
