package io.tidegate.agent.control;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.RejectedUnit;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the files and windows of a source of which something was rejected. Memory grows with them,
 * not with what is remembered. Thread-safe.
 */
final class RejectedUnits {
    private static final int PAGE = 500;

    private final Store store;

    RejectedUnits(Store store) {
        this.store = store;
    }

    /** Of those local days, or all. The oldest first. */
    List<Rejected> of(SourceConfig source, Optional<Days> days) {
        Map<Unit, RejectedUnit> listed =
                store.read(tx -> tx.rereads().rejectedUnits(source.name())).stream()
                        .collect(Collectors.toMap(RejectedUnit::unit, Function.identity()));
        return switch (source.origin()) {
            case SourceConfig.Sql _ -> windows(source, days, listed);
            case SourceConfig.Csv _ -> files(source, days, listed);
        };
    }

    private List<Rejected> files(
            SourceConfig source, Optional<Days> days, Map<Unit, RejectedUnit> listed) {
        List<Rejected.OfFile> found = new ArrayList<>();
        String last = "";
        List<FileRecord> page;
        do {
            String after = last;
            page = store.read(tx -> tx.filesAfter(source.name(), after, PAGE));
            for (FileRecord file : page) {
                var unit = new Unit.File(file.stream(), file.sha256());
                var one = new Rejected.OfFile(file, Optional.ofNullable(listed.get(unit)));
                if ((one.rows() > 0 || STOPPED.contains(file.state()))
                        && days.filter(d -> !holds(d, file, source)).isEmpty()) {
                    found.add(one);
                }
            }
            last = page.isEmpty() ? last : page.getLast().sha256();
        } while (page.size() == PAGE);
        found.sort(
                java.util.Comparator.comparing((Rejected.OfFile one) -> one.file().modified())
                        .thenComparing(Rejected::name));
        return List.copyOf(found);
    }

    private static final Set<FileRecord.State> STOPPED =
            Set.of(FileRecord.State.REFUSED, FileRecord.State.ASIDE);

    /** Whether it has times of those days; without times it counts by when it was written. */
    private static boolean holds(Days days, FileRecord file, SourceConfig source) {
        Instant from = file.from().orElse(file.modified());
        Instant to = file.to().orElse(file.modified());
        return from.isBefore(days.end(source.zone())) && !to.isBefore(days.start(source.zone()));
    }

    private List<Rejected> windows(
            SourceConfig source, Optional<Days> days, Map<Unit, RejectedUnit> listed) {
        Map<Instant, Rejected> found = new TreeMap<>();
        store.read(
                        tx -> {
                            listed.forEach((unit, rows) -> window(tx, unit, rows, found));
                            return tx.windows(
                                    source.name(),
                                    Set.of(WindowRecord.State.ASIDE),
                                    Integer.MAX_VALUE);
                        })
                .forEach(
                        w ->
                                found.putIfAbsent(
                                        w.from(), new Rejected.OfWindow(w, Optional.empty())));
        return found.entrySet().stream()
                .filter(e -> days.filter(d -> !holds(d, e.getKey(), source)).isEmpty())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static void window(Tx tx, Unit unit, RejectedUnit rows, Map<Instant, Rejected> found) {
        switch (unit) {
            case Unit.Window(String stream, Instant from) ->
                    tx.window(stream, from)
                            .ifPresent(
                                    w ->
                                            found.put(
                                                    from,
                                                    new Rejected.OfWindow(w, Optional.of(rows))));
            case Unit.File _ -> {
                // Of a time when the source was a folder.
            }
        }
    }

    private static boolean holds(Days days, Instant from, SourceConfig source) {
        return !from.isBefore(days.start(source.zone())) && from.isBefore(days.end(source.zone()));
    }
}
