package io.tidegate.protocol;

/**
 * Why a row is not accepted. Holds no value of the row, so it may be logged, kept and sent.
 *
 * @param column the column at fault, as on the wire; empty if it is the row as a whole
 * @param reason what is wrong with it, for a person, to be read after the column's name
 */
public record RowFault(String column, String reason) {}
