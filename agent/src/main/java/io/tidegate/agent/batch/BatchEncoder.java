package io.tidegate.agent.batch;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Row;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Makes the batches of one stream. Thread-safe; the encoders it gives out are not. */
public final class BatchEncoder {
    /**
     * @param interval the length of an interval; means something for {@link DataType#INTERVALS}
     *     only
     */
    public BatchEncoder(
            String agent,
            String stream,
            DataType data,
            Duration interval,
            ZoneId zone,
            String encoding) {
        throw new IllegalStateException();
    }

    /**
     * Encodes a window: its parts go to the sink as they fill, the last one with {@link
     * UnitEncoder#finish()}.
     */
    public UnitEncoder window(
            Instant from, Instant to, long revision, List<Column> columns, PartSink sink) {
        throw new IllegalStateException();
    }

    /** Encodes a file. */
    public UnitEncoder origin(
            Mode mode,
            String sha256,
            String name,
            Instant modified,
            long revision,
            List<Column> columns,
            PartSink sink) {
        throw new IllegalStateException();
    }

    /** Encodes the rows of one unit. */
    public interface UnitEncoder {
        void add(Row row) throws InterruptedException;

        /** Makes the last part; a unit without rows is one part without rows. */
        void finish() throws InterruptedException;

        /** Bytes this encoder holds in memory now. */
        long buffered();
    }
}
