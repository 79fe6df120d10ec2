package io.tidegate.agent.row;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.Row;

import java.util.List;

/**
 * What is made of checked rows before they are shipped. The same rows give the same, in whatever
 * order they come, unless their author ordered them. Used by one thread, for one read.
 */
public interface RowStage {
    /**
     * The columns that the rows it gives can have a value in.
     *
     * @param checked those that the rows it takes can
     */
    List<Column> columns(List<Column> checked);

    /** Takes a checked row; what follows from it is given at once, or at {@link #finish}. */
    void take(Row row, RowTaker out) throws InterruptedException;

    /** How much it holds, in rows of some 300 bytes. */
    int held();

    /** Gives what was held back. */
    void finish(RowTaker out) throws InterruptedException;

    /** Interval rows that went into another, to be reported. */
    default long combined() {
        return 0;
    }

    /** Choices that nothing in the rows spoke for, to be reported. */
    default long undecided() {
        return 0;
    }

    /** States that lasted no time and were left out, to be reported. */
    default long leftOut() {
        return 0;
    }
}
