package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import java.time.Instant;
import java.util.List;

/**
 * Turns raw rows of one shape into canonical rows: mapping, types, ranges, channels, clock changes,
 * privacy. Used by one thread. One object serves one read at a time: {@link #begin}, rows, {@link
 * #finish}.
 */
public final class RowCheck {
    /**
     * @throws ShapeException if a required column is missing, two match, or a mapping names a
     *     column that is not there
     */
    public RowCheck(SourceConfig source, DataType data, RawShape shape, Pseudonyms pseudonyms)
            throws ShapeException {
        throw new IllegalStateException();
    }

    /** The columns that rows of this shape can have a value in; what a batch's header names. */
    public List<Column> columns() {
        throw new IllegalStateException();
    }

    /** Columns of the source that are not used; to be named once in the log. */
    public List<String> unused() {
        throw new IllegalStateException();
    }

    /**
     * @param latest rows after it lie in the future and are rejected: the source's now, or the
     *     file's time, plus 5 minutes
     */
    public void begin(Instant latest) {
        throw new IllegalStateException();
    }

    /**
     * Checks a row. Rows whose wall-clock time came twice may be held back until {@link #finish}.
     */
    public void check(RawRow raw, RowTaker taker) throws InterruptedException {
        throw new IllegalStateException();
    }

    /** Decides what was held back. */
    public void finish(RowTaker taker) throws InterruptedException {
        throw new IllegalStateException();
    }

    /** Choices made by rule among two possible instants since {@link #begin}, to be reported. */
    public long undecided() {
        throw new IllegalStateException();
    }
}
