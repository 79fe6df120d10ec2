package io.tidegate.agent.source;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.ShapeException;

/** Takes what a source reads, in order, on the source's thread. */
public interface RowSink {
    /** Called once, before the first row. */
    void shape(RawShape shape) throws ShapeException;

    void row(RawRow row) throws InterruptedException;
}
