package io.tidegate.agent;

import io.tidegate.agent.log.Recent;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Runner;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.store.Spans;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.agent.store.SpoolUsage;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.Comparisons;
import io.tidegate.agent.window.IntakeStatus;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.StateReport;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Puts together what the status shows: the store's last commit and what the loops say of
 * themselves. Thread-safe.
 */
final class SnapshotMaker {
    private static final int REASONS_SHOWN = 5;
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
    private final Function<String, Optional<String>> verifying;
    private volatile List<Runner> runners = List.of();
    private volatile boolean started;

    /**
     * @param verifying how far the verification of that source has come; empty if none runs
     */
    SnapshotMaker(
            Loaded loaded,
            Store store,
            SpoolGate gate,
            Clock clock,
            Recent recent,
            Map<String, Intake> intakes,
            Supplier<Snapshot.Uplink> uplink,
            StateReports reports,
            Function<String, Optional<String>> verifying) {
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
        this.verifying = verifying;
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
                        gate.full(Lane.LIVE).orElse(""),
                        left(tx)),
                uplink.get(),
                recent.said());
    }

    /** What waits in the spool of sources that the configuration names no more. */
    private String left(Tx tx) {
        return tx.positions().stream()
                .map(LanePosition::stream)
                .distinct()
                .filter(name -> !intakes.containsKey(name) && !loaded.sources().containsKey(name))
                .sorted()
                .filter(name -> tx.usage(name).batches() > 0)
                .map(
                        name ->
                                "%s of %s, which is no longer configured"
                                        .formatted(
                                                Words.count(tx.usage(name).batches(), "batch"),
                                                name))
                .collect(Collectors.joining("; "));
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
        // Of a pause the store knows before the source's loop does.
        Intake.Now now = intake.now().get();
        Map<Counter, Long> counters = tx.counters(name);
        Map<String, Long> rows = new LinkedHashMap<>();
        NAMES.forEach((counter, as) -> rows.put(as, counters.getOrDefault(counter, 0L)));
        long waiting =
                counters.get(Counter.ROWS_STORED)
                        - counters.get(Counter.ROWS_SENT)
                        - counters.get(Counter.ROWS_DROPPED);
        Optional<StreamRecord.Pause> pause =
                tx.stream(name)
                        .flatMap(StreamRecord::paused)
                        .filter(_ -> now.state() != Snapshot.State.MISCONFIGURED);
        return new Snapshot.Stream(
                name,
                source.data(),
                kind(source),
                pause.isPresent() ? Snapshot.State.PAUSED : now.state(),
                pause.map(StreamRecord.Pause::reason).orElse(now.reason()),
                pause.map(StreamRecord.Pause::by),
                tx.stream(name).flatMap(StreamRecord::lastRead),
                completeUntil(tx, source),
                rows,
                waiting,
                now.filesWaiting(),
                now.backfill(),
                now.open().map(open -> spans(tx, source, open)),
                verifying.apply(name),
                OpenMatters.of(tx, source),
                tx.countRejects(name),
                reasons(tx, name));
    }

    /** With those that nobody watches any more. */
    private Snapshot.OpenSpans spans(Tx tx, SourceConfig source, IntakeStatus.Open open) {
        Duration maxOpen = source.statusMaxOpen();
        Spans.Open left = tx.spans().open(source.name(), clock.instant().minus(maxOpen));
        return new Snapshot.OpenSpans(
                open.spans(), open.old(), new Snapshot.Left(left.count(), left.since(), maxOpen));
    }

    /** Before ledger and ingest were compared nobody knows what the ingest has. */
    private Optional<Instant> completeUntil(Tx tx, SourceConfig source) {
        return Comparisons.done(tx, source.name())
                ? reports.of(tx, source).flatMap(StateReport::completeUntil)
                : Optional.empty();
    }

    private static List<Snapshot.RejectReason> reasons(Tx tx, String name) {
        return tx.rejectReasons(name, REASONS_SHOWN).stream()
                .map(r -> new Snapshot.RejectReason(r.column(), r.reason(), r.rows(), r.newest()))
                .toList();
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
                Optional.empty(),
                Map.of(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Snapshot.Matters.NONE,
                0,
                List.of());
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
