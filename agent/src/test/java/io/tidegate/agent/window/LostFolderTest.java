package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A data folder that is gone: the cloud's windows are the baseline of the new one. */
class LostFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;
    @TempDir Path other;

    private World world() throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(40));
        World world = new World(folder, settings, NOW.toString());
        world.contacts(
                NOW.minus(DAY.multipliedBy(30)),
                NOW.plus(DAY.multipliedBy(3)),
                Duration.ofMinutes(30));
        world.start().pass(DAY.multipliedBy(3), Duration.ofHours(1));
        world.agree(world.settled());
        return world;
    }

    @Test
    void whatHasNotChangedCostsNothingThoughEverythingIsReadAgain() throws InterruptedException {
        try (World world = world()) {
            int batches = world.cloud.batches;
            int windows = world.cloud.windows.size();
            world.loseFolder(other);
            world.run().pass(DAY, Duration.ofHours(1));
            assertEquals(batches, world.cloud.batches);
            assertEquals(windows, world.cloud.windows.size());
            assertEquals(0, world.count(State.STALE) + world.count(State.HELD));
        }
    }

    @Test
    void whatHasChangedMeanwhileIsSentOnceWithinItsOldEdges() throws InterruptedException {
        try (World world = world()) {
            int batches = world.cloud.batches;
            int windows = world.cloud.windows.size();
            world.contact("late", world.clock.instant().minus(Duration.ofHours(60)));
            world.contact("live", world.clock.instant().minus(Duration.ofHours(2)));
            world.loseFolder(other);
            world.run().pass(DAY, Duration.ofHours(1));
            world.agree(world.settled());
            assertTrue(world.cloud.batches <= batches + 2, "batches: " + world.cloud.batches);
            assertTrue(world.cloud.windows.size() <= windows + 1);
        }
    }

    @Test
    void itIsSaidIfNothingOfWhatTheCloudHasIsTheSourcesThoughTheRowsAreAsMany() throws Exception {
        try (World world = world()) {
            world.acd.rows.forEach(row -> row[5] = null); // As if the column were gone.
            world.loseFolder(other);
            List<String> said = listening(world::run);
            assertEquals(1, said.size(), said.toString());
            assertTrue(said.getFirst().contains("tidegate pause acd1"), said.toString());
            world.restart();
            assertEquals(List.of(), listening(world::run), "and not again");
        }
    }

    @Test
    void correctionsSinceAreNoReasonToSayAnything() throws Exception {
        try (World world = world()) {
            Instant now = world.clock.instant();
            world.acd.rows.stream()
                    .filter(row -> ((Instant) row[3]).isAfter(now.minus(Duration.ofHours(20))))
                    .forEach(row -> row[5] = 61L);
            world.loseFolder(other);
            assertEquals(List.of(), listening(world::run));
        }
    }

    /** It has older contents of just the windows that were corrected since, and of no other. */
    @Test
    void anIngestThatWasRestoredIsNoReasonToSayAnything() throws Exception {
        try (World world = world()) {
            var old = new HashMap<>(world.cloud.windows);
            Instant now = world.clock.instant();
            world.acd.rows.stream()
                    .filter(row -> ((Instant) row[3]).isAfter(now.minus(Duration.ofHours(8))))
                    .forEach(row -> row[5] = 62L);
            world.pass(Duration.ofMinutes(30), Duration.ofMinutes(15));
            world.cloud.newEpoch();
            world.store.change(tx -> tx.newEpoch(2));
            world.cloud.windows.putAll(old);
            world.store.change(
                    tx ->
                            old.forEach(
                                    (from, kept) -> {
                                        var line = tx.window(World.STREAM, from).orElseThrow();
                                        var there = world.cloud.record(from, kept);
                                        if (!line.content().equals(there.content())) {
                                            tx.adopt(there);
                                        }
                                    }));
            assertEquals(
                    List.of(),
                    listening(() -> world.pass(Duration.ofMinutes(30), Duration.ofMinutes(15))));
            world.agree(world.settled());
        }
    }

    private static List<String> listening(Callable<?> work) throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(Baseline.class);
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        logger.addAppender(heard);
        try {
            work.call();
        } finally {
            logger.detachAppender(heard);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void whatTheSourceHasLostMeanwhileStaysInTheCloud() throws InterruptedException {
        try (World world = world()) {
            long rows = world.cloud.rows();
            world.acd.rows.clear();
            world.loseFolder(other);
            world.run().pass(DAY, Duration.ofHours(1));
            assertEquals(rows, world.cloud.rows());
        }
    }
}
