package io.tidegate.agent.row;

import io.tidegate.protocol.Row;

/** Where checked rows go. */
public interface RowTaker {
    void taken(Row row) throws InterruptedException;

    void rejected(Rejection rejection) throws InterruptedException;

    /**
     * A row whose counts are all zero at a time that lies ahead or does not exist: a template, not
     * data.
     */
    void ignored() throws InterruptedException;
}
