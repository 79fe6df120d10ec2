package io.tidegate.agent.row;

import java.util.List;

/**
 * The columns a source gives, in order.
 *
 * @param names as the source spells them
 * @param types a stable word per column, such as {@code timestamp without time zone}; empty strings
 *     for CSV
 */
public record RawShape(List<String> names, List<String> types) {}
