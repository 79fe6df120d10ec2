package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.config.SourceConfig;

/** Takes what a file holds, in its order, on the reading thread. */
public interface CsvSink {
    /**
     * Called once, before the first row.
     *
     * @param source the source's settings with a mapping that goes by this shape
     */
    void shape(SourceConfig source, RawShape shape) throws ShapeException;

    void row(RawRow row) throws InterruptedException;

    /** A line that is no row. */
    void rejected(Rejection rejection) throws InterruptedException;

    /** Called once, after the last line: which lines were no data. */
    default void passedOver(PassedOver lines) {
        // Whoever only looks at rows need not know.
    }

    /** Whether nothing more is wanted; asked after each line. */
    default boolean isFull() {
        return false;
    }
}
