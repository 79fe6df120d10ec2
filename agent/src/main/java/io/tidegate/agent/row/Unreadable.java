package io.tidegate.agent.row;

/**
 * Stands where a source found something that it cannot read as what the column needs, so that
 * nobody reads it otherwise. A row that needs it is rejected with this reason.
 *
 * @param reason what is wrong and the remedy, without the value
 */
public record Unreadable(String reason) {}
