package io.tidegate.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.log.Recent;
import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.NewBatch;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.uplink.Compared;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.AgentFile;
import io.tidegate.config.Environment;
import io.tidegate.config.Loaded;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is put together of store and loops. */
class SnapshotMakerTest {
    private static final Instant BOUND = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir Path folder;
    private final TestClock clock = TestClock.at("2026-11-20T09:00:00Z");
    private Loaded loaded;
    private AgentConfig config;
    private SqliteStore store;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(folder.resolve("drop"));
        Path file =
                Files.writeString(
                        folder.resolve("tidegate.properties"),
                        """
                        agent.name = berlin
                        ingest.url = http://127.0.0.1:1/
                        ingest.token = t
                        source.a.data = intervals
                        source.a.time-zone = Europe/Berlin
                        source.a.csv.directory = drop
                        """);
        loaded = AgentFile.read(file, Environment.system());
        config = loaded.config().orElseThrow();
        store = SqliteStore.open(config.dataDir(), clock, () -> "instance-1");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Snapshot.Stream stream() throws IOException {
        return snapshot().streams().getFirst();
    }

    private Snapshot snapshot() throws IOException {
        SourceConfig source = config.sources().get("a");
        var now = new Intake.Now(Snapshot.State.RUNNING, "", 4, Optional.empty(), Optional.empty());
        var intake =
                new Intake(
                        source,
                        () -> false,
                        new Doorbell(),
                        () -> {},
                        () -> now,
                        _ -> null,
                        () -> {});
        var uplink =
                new Snapshot.Uplink(
                        "waiting",
                        "",
                        "https://x",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new SnapshotMaker(
                        loaded,
                        store,
                        new SpoolGate(store, config.spool(), SpoolGate.Disk.of(folder)),
                        clock,
                        new Recent(),
                        Map.of("a", intake),
                        () -> uplink,
                        new SourceReports(config),
                        _ -> Optional.empty())
                .snapshot();
    }

    private void read(Optional<StreamRecord.Pause> pause) {
        store.change(
                tx ->
                        tx.putStream(
                                new StreamRecord(
                                        "a",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(BOUND),
                                        Optional.empty(),
                                        pause,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(BOUND))));
    }

    @Test
    void beforeTheFirstContactNothingIsInTheCloud() throws IOException {
        read(Optional.empty());
        assertEquals(Optional.empty(), stream().completeUntil());
        store.change(tx -> tx.newEpoch(1));
        assertEquals(Optional.empty(), stream().completeUntil(), "nor before it was compared");
        store.change(tx -> Compared.inPresentEpoch(tx, "a"));
        assertEquals(Optional.of(BOUND), stream().completeUntil());
        store.change(tx -> tx.newEpoch(2));
        assertEquals(
                Optional.empty(), stream().completeUntil(), "nor when the ingest was restored");
        assertEquals(4, stream().filesWaiting());
    }

    @Test
    void aPauseIsShownWithWhoMadeItBeforeTheLoopHasSeenIt() throws IOException {
        read(Optional.of(new StreamRecord.Pause("local", "paused by hand")));
        assertEquals(Snapshot.State.PAUSED, stream().state());
        assertEquals(Optional.of("local"), stream().pausedBy());
        assertEquals("paused by hand", stream().reason());
    }

    @Test
    void whatWaitsOfASourceThatIsNoLongerConfiguredIsNamed() throws IOException {
        assertEquals("", snapshot().spool().left());
        var unit = new Unit.File("gone", "ab".repeat(32));
        var part = new EncodedPart(true, true, 10, "zstd", new byte[] {1}, new byte[32]);
        store.change(
                tx -> {
                    tx.newEpoch(1);
                    tx.append(new NewBatch(Lane.LIVE, unit, 1, part));
                    tx.putFile(taken(unit));
                });
        assertEquals("1 batch of gone, which is no longer configured", snapshot().spool().left());
    }

    private static FileRecord taken(Unit.File unit) {
        return new FileRecord(
                unit.stream(),
                unit.sha256(),
                "/drop/a.csv",
                1,
                BOUND,
                FileRecord.State.TAKEN,
                1,
                10,
                0,
                Optional.of(BOUND),
                Optional.of(BOUND),
                Optional.of(BOUND),
                Optional.empty(),
                false,
                "");
    }

    @Test
    void fiveReasonsOfRejectedRowsAreShownAndNoMore() throws IOException {
        var unit = new Unit.Window("a", BOUND);
        store.change(
                tx ->
                        tx.putRejects(
                                unit,
                                "agent",
                                java.util.stream.IntStream.range(0, 9)
                                        .mapToObj(
                                                n ->
                                                        new RejectRecord(
                                                                unit, "", "offered", "r" + n,
                                                                "agent", BOUND))
                                        .toList()));
        assertEquals(9, stream().rejects());
        assertEquals(5, stream().reasons().size());
        assertEquals(
                List.of(1L), stream().reasons().stream().map(r -> r.rows()).distinct().toList());
    }
}
