package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder.UnitEncoder;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WindowHasher;

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
    private final WindowHasher hasher = new WindowHasher();
    private final List<Rejection> rejections = new ArrayList<>();
    private UnitEncoder encoder;
    private long offered;
    private int rejected;
    private Found.Spans spans = Found.Spans.NONE;

    WindowRows(WindowRecord line, DataType data) {
        this.line = line;
        this.data = data;
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
        switch (data) {
            case INTERVALS -> offered += row.number(OFFERED);
            case CONTACTS -> offered++;
            case AGENT_STATUS -> {
                offered++;
                spans = spans.and(row.number(END));
            }
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
        return new Found(hash, offered, rejected, spans, List.copyOf(rejections));
    }
}
