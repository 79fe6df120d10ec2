package io.tidegate.agent.store;

/**
 * A window or file of which the first part is stored and the last is not.
 *
 * @param revision under which its parts are stored
 */
public record OpenUnit(Unit unit, long revision) {}
