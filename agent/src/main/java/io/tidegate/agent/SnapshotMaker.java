package io.tidegate.agent;

import io.tidegate.agent.log.Recent;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Runner;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.agent.store.SpoolUsage;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.StateReport;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts together what the status shows: the store's last commit and what the loops say of
 * themselves. Thread-safe.
 */
final class SnapshotMaker {
    private static final int HELD_SHOWN = 20;
    private static final Map<Counter, String> NAMES = names();

    private final Loaded loaded;
    private final AgentConfig config;
    private final Store store;
    private final SpoolGate gate;
    private final Clock clock;
    private final Instant since;
    private final Recent recent;
    private final Map<String, Intake> intakes;
    private final Supplier<Snapshot.Uplink> uplink;
    private final StateReports reports;
    private volatile List<Runner> runners = List.of();
    private volatile boolean started;

    SnapshotMaker(
            Loaded loaded,
            Store store,
            SpoolGate gate,
            Clock clock,
            Recent recent,
            Map<String, Intake> intakes,
            Supplier<Snapshot.Uplink> uplink,
            StateReports reports) {
        this.loaded = loaded;
        this.config = loaded.config().orElseThrow();
        this.store = store;
        this.gate = gate;
        this.clock = clock;
        this.since = clock.instant();
        this.recent = recent;
        this.intakes = intakes;
        this.uplink = uplink;
        this.reports = reports;
    }

    void started(List<Runner> all) {
        runners = List.copyOf(all);
        started = true;
    }

    Snapshot snapshot() {
        return store.read(this::snapshot);
    }

    private Snapshot snapshot(Tx tx) {
        Map<String, Duration> loops = new LinkedHashMap<>();
        runners.forEach(runner -> loops.put(runner.name(), runner.sinceTurn()));
        SpoolUsage usage = tx.usage();
        return new Snapshot(
                config.name(),
                Daemon.version(),
                java.time.zone.ZoneRulesProvider.getVersions("UTC").lastEntry().getKey(),
                clock.instant(),
                since,
                started,
                loops,
                streams(tx),
                new Snapshot.Spool(
                        usage.bytes(),
                        config.spool().maxSize(),
                        usage.batches(),
                        gate.full(Lane.LIVE).orElse("")),
                uplink.get(),
                recent.said());
    }

    private List<Snapshot.Stream> streams(Tx tx) {
        List<Snapshot.Stream> streams = new ArrayList<>();
        intakes.values().forEach(intake -> streams.add(stream(tx, intake)));
        loaded.sources().forEach((name, problems) -> streams.add(misconfigured(name, problems)));
        streams.sort(java.util.Comparator.comparing(Snapshot.Stream::name));
        return streams;
    }

    private Snapshot.Stream stream(Tx tx, Intake intake) {
        SourceConfig source = intake.config();
        String name = source.name();
        Intake.Now now = intake.now().get();
        Map<Counter, Long> counters = tx.counters(name);
        Map<String, Long> rows = new LinkedHashMap<>();
        NAMES.forEach((counter, as) -> rows.put(as, counters.getOrDefault(counter, 0L)));
        long waiting =
                counters.get(Counter.ROWS_STORED)
                        - counters.get(Counter.ROWS_SENT)
                        - counters.get(Counter.ROWS_DROPPED);
        Map<WindowRecord.State, Long> windows = tx.countWindows(name);
        List<Snapshot.Held> held = held(tx, name);
        Optional<StateReport> report = reports.of(tx, source);
        return new Snapshot.Stream(
                name,
                source.data(),
                kind(source),
                now.state(),
                now.reason(),
                tx.stream(name).flatMap(StreamRecord::lastRead),
                report.flatMap(StateReport::completeUntil),
                rows,
                waiting,
                now.backfill(),
                held,
                report.map(StateReport::held).orElse((long) held.size()),
                windows.getOrDefault(WindowRecord.State.GONE, 0L),
                windows.getOrDefault(WindowRecord.State.ASIDE, 0L),
                tx.countRejects(name));
    }

    private static List<Snapshot.Held> held(Tx tx, String name) {
        List<Snapshot.Held> held = new ArrayList<>();
        tx.windows(name, Set.of(WindowRecord.State.HELD), HELD_SHOWN)
                .forEach(w -> held.add(new Snapshot.Held(w.from() + " to " + w.to(), w.reason())));
        tx.files(name, Set.of(FileRecord.State.HELD, FileRecord.State.REFUSED), HELD_SHOWN)
                .forEach(
                        f ->
                                held.add(
                                        new Snapshot.Held(
                                                String.valueOf(Path.of(f.path()).getFileName()),
                                                f.reason())));
        return held;
    }

    private static Snapshot.Stream misconfigured(String name, List<Problem> problems) {
        Problem first = problems.getFirst();
        String more =
                problems.size() == 1
                        ? ""
                        : " (and " + (problems.size() - 1) + " more; see 'tidegate check')";
        return new Snapshot.Stream(
                name,
                "",
                "",
                Snapshot.State.MISCONFIGURED,
                first.key() + ": " + first.what() + more,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                0,
                Optional.empty(),
                List.of(),
                0,
                0,
                0,
                0);
    }

    private static String kind(SourceConfig source) {
        return switch (source.origin()) {
            case SourceConfig.Sql _ -> "sql";
            case SourceConfig.Csv _ -> "csv";
        };
    }

    private static Map<Counter, String> names() {
        Map<Counter, String> names = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            String[] words = counter.name().toLowerCase(java.util.Locale.ROOT).split("_");
            var name = new StringBuilder(words[0]);
            for (int i = 1; i < words.length; i++) {
                name.append(Character.toUpperCase(words[i].charAt(0)))
                        .append(words[i].substring(1));
            }
            names.put(counter, name.toString());
        }
        return names;
    }
}
