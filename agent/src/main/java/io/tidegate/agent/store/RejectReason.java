package io.tidegate.agent.store;

import java.time.Instant;

/**
 * Why rows of a stream were rejected. Holds no value of them.
 *
 * @param rows how many of the latest 10,000 listed ones
 * @param newest when the last of them was listed
 */
public record RejectReason(String column, String reason, long rows, Instant newest) {}
