package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.Parts;
import io.tidegate.agent.row.Checked;
import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.BatchException;
import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchLine;
import io.tidegate.protocol.BatchReader;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.Scope;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WindowHasher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What an ingest makes of the batches: windows that replace one another, whole or not at all. */
final class Cloud {
    record Stored(Instant to, long revision, List<Row> rows) {
        WindowHash hash() {
            var hasher = new WindowHasher();
            rows.forEach(hasher::add);
            return hasher.result();
        }
    }

    private record Open(Scope.Window window, List<Row> rows) {}

    final NavigableMap<Instant, Stored> windows = new TreeMap<>();
    private final Map<Lane, Open> open = new EnumMap<>(Lane.class);
    private final Map<Lane, Long> seqs = new EnumMap<>(Lane.class);
    int batches;
    List<Instant> order = new ArrayList<>();

    /** Numbers begin at 1 again. */
    void newEpoch() {
        seqs.clear();
        open.clear();
    }

    /** A window as a comparison takes it over. */
    WindowRecord record(Instant from, Stored stored) {
        return new WindowRecord(
                World.STREAM,
                from,
                stored.to,
                WindowRecord.State.READ,
                Optional.of(stored.hash()),
                stored.rows.size(),
                stored.revision,
                stored.revision,
                0,
                false,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "");
    }

    /** Takes everything that waits in the spool. */
    void takeAll(Store store) {
        while (takeOne(store)) {
            batches++;
        }
    }

    /** Takes one batch; whether there was one. */
    boolean takeOne(Store store) {
        Optional<SpooledBatch> batch = attempt(store);
        batch.ifPresent(b -> take(store, b));
        return batch.isPresent();
    }

    Optional<SpooledBatch> attempt(Store store) {
        List<LanePosition> lanes = store.read(Tx::lanesWithWork);
        return lanes.isEmpty()
                ? Optional.empty()
                : store.write(tx -> tx.attempt(World.STREAM, lanes.getFirst().lane()));
    }

    void take(Store store, SpooledBatch batch) {
        assertEquals(seqs.merge(batch.lane(), 1L, Long::sum), batch.seq());
        if (batch.part().isPresent()) {
            apply(batch);
        } else {
            open.remove(batch.lane());
        }
        store.change(tx -> tx.settle(batch, List.of()));
    }

    private void apply(SpooledBatch batch) {
        try {
            byte[] plain = Parts.decode(batch.part().orElseThrow());
            var reader = new BatchReader(new ByteArrayInputStream(plain), Limits.DECODED_BYTES);
            apply(batch, (BatchHeader.Content) reader.header(), reader);
        } catch (BatchException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private void apply(SpooledBatch batch, BatchHeader.Content header, BatchReader reader)
            throws BatchException, IOException {
        var window = (Scope.Window) header.scope();
        if (header.first()) {
            open.put(batch.lane(), new Open(window, new ArrayList<>()));
        }
        Open now = open.get(batch.lane());
        assertTrue(now != null && now.window.equals(window), "the window is not open");
        while (true) {
            switch (reader.next()) {
                case BatchLine.Good good -> now.rows.add(good.row());
                case BatchLine.Bad bad -> throw new AssertionError(bad);
                case BatchLine.End end -> {
                    if (end.last()) {
                        replace(window, now.rows);
                        open.remove(batch.lane());
                    }
                    return;
                }
            }
        }
    }

    private void replace(Scope.Window window, List<Row> rows) {
        Stored before = windows.get(window.from());
        assertTrue(before == null || before.revision < window.revision(), "superseded");
        Map.Entry<Instant, Stored> left = windows.lowerEntry(window.from());
        assertTrue(left == null || !left.getValue().to.isAfter(window.from()), "overlap");
        Instant right = windows.higherKey(window.from());
        assertTrue(right == null || !right.isBefore(window.to()), "overlap");
        windows.put(window.from(), new Stored(window.to(), window.revision(), List.copyOf(rows)));
        order.add(window.from());
    }

    List<String> shown() {
        return windows.values().stream()
                .flatMap(w -> w.rows.stream())
                .map(Checked::shown)
                .sorted()
                .toList();
    }

    long rows() {
        return windows.values().stream().mapToLong(w -> w.rows.size()).sum();
    }
}
