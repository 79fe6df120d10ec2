package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder.UnitEncoder;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WindowHasher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a read gives of one window: counted and hashed, and encoded where that is asked for. Used by
 * the reader's thread; after the read by whoever stores it.
 */
final class WindowRows {
    private static final Column OFFERED = DataType.INTERVALS.column("offered").orElseThrow();
    private static final Column END = DataType.AGENT_STATUS.column("endtime").orElseThrow();

    private final WindowRecord line;
    private final DataType data;
    private final long knownTo;
    private final Instant upTo;
    private final WindowHasher hasher = new WindowHasher();
    private final List<Rejection> rejections = new ArrayList<>();
    private UnitEncoder encoder;
    private long offered;
    private int rejected;
    private long knownRows;
    private long knownOffered;
    private Found.Spans spans = Found.Spans.NONE;

    /**
     * @param knownTo up to where the line's content was read, in microseconds since
     *     1970-01-01T00:00:00Z
     * @param upTo up to where rows are read now
     */
    WindowRows(WindowRecord line, DataType data, long knownTo, Instant upTo) {
        this.line = line;
        this.data = data;
        this.knownTo = knownTo;
        this.upTo = upTo;
    }

    WindowRecord line() {
        return line;
    }

    UnitEncoder encoder() {
        return encoder;
    }

    void encodeWith(UnitEncoder to) {
        encoder = to;
    }

    void add(Row row) throws InterruptedException {
        long one = data == DataType.INTERVALS ? row.number(OFFERED) : 1;
        offered += one;
        if (row.time() < knownTo) {
            knownRows++;
            knownOffered += one;
        }
        if (data == DataType.AGENT_STATUS) {
            spans = spans.and(row.number(END));
        }
        if (encoder == null) {
            hasher.add(row);
        } else {
            encoder.addHashed(row);
        }
    }

    void reject(Rejection rejection) {
        rejected++;
        if (rejections.size() < Found.REJECTIONS_KEPT) {
            rejections.add(rejection);
        }
    }

    Found found() {
        WindowHash hash = encoder == null ? hasher.result() : encoder.hash();
        boolean same = line.content().filter(hash::equals).isPresent();
        var known =
                same
                        ? new Found.Known(hash.rows(), offered, upTo)
                        : new Found.Known(knownRows, knownOffered, upTo);
        return new Found(hash, offered, rejected, spans, List.copyOf(rejections), known);
    }
}
