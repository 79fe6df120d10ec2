package io.tidegate.agent.window;

import java.time.Instant;

/**
 * What is to be examined.
 *
 * @param to excluded
 * @param totals whether the rows are to be added up as well
 */
public record Question(Instant from, Instant to, boolean totals) {}
