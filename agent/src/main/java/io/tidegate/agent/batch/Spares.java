package io.tidegate.agent.batch;

import io.tidegate.protocol.BatchWriter;
import io.tidegate.protocol.Canonical;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Large buffers that wait for their next use, a few of each kind; more are left to the collector.
 * Whoever fails with one in hand just drops it. Thread-safe.
 */
final class Spares {
    private static final int KEPT = 2;

    /** As many windows of a day as are usually read together. */
    private static final int SMALL_KEPT = 12;

    private static final int SMALL = 1 << 20;
    private static final int START = 8 << 10;

    private final Queue<Workbench> benches = new ArrayBlockingQueue<>(KEPT);
    private final Queue<BatchWriter> writers = new ArrayBlockingQueue<>(KEPT);
    private final Queue<BatchWriter> smallWriters = new ArrayBlockingQueue<>(SMALL_KEPT);

    private final Queue<Canonical> canonicals = new ArrayBlockingQueue<>(SMALL_KEPT);

    Workbench bench() {
        Workbench spare = benches.poll();
        return spare == null ? new Workbench() : spare;
    }

    void giveBack(Workbench bench) {
        benches.offer(bench);
    }

    BatchWriter writer() {
        BatchWriter small = smallWriters.poll();
        BatchWriter spare = small == null ? writers.poll() : small;
        return spare == null ? new BatchWriter(START) : spare;
    }

    Canonical canonical() {
        Canonical spare = canonicals.poll();
        return spare == null ? new Canonical() : spare;
    }

    void giveBack(Canonical canonical) {
        canonical.clear();
        if (canonical.capacity() <= SMALL) {
            canonicals.offer(canonical);
        }
    }

    void giveBack(BatchWriter writer) {
        writer.clear();
        (writer.array().length > SMALL ? writers : smallWriters).offer(writer);
    }
}
