package io.tidegate.agent.row;

import java.util.List;

/**
 * The columns a source gives, in order.
 *
 * @param names as the source spells them
 * @param types a stable word per column, such as {@code timestamp without time zone}; empty strings
 *     for CSV
 * @param ordered whether the order of the rows means something: a file's does, a query's only if
 *     its author wrote {@code ORDER BY}
 */
public record RawShape(List<String> names, List<String> types, boolean ordered) {
    /** A shape whose rows come in no order that anyone asked for. */
    public RawShape(List<String> names, List<String> types) {
        this(names, types, false);
    }
}
