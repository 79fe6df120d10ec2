package io.tidegate.ingest.batch;

import io.tidegate.protocol.Row;

import java.sql.SQLException;

/** Takes the good rows of a batch in their order. */
@FunctionalInterface
public interface RowSink {
    /**
     * @param number counts from 1 within the batch
     */
    void take(int number, Row row) throws SQLException;
}
