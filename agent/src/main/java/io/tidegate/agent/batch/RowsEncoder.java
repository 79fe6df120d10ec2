package io.tidegate.agent.batch;

import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchWriter;
import io.tidegate.protocol.Canonical;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Row;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Collects the rows of one unit and makes a part whenever enough are together. Holds at most the
 * rows of one part. Used by one thread.
 */
final class RowsEncoder implements BatchEncoder.UnitEncoder {
    private static final int TARGET = 2 << 20;
    private static final int LEAST_TARGET = 128 << 10;

    private final Compression compression;
    private final Spares spares;
    private final PartSink sink;
    private final BatchWriter rows;
    private BatchHeader.Content header;
    private int count;
    private int target = TARGET;
    private boolean finished;

    /** The last part, made ahead of its time from all rows that are here; null if there is none. */
    private EncodedPart ahead;

    private boolean hinted;

    RowsEncoder(Compression compression, BatchHeader.Content header, Spares spares, PartSink sink) {
        this.compression = compression;
        this.header = header;
        this.spares = spares;
        this.sink = sink;
        this.rows = spares.writer();
        rows.columns(header.data(), header.columns());
    }

    @Override
    public void add(Row row) throws InterruptedException {
        makeRoom();
        rows.row(row);
        count++;
    }

    @Override
    public void add(Row row, Canonical spelled) throws InterruptedException {
        makeRoom();
        rows.row(row, spelled);
        count++;
    }

    private void makeRoom() throws InterruptedException {
        requireOpen();
        ahead = null;
        if (rows.size() >= target) {
            flush(false);
        }
    }

    @Override
    public void likelyComplete() {
        if (hinted) {
            return;
        }
        hinted = true;
        Workbench bench = spares.bench();
        ahead = bench.part(compression, header, lines(), true);
        spares.giveBack(bench);
    }

    @Override
    public void finish() throws InterruptedException {
        requireOpen();
        if (ahead != null && ahead.body().length <= Limits.ENCODED_BYTES) {
            sink.part(ahead);
        } else {
            flush(true);
        }
        finished = true;
        spares.giveBack(rows);
    }

    @Override
    public long buffered() {
        return finished ? 0 : rows.size() + (ahead == null ? 0 : ahead.body().length);
    }

    private void requireOpen() {
        if (finished) {
            throw new IllegalStateException("this unit is finished");
        }
    }

    private void flush(boolean last) throws InterruptedException {
        Deque<EncodedPart> parts = new ArrayDeque<>();
        Workbench bench = spares.bench();
        encode(bench, lines(), last, parts);
        spares.giveBack(bench);
        rows.clear();
        count = 0;
        for (EncodedPart part : parts) {
            sink.part(part);
        }
    }

    private RowLines lines() {
        return new RowLines(rows.array(), 0, rows.size(), count);
    }

    /** Rows that hardly compress make too large a part: then two, and smaller ones from now on. */
    private void encode(Workbench bench, RowLines lines, boolean last, Deque<EncodedPart> parts) {
        EncodedPart part = bench.part(compression, header, lines, last);
        if (part.body().length <= Limits.ENCODED_BYTES || lines.rows() < 2) {
            parts.add(part);
            header = header.withFirst(false);
            return;
        }
        target = Math.max(LEAST_TARGET, target / 2);
        int half = lines.rows() / 2;
        encode(bench, lines.first(half), false, parts);
        encode(bench, lines.without(half), last, parts);
    }
}
