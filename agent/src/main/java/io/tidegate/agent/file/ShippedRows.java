package io.tidegate.agent.file;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.Row;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Counts the rows of a file as they are shipped, and tells which of them stand in the spool since
 * before a kill. These are not taken on trust: what is passed over must be the rows that were
 * stored, by a sum over all values, up to the last 255 of them. Memory: a few bytes per 256 rows of
 * the two parts that are being made. Used by one thread.
 */
final class ShippedRows {
    static final int STEP = 256;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final long stored;
    private final Proof expected;
    private final Deque<Proof> proofs = new ArrayDeque<>();
    private long rows;
    private long sum;

    /**
     * What the first rows of a file are.
     *
     * @param rows how many
     * @param sum over their values, in order
     */
    record Proof(long rows, long sum) {
        static final Proof NONE = new Proof(0, 0);
    }

    /** The rows are not those that were stored. */
    static final class OtherRowsException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param bookmark of what is stored; empty if nothing is
     */
    ShippedRows(Optional<Bookmark> bookmark) {
        this.stored = bookmark.map(Bookmark::rows).orElse(0L);
        this.expected = bookmark.map(Bookmark::proof).orElse(Proof.NONE);
        proofs.add(Proof.NONE);
    }

    /**
     * Counts one more.
     *
     * @return whether it is to be stored
     * @throws OtherRowsException if it stands for another that is stored
     */
    boolean isNew(Row row) {
        rows++;
        sum = mixed(row);
        if (rows % STEP == 0) {
            if (rows == expected.rows && sum != expected.sum) {
                throw new OtherRowsException();
            }
            proofs.add(new Proof(rows, sum));
        }
        if (rows <= stored) {
            proof(rows); // None before what is stored is asked for any more.
        }
        return rows > stored;
    }

    /**
     * No row follows.
     *
     * @throws OtherRowsException if there are fewer than are stored
     */
    void end() {
        if (rows < stored) {
            throw new OtherRowsException();
        }
    }

    long count() {
        return rows;
    }

    /** The proof of as many of the first rows as there is one for; asked for more and more. */
    Proof proof(long upTo) {
        Proof last = proofs.removeFirst();
        while (!proofs.isEmpty() && proofs.getFirst().rows <= upTo) {
            last = proofs.removeFirst();
        }
        proofs.addFirst(last);
        return last;
    }

    private long mixed(Row row) {
        long mix = sum;
        for (Column column : row.type().columns()) {
            long value = column.kind().isText() ? textSum(row.text(column)) : row.number(column);
            mix = (mix ^ value) * FACTOR;
            mix ^= mix >>> Integer.SIZE;
        }
        return mix;
    }

    private static long textSum(String text) {
        return text == null ? Row.NULL : text.hashCode() + ((long) text.length() << Integer.SIZE);
    }
}
