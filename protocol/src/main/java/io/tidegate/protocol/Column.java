package io.tidegate.protocol;

/**
 * A column of a data type.
 *
 * @param name as in SQL results, CSV mappings and on the wire, lower case
 * @param kind what it holds
 * @param required whether a row without it is rejected
 * @param ordinal its place among the columns of its data type, from 0
 */
public record Column(String name, Kind kind, boolean required, int ordinal) {}
