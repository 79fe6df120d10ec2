package io.tidegate.agent.batch;

import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchWriter;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Collects the rows of one unit and has a part made whenever enough are together. Holds at most the
 * rows of two parts: those of one are compressed while the other's come. Used by one thread until
 * it has ended; it may be finished by another, on which the last parts reach the sink.
 */
final class RowsEncoder implements BatchEncoder.UnitEncoder {
    private static final int TARGET = 2 << 20;
    private static final int LEAST_TARGET = 128 << 10;

    private final Compression compression;
    private final Spares spares;
    private final Press press;
    private final PartSink sink;
    private BatchHeader.Content header;
    private BatchWriter rows;
    private int count;
    private long all;
    private int target = TARGET;
    private boolean ended;
    private boolean finished;

    /** Rows that are being compressed, and where they stand; null if there are none. */
    private Future<List<EncodedPart>> pressed;

    private BatchWriter pressedRows;

    /** The last part, made ahead of its time from all rows that are here; null if there is none. */
    private Future<List<EncodedPart>> ahead;

    private boolean hinted;
    private final Hashing hashing;

    RowsEncoder(
            Compression compression,
            BatchHeader.Content header,
            Spares spares,
            Press press,
            PartSink sink) {
        this.compression = compression;
        this.header = header;
        this.spares = spares;
        this.press = press;
        this.sink = sink;
        this.rows = writer();
        this.hashing = new Hashing(spares, press);
    }

    private BatchWriter writer() {
        BatchWriter writer = spares.writer();
        writer.columns(header.data(), header.columns());
        return writer;
    }

    @Override
    public void add(Row row) throws InterruptedException {
        makeRoom();
        rows.row(row);
        count++;
    }

    @Override
    public void addHashed(Row row) throws InterruptedException {
        makeRoom();
        rows.row(row, hashing.spell(row));
        count++;
    }

    private void makeRoom() throws InterruptedException {
        requireOpen();
        all++;
        ahead = null;
        if (rows.size() >= target) {
            handOn();
            begin(later(false));
        }
    }

    @Override
    public void likelyComplete() throws InterruptedException {
        if (!hinted) {
            hinted = true;
            ahead = later(true);
            hashing.end();
        }
    }

    @Override
    public void end() throws InterruptedException {
        requireOpen();
        if (ahead == null) {
            ahead = later(true);
        }
        hashing.end();
        ended = true;
    }

    @Override
    public void finish() throws InterruptedException {
        if (!ended) {
            end();
        }
        requireUnfinished();
        finished = true;
        handOn();
        for (EncodedPart part : Press.done(ahead)) {
            sink.part(part);
        }
        spares.giveBack(rows);
        hashing.finish();
    }

    @Override
    public WindowHash hash() {
        WindowHash hash = hashing.result();
        if (hash.rows() != all) {
            throw new IllegalStateException(
                    "%d of %d rows were hashed".formatted(hash.rows(), all));
        }
        return hash;
    }

    @Override
    public long buffered() {
        if (finished) {
            return 0;
        }
        return hashing.buffered()
                + rows.size()
                + (pressed == null ? 0 : pressedRows.size())
                + made(ahead);
    }

    private static long made(Future<List<EncodedPart>> work) {
        return work != null && work.state() == Future.State.SUCCESS
                ? work.resultNow().stream().mapToLong(part -> part.body().length).sum()
                : 0;
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("this unit has ended");
        }
    }

    private void requireUnfinished() {
        if (finished) {
            throw new IllegalStateException("this unit is finished");
        }
    }

    /** Has the rows that are here made into parts; they stay as they are until that is done. */
    private Future<List<EncodedPart>> later(boolean last) {
        RowLines lines = new RowLines(rows.array(), 0, rows.size(), count);
        BatchHeader.Content opening = header;
        return press.later(
                () -> {
                    Workbench bench = spares.bench();
                    List<EncodedPart> parts = new ArrayList<>();
                    encode(bench, opening, lines, last, parts);
                    spares.giveBack(bench);
                    return parts;
                });
    }

    /** Goes on with other rows. */
    private void begin(Future<List<EncodedPart>> before) {
        pressed = before;
        pressedRows = rows;
        header = header.withFirst(false);
        rows = writer();
        count = 0;
    }

    private void handOn() throws InterruptedException {
        if (pressed == null) {
            return;
        }
        List<EncodedPart> parts = Press.done(pressed);
        pressed = null;
        spares.giveBack(pressedRows);
        if (parts.size() > 1) {
            target = Math.max(LEAST_TARGET, target / 2);
        }
        for (EncodedPart part : parts) {
            sink.part(part);
        }
    }

    /** Rows that hardly compress make too large a part: then two, and smaller ones from now on. */
    private void encode(
            Workbench bench,
            BatchHeader.Content opening,
            RowLines lines,
            boolean last,
            List<EncodedPart> parts) {
        EncodedPart part = bench.part(compression, opening, lines, last);
        if (part.body().length <= Limits.ENCODED_BYTES || lines.rows() < 2) {
            parts.add(part);
            return;
        }
        int half = lines.rows() / 2;
        encode(bench, opening, lines.first(half), false, parts);
        encode(bench, opening.withFirst(false), lines.without(half), last, parts);
    }
}
