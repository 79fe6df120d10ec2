package io.tidegate.agent;

import io.tidegate.agent.control.ControlEvent;
import io.tidegate.agent.control.ControlServer;
import io.tidegate.agent.control.StoreCommands;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.file.RejectFiles;
import io.tidegate.agent.log.LogSetup;
import io.tidegate.agent.log.Recent;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.loop.OutageException;
import io.tidegate.agent.loop.Runner;
import io.tidegate.agent.service.AlreadyRunningException;
import io.tidegate.agent.service.InstanceLock;
import io.tidegate.agent.service.OrderlyStop;
import io.tidegate.agent.status.StatusJson;
import io.tidegate.agent.status.StatusServer;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.DiskWatch;
import io.tidegate.agent.store.OldRejects;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.uplink.DeliveryLoop;
import io.tidegate.agent.verify.Verifier;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Loaded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * The whole agent in one process: one thread per source, one for delivery, one that answers. Runs
 * until the process is asked to stop.
 */
public final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(8);
    private static final Duration INTAKE_PERIOD = Duration.ofMillis(500);

    private final Loaded loaded;
    private final AgentConfig config;
    private final Clock clock = Clock.system();
    private final OrderlyStop stop = new OrderlyStop(clock, STOP_WITHIN);
    private final CountDownLatch failed = new CountDownLatch(1);

    private Daemon(Loaded loaded) {
        this.loaded = loaded;
        this.config = loaded.config().orElseThrow();
    }

    /** The version of this program, as it was built. */
    public static String version() {
        return Optional.ofNullable(Daemon.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    /**
     * Runs until the process is asked to end, or a programmer's error ends it.
     *
     * @return the exit code: 1 after a programmer's error
     * @throws AlreadyRunningException if another agent holds the data folder
     * @throws IOException if the data folder cannot be used
     * @throws OutageException if the store cannot be used
     */
    public static int run(Loaded loaded)
            throws AlreadyRunningException, IOException, InterruptedException {
        return new Daemon(loaded).run();
    }

    private int run() throws AlreadyRunningException, IOException, InterruptedException {
        InstanceLock lock = InstanceLock.take(config.dataDir());
        Recent recent = LogSetup.daemon(config.log(), config.dataDir());
        Events.info(LOG, DaemonEvent.STARTING)
                .log(
                        "connector {} starts, version {}, data folder {}",
                        config.name(),
                        version(),
                        config.dataDir());
        sayMisconfigured();
        SqliteStore store = store();
        start(store, recent);
        stop.then("store", _ -> store.close());
        stop.then("lock", _ -> lock.close());
        stop.atEndOfProcess();
        failed.await();
        return 1;
    }

    /** Ends the process with the remedy, rather than beginning anew what is only out of reach. */
    private SqliteStore store() {
        try {
            return SqliteStore.open(config.dataDir(), clock, () -> UUID.randomUUID().toString());
        } catch (OutageException e) {
            Events.error(LOG, e.event()).log("the connector cannot start: {}", e.getMessage());
            throw e;
        }
    }

    private void start(SqliteStore store, Recent recent) throws IOException, InterruptedException {
        var gate = new SpoolGate(store, config.spool(), SpoolGate.Disk.of(config.dataDir()));
        var reports = new SourceReports(config);
        var delivery = new Delivery(loaded, store, reports, clock);
        Map<String, Intake> intakes =
                new Intakes(config, store, gate, clock, delivery::encoding).all();
        var verifier =
                new Verifier(
                        store, config.sources(), name -> intakes.get(name).side(), delivery, clock);
        var snapshots =
                new SnapshotMaker(
                        loaded,
                        store,
                        gate,
                        clock,
                        recent,
                        intakes,
                        delivery::state,
                        reports,
                        verifier::progress);
        Optional<StatusServer> http = StatusServer.start(config.http(), snapshots::snapshot);
        List<Runner> runners = new ArrayList<>();
        intakes.forEach((name, intake) -> runners.add(runner("source-" + name, intake)));
        runners.add(
                new Runner(
                        "delivery",
                        delivery.loop(),
                        delivery.bell(),
                        DeliveryLoop.PERIOD,
                        clock,
                        this::fatal));
        runners.add(
                new Runner(
                        "rejects",
                        new OldRejects(
                                store,
                                config.rejectsKeep(),
                                before -> RejectFiles.forget(config.dataDir(), before),
                                clock),
                        new Doorbell(),
                        OldRejects.PERIOD,
                        clock,
                        this::fatal));
        runners.add(
                new Runner(
                        "disk",
                        new DiskWatch(store),
                        new Doorbell(),
                        DiskWatch.PERIOD,
                        clock,
                        this::fatal));
        Optional<ControlServer> control = control(store, intakes, snapshots, verifier);
        runners.forEach(Runner::start);
        snapshots.started(runners);
        Events.info(LOG, DaemonEvent.STARTED)
                .log(
                        "connector {} runs with {}",
                        config.name(),
                        Words.count(intakes.size(), "source"));
        stop.then("verifications", left -> verifier.stop(left.dividedBy(4)));
        control.ifPresent(server -> stop.then("control", _ -> server.close()));
        stop.then("loops", runners);
        http.ifPresent(server -> stop.then("http", _ -> server.close()));
        stop.then("uplink", _ -> delivery.close());
        intakes.values()
                .forEach(
                        intake ->
                                stop.then(
                                        "source " + intake.config().name(),
                                        _ -> intake.closing().run()));
    }

    private Runner runner(String name, Intake intake) {
        return new Runner(name, intake.loop(), intake.bell(), INTAKE_PERIOD, clock, this::fatal);
    }

    private Optional<ControlServer> control(
            SqliteStore store,
            Map<String, Intake> intakes,
            SnapshotMaker snapshots,
            Verifier verifier) {
        var commands =
                new StoreCommands(
                        store,
                        config.sources(),
                        () -> StatusJson.status(snapshots.snapshot()),
                        verifier,
                        config.dataDir(),
                        name -> Optional.ofNullable(intakes.get(name)).ifPresent(Intake::wake));
        try {
            return Optional.of(ControlServer.start(config.dataDir(), commands, clock, this::fatal));
        } catch (IOException e) {
            Events.warn(LOG, ControlEvent.NO_SOCKET)
                    .log(
                            "commands such as 'tidegate status' cannot reach this connector: {}",
                            e.getMessage());
            return Optional.empty();
        }
    }

    private void sayMisconfigured() {
        loaded.sources()
                .forEach(
                        (name, problems) ->
                                problems.forEach(
                                        p ->
                                                Events.error(LOG, DaemonEvent.MISCONFIGURED)
                                                        .addKeyValue("stream", name)
                                                        .log("{}", p.show(loaded.file()))));
    }

    private void fatal(Throwable error) {
        Events.error(LOG, DaemonEvent.FAILED)
                .setCause(error)
                .log("the connector ends: an error in the program");
        failed.countDown();
    }
}
