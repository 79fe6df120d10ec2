package io.tidegate.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.store.SpoolGate;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.AgentFile;
import io.tidegate.config.Environment;
import io.tidegate.protocol.Lane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;

/** What the intakes are given when they are put together. */
class IntakesTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    @TempDir Path folder;
    private final TestClock clock = TestClock.at("2026-11-20T12:00:00Z");

    private AgentConfig config() throws Exception {
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
        return AgentFile.read(file, Environment.system()).config().orElseThrow();
    }

    @Test
    void intakeEncodesWithWhatDeliveryHasFoundOutAndNotWithWhatItBeganWith() throws Exception {
        AgentConfig config = config();
        try (var store = SqliteStore.open(config.dataDir(), clock, () -> "i")) {
            var gate = new SpoolGate(store, config.spool(), SpoolGate.Disk.of(folder));
            String[] encoding = {"zstd"};
            Intake intake =
                    new Intakes(config, store, gate, clock, () -> encoding[0]).all().get("a");
            encoding[0] = "gzip";
            take(intake);
            store.change(tx -> tx.newEpoch(1));
            Optional<SpooledBatch> batch = store.write(tx -> tx.attempt("a", Lane.LIVE));
            assertEquals(
                    Optional.of("gzip"),
                    batch.flatMap(SpooledBatch::part).map(EncodedPart::encoding));
        }
    }

    @Test
    void aFolderThatWaitsForRoomCanStillBeRead() throws Exception {
        AgentConfig config = config();
        try (var store = SqliteStore.open(config.dataDir(), clock, () -> "i")) {
            var gate = new SpoolGate(store, config.spool(), () -> 0);
            Intake intake = new Intakes(config, store, gate, clock, () -> "zstd").all().get("a");
            take(intake);
            assertEquals(Snapshot.State.WAITING, intake.now().get().state());
            assertTrue(intake.now().get().reason().contains("spool.min-free-disk"));
        }
    }

    private void take(Intake intake) throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("drop/a.csv"),
                        "queueidentifier,queuename,timestamp,offered,answered,handlingtime\n"
                                + "1,Sales,2026-11-20T08:00:00Z,3,3,180\n");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        for (int seconds = 0; seconds < LONG_ENOUGH.toSeconds(); seconds++) {
            while (intake.loop().turn()) {
                // As long as there is work.
            }
            clock.advance(Duration.ofSeconds(1));
        }
    }
}
