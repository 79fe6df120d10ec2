package io.tidegate.agent.store;

import java.time.Instant;

/**
 * A window or file of which rejected rows are listed in the store.
 *
 * @param rows that are listed: of a file's own the first thousand
 * @param first when the first of them was listed, @param last the last
 */
public record RejectedUnit(Unit unit, long rows, Instant first, Instant last) {}
