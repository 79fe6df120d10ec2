package io.tidegate.agent.row;

/**
 * Why a row was not taken. Holds no value of the row, only its class, so it may be logged and kept.
 *
 * @param place where it stands, or empty
 * @param column the column at fault, as on the wire
 * @param reason a sentence for a person, with the remedy
 */
public record Rejection(String place, String column, String reason) {}
