package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Incoming;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.ingest.batch.RowSink;

import java.sql.SQLException;
import java.util.OptionalInt;

/**
 * One of the batches that take effect together.
 *
 * @param rows how many good ones were counted when it came; empty if it is read for the first time
 */
record Part(OptionalInt rows, Opening opening) {
    /** Fetches the part; the transaction must be free for a query. */
    interface Opening {
        Incoming open() throws SQLException, Refusal;
    }

    /** Makes room for the rows of one part. */
    interface Room {
        RowCopy open() throws SQLException;
    }

    /**
     * Copies its rows to where there is room, and shows each to {@code also}.
     *
     * @throws IllegalStateException if it is not what it was when it was counted: it must not take
     *     effect
     */
    Incoming.Content copy(Room room, RowSink also) throws SQLException, Refusal {
        try (Incoming incoming = opening.open();
                RowCopy copy = room.open()) {
            Incoming.Content content =
                    incoming.read(
                            (number, row) -> {
                                copy.take(number, row);
                                also.take(number, row);
                            });
            if (rows.isPresent() && rows.getAsInt() != content.rows()) {
                throw new IllegalStateException("a part has other rows than when it came");
            }
            copy.finish();
            return content;
        }
    }
}
