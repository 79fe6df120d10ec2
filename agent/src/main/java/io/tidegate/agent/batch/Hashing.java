package io.tidegate.agent.batch;

import io.tidegate.protocol.Canonical;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WindowHasher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/**
 * The content hash of one unit's rows. They are spelled here and hashed by the press, some hundred
 * at a time: bytes that are read in a row move from one processor to another at little cost. Used
 * by one thread.
 */
final class Hashing {
    /** Bytes that are hashed at once. */
    private static final int BLOCK = 128 << 10;

    /** Blocks that may wait for the press: whoever spells faster waits. */
    private static final int MOST_WAITING = 8;

    private final Spares spares;
    private final Press press;
    private final WindowHasher sum = new WindowHasher();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Canonical block;
    private WindowHash result;

    /** A block that the press has not hashed yet, as far as is known. */
    private record Waiting(Future<WindowHash> hash, int size) {}

    Hashing(Spares spares, Press press) {
        this.spares = spares;
        this.press = press;
    }

    /** The spelled row, as the last of some. */
    Canonical spell(Row row) throws InterruptedException {
        if (block != null && block.size() >= BLOCK) {
            end();
        }
        if (block == null) {
            block = spares.canonical();
        }
        block.append(row);
        return block;
    }

    private WindowHash hash(Canonical rows) {
        WindowHasher hasher = new WindowHasher();
        hasher.add(rows);
        spares.giveBack(rows);
        return hasher.result();
    }

    /** What is here goes to the press: enough is together, or no row may follow. */
    void end() throws InterruptedException {
        if (block != null) {
            Canonical full = block;
            block = null;
            waiting.add(new Waiting(press.later(() -> hash(full)), full.size()));
        }
        while (waiting.size() > MOST_WAITING || isFirstDone()) {
            addFirst();
        }
    }

    private boolean isFirstDone() {
        return !waiting.isEmpty() && waiting.peek().hash.isDone();
    }

    private void addFirst() throws InterruptedException {
        sum.add(Press.done(waiting.remove().hash));
    }

    /** Waits for the hashes, after the end. */
    void finish() throws InterruptedException {
        while (!waiting.isEmpty()) {
            addFirst();
        }
        result = sum.result();
    }

    WindowHash result() {
        if (result == null) {
            throw new IllegalStateException("not all rows are hashed yet");
        }
        return result;
    }

    /** Bytes in memory. */
    long buffered() {
        long bytes = block == null ? 0 : block.size();
        for (Waiting one : waiting) {
            bytes += one.hash.isDone() ? 0 : one.size;
        }
        return bytes;
    }
}
