package io.tidegate.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.tidegate.agent.log.Recent;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.service.Child;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.status.StatusJson;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.AgentFile;
import io.tidegate.config.Environment;
import io.tidegate.config.Loaded;
import io.tidegate.protocol.WindowHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * More windows, files and rejects than fit into memory, all of them in trouble: taking them up
 * again, and saying how things stand, goes on as with few.
 */
class HeapIT {
    private static final int HEAP_MEBIBYTES = 32;

    /** Of each; with their reasons more than the heap. */
    private static final int MANY = 25_000;

    private static final String REASON = "x".repeat(2_000);
    private static final Instant T0 = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir Path folder;

    /** The process with little memory. */
    static final class Small {
        private final TestClock clock = TestClock.at("2026-11-20T09:00:00Z");
        private final Loaded loaded;
        private final AgentConfig config;

        private Small(Path file) throws Exception {
            this.loaded = AgentFile.read(file, Environment.system());
            this.config = loaded.config().orElseThrow();
        }

        public static void main(String[] args) throws Exception {
            ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
            new Small(Path.of(args[0])).live();
        }

        private void live() throws Exception {
            try (var store = SqliteStore.open(config.dataDir(), clock, () -> "i")) {
                var gate =
                        new SpoolGate(store, config.spool(), SpoolGate.Disk.of(config.dataDir()));
                Map<String, Intake> intakes =
                        new Intakes(config, store, gate, clock, () -> "zstd").all();
                intakes.get("drops").loop().turn();
                show(store, gate, intakes);
            }
            System.out.println("done");
        }

        private void show(SqliteStore store, SpoolGate gate, Map<String, Intake> intakes) {
            var reports = new SourceReports(config);
            var uplink =
                    new Snapshot.Uplink(
                            "waiting",
                            "",
                            "https://x",
                            "",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            Snapshot snapshot =
                    new SnapshotMaker(
                                    loaded,
                                    store,
                                    gate,
                                    clock,
                                    new Recent(),
                                    intakes,
                                    () -> uplink,
                                    reports,
                                    _ -> Optional.empty())
                            .snapshot();
            System.out.println(StatusJson.status(snapshot).toString().length() > 0);
            config.sources().keySet().forEach(s -> store.read(tx -> reports.of(tx, s)));
        }
    }

    private Path configuration() throws IOException {
        Files.createDirectories(folder.resolve("drop"));
        return Files.writeString(
                folder.resolve("tidegate.properties"),
                """
                agent.name = berlin
                ingest.url = http://127.0.0.1:1/
                ingest.token = t
                database.acd.url = jdbc:postgresql://127.0.0.1:1/acd
                source.drops.data = intervals
                source.drops.time-zone = Europe/Berlin
                source.drops.csv.directory = drop
                source.calls.data = intervals
                source.calls.time-zone = Europe/Berlin
                source.calls.database = acd
                source.calls.query = SELECT 1 WHERE :from < :to
                """);
    }

    @Test
    void neitherWindowsNorFilesNorRejectsMustFitIntoMemory() throws Exception {
        Path file = configuration();
        Path data = AgentFile.read(file, Environment.system()).config().orElseThrow().dataDir();
        try (var store = SqliteStore.open(data, TestClock.at("2026-11-20T09:00:00Z"), () -> "i")) {
            store.change(tx -> tx.putBlob("drops", "csv-recipe", new byte[] {1}));
            store.change(HeapIT::fill);
        }
        try (Child child = Child.within(HEAP_MEBIBYTES, Small.class, file.toString())) {
            assertEquals("true", child.line());
            assertEquals("done", child.line());
            assertEquals(0, child.exit());
        }
        try (var store = SqliteStore.open(data, TestClock.at("2026-11-20T09:00:00Z"), () -> "i")) {
            assertEquals(
                    1_000,
                    store.read(tx -> tx.files("drops", EnumSet.of(FileRecord.State.STALE), 1_000))
                            .size());
        }
    }

    private static void fill(Tx tx) {
        for (int i = 0; i < MANY; i++) {
            Instant from = T0.plus(Duration.ofHours(i));
            tx.putFile(file(i));
            tx.putWindow(window(from));
            tx.addReject(
                    new RejectRecord(
                            new Unit.Window("calls", from),
                            "",
                            "",
                            REASON,
                            RejectRecord.AGENT,
                            from));
        }
    }

    private static FileRecord file(int number) {
        return new FileRecord(
                "drops",
                "%08x%056x".formatted(number * 0x9E3779B9, number), // As hashes are: spread.
                "/drop/%d.csv".formatted(number),
                10,
                T0,
                FileRecord.State.REFUSED,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                REASON);
    }

    private static WindowRecord window(Instant from) {
        WindowHash stored = WindowHash.of(5, "ab".repeat(32));
        return new WindowRecord(
                "calls",
                from,
                from.plus(Duration.ofHours(1)),
                WindowRecord.State.HELD,
                Optional.of(stored),
                5,
                1,
                1,
                0,
                false,
                "recipe",
                Optional.of(from),
                Optional.of(WindowHash.of(0, "00".repeat(32))),
                Optional.empty(),
                false,
                REASON);
    }
}
