package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the ledger of a stream has the rows that came for another time. Rows that are lost are
 * listed beside what their own windows reject, so that no window is held for them and no later read
 * takes them off the list. Remembers the last {@value #REMEMBERED}, so that each is listed and
 * counted once; after a restart what is found again takes the place of what was listed of the same
 * window. Asked only once the cut of the stream is known. Used by one thread.
 */
final class StrayPlaces implements Astray.Places {
    private static final int REMEMBERED = 1_000;

    /** The settings under which rows of other times were seen to be harmless. */
    private static final String HARMLESS = "astray.harmless";

    private final SourceConfig config;
    private final Store store;
    private final Clock clock;
    private final Map<Instant, Map<String, RejectRecord>> listed = new LinkedHashMap<>();
    private int remembered;

    StrayPlaces(SourceConfig config, Store store, Clock clock) {
        this.config = config;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Astray.Window window(Instant time) {
        Instant base = stream().cutBase().orElseThrow();
        WindowRecord line =
                store.read(
                        tx -> Cut.of(config, base).windows(tx, time, time.plusNanos(1)).getFirst());
        return new Astray.Window(line.from(), line.to());
    }

    /** Whole days of the history are read in the backfill's hours only. */
    @Override
    public Instant begin(Instant now) {
        StreamRecord stream = stream();
        Instant base = stream.cutBase().orElseThrow();
        Instant begin = isTimeForHistory(now) ? stream.cutFrom().orElse(base) : base;
        Instant kept = Cut.keptFrom(config, now);
        return kept.isAfter(begin) ? kept : begin;
    }

    private boolean isTimeForHistory(Instant now) {
        return Cut.sql(config)
                .backfillHours()
                .map(h -> History.within(h, LocalTime.ofInstant(now, config.zone())))
                .orElse(true);
    }

    private StreamRecord stream() {
        return store.read(tx -> tx.stream(config.name())).orElseThrow();
    }

    @Override
    public void list(Astray.Window own, Map<String, Rejection> lost) {
        Map<String, RejectRecord> all =
                listed.computeIfAbsent(own.from(), _ -> new LinkedHashMap<>());
        int before = all.size();
        var unit = new Unit.Window(config.name(), own.from());
        lost.forEach((key, why) -> all.computeIfAbsent(key, _ -> record(unit, why)));
        int more = all.size() - before;
        if (more > 0) {
            remembered += more;
            write(unit, List.copyOf(all.values()), more);
            forgetEldest(own.from());
        }
    }

    @Override
    public boolean isHarmlessNews() {
        byte[] recipe = config.recipe().getBytes(StandardCharsets.UTF_8);
        boolean known =
                store.read(tx -> tx.blob(config.name(), HARMLESS))
                        .filter(before -> Arrays.equals(before, recipe))
                        .isPresent();
        if (!known) {
            store.change(tx -> tx.putBlob(config.name(), HARMLESS, recipe));
        }
        return !known;
    }

    private RejectRecord record(Unit unit, Rejection why) {
        return new RejectRecord(
                unit, why.place(), why.column(), why.reason(), RejectRecord.QUERY, clock.instant());
    }

    private void write(Unit unit, List<RejectRecord> all, int more) {
        store.change(
                tx -> {
                    tx.putRejects(unit, RejectRecord.QUERY, all);
                    tx.count(config.name(), Counter.ROWS_REJECTED, more);
                });
    }

    private void forgetEldest(Instant but) {
        Iterator<Map.Entry<Instant, Map<String, RejectRecord>>> eldest =
                listed.entrySet().iterator();
        while (remembered > REMEMBERED && eldest.hasNext()) {
            var entry = eldest.next();
            if (!entry.getKey().equals(but)) {
                remembered -= entry.getValue().size();
                eldest.remove();
            }
        }
    }
}
