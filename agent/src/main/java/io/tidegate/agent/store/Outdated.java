package io.tidegate.agent.store;

import java.time.Instant;

/**
 * Windows whose content was read under other settings than the present ones, and keeps what it
 * meant then.
 *
 * @param windows how many; at least one
 * @param from where the first begins
 * @param to where the last ends
 */
public record Outdated(long windows, Instant from, Instant to) {}
