package io.tidegate.agent.file;

import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.SameKeyRows;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.protocol.Row;

import java.util.Optional;

/**
 * Makes one row of the rows of one identity, over a whole file. Rows whose identity comes once pass
 * at once; the others wait until the end, in memory if they are few, else on disk in pieces of
 * which each fits into memory. Used by one thread.
 */
final class Combiner implements AutoCloseable {
    private final Optional<IntervalCounts> counts;
    private final SameKey same;
    private final SameKeyRows held;
    private final RowSpill spill;
    private long combined;

    /**
     * @param counts of the whole file; empty where rows are not combined
     * @param spill where many rows wait; closed with this
     */
    Combiner(SameKey same, Optional<IntervalCounts> counts, RowSpill spill) {
        this.same = same;
        this.counts = counts;
        this.spill = spill;
        this.held = new SameKeyRows(same, true);
    }

    void add(Row row, RowTaker taker) throws InterruptedException {
        if (counts.isEmpty() || !counts.get().isRepeated(row)) {
            taker.taken(row);
        } else if (counts.get().isMany()) {
            spill.add(row);
        } else {
            held.add(row);
        }
    }

    /** Gives away what waited. */
    void finish(RowTaker taker) throws InterruptedException {
        held.drain(taker);
        combined = held.combined();
        for (int piece = 0; piece < spill.pieces(); piece++) {
            var rows = new SameKeyRows(same, true);
            spill.read(piece, rows::add);
            rows.drain(taker);
            combined += rows.combined();
        }
    }

    /** How many rows went into another. */
    long combined() {
        return combined;
    }

    @Override
    public void close() {
        spill.close();
    }
}
