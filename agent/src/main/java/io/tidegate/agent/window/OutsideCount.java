package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.Outside;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Counts the rows of a wrapped query that no window reaches: those without a time, from before the
 * history, or from the future. Nobody would miss them otherwise, since a filter passes over them
 * without a word. Used by one thread.
 */
final class OutsideCount {
    private static final Logger LOG = LoggerFactory.getLogger(OutsideCount.class);
    private static final String NAME = "outside";

    private final String stream;
    private final Store store;
    private final WindowReader reader;

    OutsideCount(String stream, Store store, WindowReader reader) {
        this.stream = stream;
        this.store = store;
        this.reader = reader;
    }

    /** What was counted last; 0 before that. */
    static long of(Tx tx, String stream) {
        return tx.blob(stream, NAME).map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
    }

    /** Counts anew. If the source does not answer in time, the last count stands. */
    void count(Instant now) throws InterruptedException {
        try {
            reader.outside(begin(), now.plus(WindowReader.AHEAD)).ifPresent(this::keep);
        } catch (SourceException | ShapeException e) {
            Events.info(LOG, WindowEvent.OUTSIDE_UNKNOWN)
                    .addKeyValue("stream", stream)
                    .log("rows outside of all windows could not be counted: {}", e.getMessage());
        }
    }

    private Instant begin() {
        return store.read(tx -> tx.stream(stream))
                .flatMap(known -> known.cutFrom().or(known::cutBase))
                .orElseThrow();
    }

    private void keep(Outside outside) {
        long rows = outside.all();
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(rows).array();
        store.change(tx -> tx.putBlob(stream, NAME, value));
        if (rows > 0) {
            Events.warn(LOG, WindowEvent.ROWS_OUTSIDE)
                    .addKeyValue("stream", stream)
                    .addKeyValue("rows", rows)
                    .log(
                            "{} of the source not read: {} without a time (NULL or a date of zeros), {} from before the history, {} in the future",
                            Words.count(rows, "row"),
                            outside.timeless(),
                            outside.older(),
                            outside.later());
        }
    }
}
