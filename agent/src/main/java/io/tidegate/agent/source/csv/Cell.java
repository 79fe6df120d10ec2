package io.tidegate.agent.source.csv;

/** Gives a column's value in the present record. */
interface Cell {
    Object value();

    /** As {@link io.tidegate.agent.row.RawRow#whole}. */
    default long whole() {
        return io.tidegate.agent.row.RawRow.ASK;
    }

    /** As {@link io.tidegate.agent.row.RawRow#thousandths}. */
    default long thousandths() {
        return io.tidegate.agent.row.RawRow.ASK;
    }
}
