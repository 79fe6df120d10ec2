package io.tidegate.agent.batch;

import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.Scope;
import io.tidegate.protocol.WindowHash;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Makes the batches of one stream. A part has some 2 MiB of rows, at most 1 MiB encoded and 8 MiB
 * decoded. Thread-safe; the encoders it gives out are not.
 */
public final class BatchEncoder {
    private final String agent;
    private final String stream;
    private final DataType data;
    private final Optional<Duration> interval;
    private final ZoneId zone;
    private final Supplier<String> encoding;
    private final Spares spares = new Spares();
    private final Press press;

    /**
     * @param interval the length of an interval; means something for {@link DataType#INTERVALS}
     *     only
     * @param encoding {@code zstd} or {@code gzip}; asked for each unit, by the thread that encodes
     *     it, since an ingest may turn out not to understand zstd
     */
    public BatchEncoder(
            String agent,
            String stream,
            DataType data,
            Duration interval,
            ZoneId zone,
            Supplier<String> encoding) {
        this.agent = agent;
        this.stream = stream;
        this.data = data;
        this.interval = data == DataType.INTERVALS ? Optional.of(interval) : Optional.empty();
        this.zone = zone;
        this.encoding = encoding;
        this.press = new Press(stream);
    }

    /**
     * Encodes a window: its parts go to the sink as they fill, the last one with {@link
     * UnitEncoder#finish()}.
     */
    public UnitEncoder window(
            Instant from, Instant to, long revision, List<Column> columns, PartSink sink) {
        return encoder(Mode.REPLACE, new Scope.Window(from, to, revision), columns, true, sink);
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
        return encoder(
                mode, new Scope.Origin(sha256, name, revision, modified), columns, true, sink);
    }

    /** Encodes what is left of a file of which earlier parts are stored: no part is its first. */
    public UnitEncoder rest(
            Mode mode,
            String sha256,
            String name,
            Instant modified,
            long revision,
            List<Column> columns,
            PartSink sink) {
        return encoder(
                mode, new Scope.Origin(sha256, name, revision, modified), columns, false, sink);
    }

    private UnitEncoder encoder(
            Mode mode, Scope scope, List<Column> columns, boolean first, PartSink sink) {
        BatchHeader.Content header =
                new BatchHeader.Content(
                        agent,
                        stream,
                        data,
                        interval,
                        Optional.of(zone),
                        mode,
                        scope,
                        first,
                        columns);
        return new RowsEncoder(Compression.of(encoding.get()), header, spares, press, sink);
    }

    /** Does something behind all that was given to encode so far, on the thread that encodes. */
    public <T> Future<T> afterwards(Callable<T> work) {
        return press.later(work);
    }

    /** What came of it; what it threw, if that was unchecked. */
    public static <T> T done(Future<T> work) throws InterruptedException {
        return Press.done(work);
    }

    /**
     * Encodes the rows of one unit. May simply be dropped unfinished, and must be after an error.
     */
    public interface UnitEncoder {
        /**
         * @throws IllegalArgumentException if the row has a value in a column that was not named
         */
        void add(Row row) throws InterruptedException;

        /** The same for a row that is hashed as well: each value is spelled once. */
        void addHashed(Row row) throws InterruptedException;

        /**
         * A hint that no row may follow: the last part is made ahead of its time, once. If a row
         * follows all the same, nothing but that work is lost.
         */
        void likelyComplete() throws InterruptedException;

        /** No row follows: what is left is made, without waiting for it. */
        void end() throws InterruptedException;

        /** Hands on the last part; a unit without rows is one part without rows. */
        void finish() throws InterruptedException;

        /** The hash of the rows that were {@link #addHashed}; there once this is finished. */
        WindowHash hash();

        /** Bytes this encoder holds in memory now. */
        long buffered();
    }
}
