package io.tidegate.agent;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.file.FileIntake;
import io.tidegate.agent.file.FileProgress;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.row.KeyedPseudonyms;
import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.sql.Accounts;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.verify.SourceSide;
import io.tidegate.agent.window.Answered;
import io.tidegate.agent.window.IntakeStatus;
import io.tidegate.agent.window.SqlIntake;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the intakes of all sources. */
final class Intakes {
    private static final Pseudonyms NO_KEY =
            _ -> {
                throw new IllegalStateException("no column is hmac, so there is no key");
            };

    private final AgentConfig config;
    private final Store store;
    private final SpoolGate gate;
    private final Clock clock;
    private final Supplier<String> encoding;
    private final Pseudonyms pseudonyms;

    /**
     * @param encoding what batches are to be compressed with, as delivery has found out
     */
    Intakes(AgentConfig config, Store store, SpoolGate gate, Clock clock, Supplier<String> encoding)
            throws IOException {
        this.config = config;
        this.store = store;
        this.gate = gate;
        this.clock = clock;
        this.encoding = encoding;
        this.pseudonyms = pseudonyms(config);
    }

    /** The key is made, and asked for, only where some column needs it. */
    private static Pseudonyms pseudonyms(AgentConfig config) throws IOException {
        boolean needed =
                config.sources().values().stream()
                        .anyMatch(
                                source ->
                                        source.privacy().containsValue(SourceConfig.Privacy.HMAC));
        return needed ? KeyedPseudonyms.open(config.dataDir(), new SecureRandom()) : NO_KEY;
    }

    /** By name. */
    Map<String, Intake> all() {
        Map<String, SqlDatabase> databases = new LinkedHashMap<>();
        Accounts accounts = new Accounts(clock, config.dataDir());
        if (!config.databases().isEmpty()) {
            accounts.prepare();
        }
        config.databases()
                .forEach(
                        (name, database) ->
                                databases.put(name, new SqlDatabase(database, clock, accounts)));
        Map<String, Intake> intakes = new LinkedHashMap<>();
        config.sources().forEach((name, source) -> intakes.put(name, intake(source, databases)));
        return intakes;
    }

    private Intake intake(SourceConfig source, Map<String, SqlDatabase> databases) {
        return switch (source.origin()) {
            case SourceConfig.Sql sql -> sql(source, databases.get(sql.database()));
            case SourceConfig.Csv _ -> files(source);
        };
    }

    private Intake sql(SourceConfig source, SqlDatabase database) {
        var bell = new Doorbell();
        try {
            Source opened = database.open(source);
            var intake =
                    new SqlIntake(
                            source,
                            opened,
                            store,
                            encoder(source),
                            pseudonyms,
                            gate::full,
                            clock,
                            new SplittableRandom());
            return new Intake(
                    source,
                    intake,
                    bell,
                    intake::retryNow,
                    () -> now(intake.status()),
                    question -> {
                        var answer = intake.examine(question);
                        bell.ring();
                        return answer;
                    },
                    opened::close);
        } catch (SourceException e) {
            var now =
                    new Intake.Now(
                            Snapshot.State.MISCONFIGURED,
                            e.getMessage(),
                            0,
                            Optional.empty(),
                            Optional.empty());
            return new Intake(
                    source, () -> false, bell, () -> {}, () -> now, no(e.getMessage()), () -> {});
        }
    }

    private Intake files(SourceConfig source) {
        var intake =
                new FileIntake(
                        source,
                        store,
                        encoder(source),
                        pseudonyms,
                        gate::full,
                        clock,
                        config.dataDir());
        return new Intake(
                source,
                intake,
                new Doorbell(),
                () -> {},
                () -> now(intake.progress()),
                no("a file that was taken is not read again"),
                () -> {});
    }

    private static SourceSide no(String why) {
        return _ -> CompletableFuture.completedFuture(new Answered.Unreadable(why));
    }

    private static Intake.Now now(FileProgress progress) {
        Snapshot.State state =
                progress.obstacle()
                        .map(o -> o.room() ? Snapshot.State.WAITING : Snapshot.State.TROUBLED)
                        .orElse(Snapshot.State.RUNNING);
        return new Intake.Now(
                state,
                progress.obstacle()
                        .map(FileProgress.Obstacle::why)
                        .or(progress::unfinished)
                        .orElse(""),
                progress.waitingCount(),
                Optional.empty(),
                Optional.empty());
    }

    private BatchEncoder encoder(SourceConfig source) {
        return new BatchEncoder(
                config.name(),
                source.name(),
                DataType.of(source.data()).orElseThrow(),
                source.intervalLength(),
                source.zone(),
                encoding);
    }

    private Intake.Now now(IntakeStatus status) {
        Snapshot.State state =
                switch (status.phase()) {
                    case STARTING -> Snapshot.State.STARTING;
                    case READING -> Snapshot.State.RUNNING;
                    case PAUSED -> Snapshot.State.PAUSED;
                    case FULL -> Snapshot.State.WAITING;
                    case TROUBLED -> Snapshot.State.TROUBLED;
                };
        String reason =
                status.reason().isEmpty()
                        ? Stream.of(
                                        status.historyTrouble().map(IntakeStatus.Trouble::reason),
                                        status.clock(),
                                        status.twins())
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining("; "))
                        : status.reason();
        return new Intake.Now(
                state, reason, 0, status.backfill().map(this::backfill), status.open());
    }

    private Snapshot.Backfill backfill(IntakeStatus.Backfill backfill) {
        return new Snapshot.Backfill(
                backfill.done(),
                backfill.total(),
                backfill.eta().map(left -> clock.instant().plus(left)));
    }
}
