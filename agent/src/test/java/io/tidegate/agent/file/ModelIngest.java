package io.tidegate.agent.file;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.Parts;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.Store;
import io.tidegate.protocol.BatchException;
import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchLine;
import io.tidegate.protocol.BatchReader;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.Scope;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the protocol says an ingest does with files, in memory: parts take effect with the last, the
 * same origin replaces its own rows, an older file changes nothing of a newer one.
 */
final class ModelIngest {
    /** Rows that took effect, per file, in the order of files. */
    private final Map<String, Effect> effects = new LinkedHashMap<>();

    private final List<Row> open = new ArrayList<>();
    private final List<BatchHeader.Content> headers = new ArrayList<>();
    private boolean isOpen;
    private long received;

    private record Effect(Scope.Origin origin, Mode mode, List<Row> rows) {}

    /** Takes all that waits; tells how many batches that were. */
    int deliver(Store store, String stream) throws BatchException, IOException {
        int count = 0;
        while (deliverOne(store, stream)) {
            count++;
        }
        return count;
    }

    /** Takes the batch at the head of the lane; false if there is none. */
    boolean deliverOne(Store store, String stream) throws BatchException, IOException {
        Optional<SpooledBatch> head = store.write(tx -> tx.attempt(stream, Lane.LIVE));
        if (head.isEmpty()) {
            return false;
        }
        if (head.get().part().isPresent()) {
            take(head.get().part().get());
        } else {
            isOpen = false;
        }
        store.change(tx -> tx.settle(head.get(), List.of()));
        return true;
    }

    /** Every row that stands now. */
    List<Row> rows() {
        Map<List<Object>, Row> byIdentity = new LinkedHashMap<>();
        List<Row> all = new ArrayList<>();
        effects.values().stream()
                .sorted(
                        java.util.Comparator.comparing((Effect e) -> e.origin.modified())
                                .thenComparing(e -> e.origin.name()))
                .forEach(
                        effect -> {
                            for (Row row : effect.rows) {
                                if (effect.mode == Mode.UPSERT) {
                                    byIdentity.put(identity(row), row);
                                } else {
                                    all.add(row);
                                }
                            }
                        });
        all.addAll(byIdentity.values());
        return all;
    }

    /** The sum of a number over all rows that stand. */
    long sum(String column) {
        return rows().stream()
                .mapToLong(r -> r.number(r.type().column(column).orElseThrow()))
                .sum();
    }

    /** All rows that came, whether or not they took effect. */
    long received() {
        return received;
    }

    /** Headers of all parts that came, in order. */
    List<BatchHeader.Content> headers() {
        return headers;
    }

    private void take(EncodedPart part) throws BatchException, IOException {
        var reader =
                new BatchReader(new ByteArrayInputStream(Parts.decode(part)), Limits.DECODED_BYTES);
        var header = (BatchHeader.Content) reader.header();
        headers.add(header);
        if (header.first()) {
            open.clear();
            isOpen = true;
        }
        if (!isOpen) {
            throw new AssertionError("a part came without its first");
        }
        boolean last = false;
        for (BatchLine line = reader.next(); ; line = reader.next()) {
            if (line instanceof BatchLine.Good(int _, Row row)) {
                open.add(row);
                received++;
            } else if (line instanceof BatchLine.End(int _, boolean isLast)) {
                last = isLast;
                break;
            } else {
                throw new AssertionError("a row that the ingest would reject: " + line);
            }
        }
        if (last) {
            var origin = (Scope.Origin) header.scope();
            effects.put(origin.sha256(), new Effect(origin, header.mode(), List.copyOf(open)));
            isOpen = false;
        }
    }

    private static List<Object> identity(Row row) {
        List<Object> identity = new ArrayList<>();
        row.type()
                .identity()
                .forEach(
                        c ->
                                identity.add(
                                        c.kind().isText() ? row.text(c) : (Object) row.number(c)));
        return identity;
    }
}
