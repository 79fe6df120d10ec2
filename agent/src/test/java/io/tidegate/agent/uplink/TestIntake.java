package io.tidegate.agent.uplink;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.Parts;
import io.tidegate.agent.store.NewBatch;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WindowHasher;
import io.tidegate.protocol.WireTime;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The other side of the store: a source of contacts in memory, cut into hours, and the least that
 * intake does to keep the ingest equal to it. One revision of a window on its way at a time.
 */
final class TestIntake {
    static final Instant T0 = Instant.parse("2026-11-20T00:00:00Z");
    private static final DataType DATA = DataType.CONTACTS;

    private final Store store;
    private final Supplier<String> encoding;
    private final Map<String, TreeMap<Integer, List<Integer>>> source = new TreeMap<>();

    TestIntake(Store store, String encoding) {
        this(store, () -> encoding);
    }

    TestIntake(Store store, Supplier<String> encoding) {
        this.store = store;
        this.encoding = encoding;
    }

    static Instant hour(int n) {
        return T0.plus(Duration.ofHours(n));
    }

    static Unit.Window unit(String stream, int hour) {
        return new Unit.Window(stream, hour(hour));
    }

    /** Sets what the source holds for an hour: contacts by number. */
    void hold(String stream, int hour, Integer... contacts) {
        source.computeIfAbsent(stream, _ -> new TreeMap<>()).put(hour, List.of(contacts));
    }

    /** As {@link #hold}, and stores it at once. */
    void put(String stream, Lane lane, int hour, int parts, Integer... contacts) {
        hold(stream, hour, contacts);
        store.change(tx -> read(tx, stream, lane, hour, parts));
    }

    /** A pass over everything; what has not changed costs nothing. */
    void pass(Lane lane, int parts) {
        store.change(
                tx ->
                        source.forEach(
                                (stream, hours) ->
                                        hours.keySet()
                                                .forEach(
                                                        h -> refresh(tx, stream, lane, h, parts))));
    }

    private void refresh(Tx tx, String stream, Lane lane, int hour, int parts) {
        Optional<WindowRecord> line = tx.window(stream, hour(hour));
        boolean current =
                line.filter(l -> l.state() == WindowRecord.State.READ)
                        .filter(l -> l.content().equals(Optional.of(hash(stream, hour))))
                        .isPresent();
        if (!current && !tx.onItsWay(unit(stream, hour))) {
            read(tx, stream, lane, hour, parts);
        }
    }

    private void read(Tx tx, String stream, Lane lane, int hour, int parts) {
        Unit unit = unit(stream, hour);
        tx.dropUnattempted(unit);
        long revision = tx.nextRevision(stream);
        Optional<WindowRecord> line = tx.window(stream, hour(hour));
        for (EncodedPart part : encode(stream, hour, revision, parts)) {
            tx.append(new NewBatch(lane, unit, revision, part));
        }
        tx.putWindow(
                new WindowRecord(
                        stream,
                        hour(hour),
                        hour(hour + 1),
                        WindowRecord.State.READ,
                        Optional.of(hash(stream, hour)),
                        0,
                        revision,
                        line.map(WindowRecord::acked).orElse(0L),
                        0,
                        false,
                        "recipe",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        ""));
    }

    private List<EncodedPart> encode(String stream, int hour, long revision, int parts) {
        var made = new ArrayList<EncodedPart>();
        var encoder =
                new BatchEncoder(
                                "a1",
                                stream,
                                DATA,
                                Duration.ofMinutes(15),
                                ZoneOffset.UTC,
                                encoding)
                        .window(hour(hour), hour(hour + 1), revision, DATA.columns(), made::add);
        try {
            for (Row row : rows(stream, hour)) {
                encoder.add(row);
            }
            encoder.finish();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return parts == 1
                ? made
                : made.stream().flatMap(p -> Parts.halve(p).orElse(List.of(p)).stream()).toList();
    }

    WindowHash hash(String stream, int hour) {
        var hasher = new WindowHasher();
        rows(stream, hour).forEach(hasher::add);
        return hasher.result();
    }

    private List<Row> rows(String stream, int hour) {
        return source.get(stream).get(hour).stream().map(n -> row(hour, n)).toList();
    }

    private static Row row(int hour, int contact) {
        long[] numbers = new long[DATA.columns().size()];
        String[] texts = new String[numbers.length];
        java.util.Arrays.fill(numbers, Row.NULL);
        texts[at("queueidentifier")] = "q" + contact % 3;
        texts[at("queuename")] = "Queue";
        texts[at("contactidentifier")] = "c" + contact;
        numbers[at("timestamp")] = WireTime.micros(hour(hour)) + contact % 3600 * 1_000_000L;
        numbers[at("answered")] = contact % 2;
        numbers[at("duration")] = contact * 1000L;
        return new Row(DATA, numbers, texts);
    }

    private static int at(String column) {
        return DATA.column(column).orElseThrow().ordinal();
    }

    /** What the ingest should hold of a stream once all is through, row by row. */
    Map<String, List<String>> expected(String stream) {
        var expected = new TreeMap<String, List<String>>();
        source.getOrDefault(stream, new TreeMap<>())
                .forEach(
                        (hour, contacts) ->
                                expected.put(
                                        WireTime.format(hour(hour)),
                                        contacts.stream()
                                                .map(n -> canonical(hour, n))
                                                .sorted()
                                                .toList()));
        return expected;
    }

    static String canonical(int hour, int contact) {
        return "{\"answered\":%d,\"channel\":\"calls\",\"contactidentifier\":\"c%d\",\"duration\":%d,\"queueidentifier\":\"q%d\",\"timestamp\":\"%s\"}"
                .formatted(
                        contact % 2,
                        contact,
                        contact,
                        contact % 3,
                        WireTime.format(hour(hour).plusSeconds(contact % 3600)));
    }

    static Integer[] contacts(int from, int to) {
        return IntStream.range(from, to).boxed().toArray(Integer[]::new);
    }
}
