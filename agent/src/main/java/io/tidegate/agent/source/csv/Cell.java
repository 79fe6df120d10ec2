package io.tidegate.agent.source.csv;

/** Gives a column's value in the present record. */
interface Cell {
    Object value();
}
