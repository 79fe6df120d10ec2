package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WatchedStore;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.StateReport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The look-back of a table of contacts. */
class LiveTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void begin() throws InterruptedException {
        world = new World(folder, new Settings(DataType.CONTACTS), NOW.toString()).start();
        world.contacts(NOW.minus(Duration.ofHours(30)), NOW, Duration.ofMinutes(5));
        world.run();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void theLookBackArrivesUpToWhatHasSettled() {
        // And from there back to the midnight with which the pieces begin.
        world.agree(world.settled());
        assertEquals(Optional.of(world.settled()), world.stream().bound());
        assertEquals(IntakeStatus.Phase.READING, world.intake.status().phase());
    }

    @Test
    void anUnchangedLookBackSendsNothing() throws InterruptedException {
        world.acd.rows.removeIf(r -> !((Instant) r[3]).isBefore(world.settled()));
        int batches = world.cloud.batches;
        world.pass(Duration.ofHours(3));
        assertEquals(batches, world.cloud.batches);
    }

    @Test
    void whatHappensMeanwhileArrivesWithTheNextPoll() throws InterruptedException {
        Instant at = NOW.minus(Duration.ofMinutes(1));
        world.contact("new", at);
        world.pass(QUARTER);
        world.agree(world.settled());
    }

    /** Rows of the present must not wait until the true time is where the false one was. */
    @Test
    void afterTheSourcesClockHasJumpedAheadAndComeBackRowsArriveWithTheNextPoll()
            throws InterruptedException {
        world.close();
        for (DataType data : List.of(DataType.CONTACTS, DataType.INTERVALS)) {
            var settings = new Settings(data);
            settings.poll = Duration.ofSeconds(30);
            settings.settle = Duration.ZERO;
            settings.lookBack = Duration.ofHours(2);
            world = new World(folder.resolve(data.name()), settings, NOW.toString()).start();
            world.run();
            world.acd.ahead = Duration.ofHours(10);
            world.pass(Duration.ofMinutes(20), Duration.ofSeconds(10));
            world.acd.ahead = Duration.ZERO;
            world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
            Instant at = Instant.parse("2026-11-20T11:00:00Z");
            if (data == DataType.CONTACTS) {
                world.contact("present", at);
            } else {
                world.acd.add("4711", "Sales", at, 3L, 2L, 60L);
            }
            world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
            assertEquals(1, world.cloud.rows(), data.name());
            world.close();
        }
        world = new World(folder.resolve("again"), new Settings(DataType.CONTACTS), NOW.toString());
        world.start();
    }

    @Test
    void aLateRowACorrectionAndADeletionArrive() throws InterruptedException {
        world.contact("late", NOW.minus(Duration.ofHours(20)));
        world.acd.rows.get(200)[5] = 99L;
        world.acd.rows.remove(150);
        int before = world.cloud.batches;
        world.pass(QUARTER);
        world.agree(world.settled());
        assertEquals(4, world.cloud.batches - before, "three changed windows and the last one");
    }

    @Test
    void aRowThatComesJustAsItsWindowLeavesTheLookBackStillArrives() throws InterruptedException {
        world.pass(QUARTER.minusMinutes(1));
        world.contact("last minute", Instant.parse("2026-11-19T10:59:00Z"));
        world.pass(Duration.ofMinutes(40));
        world.agree(world.settled());
    }

    @Test
    void theBoundGoesBackWithTheSourcesClockButWhatWasReadStays() throws InterruptedException {
        world.pass(QUARTER);
        Instant bound = world.stream().bound().orElseThrow();
        world.acd.ahead = Duration.ofHours(-2);
        world.pass(Duration.ofMinutes(30));
        assertEquals(
                Optional.of(world.settled().minus(Duration.ofHours(2))), world.stream().bound());
        assertEquals(world.stream().bound(), report().completeUntil());
        world.agree(bound);
    }

    @Test
    void whileARevisionIsOnItsWayTheNextWaits() throws InterruptedException {
        world.contact("one", NOW.minus(Duration.ofHours(2)));
        world.clock.advance(QUARTER);
        world.turn();
        var onItsWay = world.cloud.attempt(world.store).orElseThrow();
        world.contact("two", NOW.minus(Duration.ofHours(2)));
        world.clock.advance(QUARTER);
        world.turn();
        world.cloud.take(world.store, onItsWay);
        world.run();
        world.pass(Duration.ofMinutes(2));
        world.agree(world.stream().bound().orElseThrow());
    }

    @Test
    void aNewerRevisionReplacesStoredBatchesThatWereNeverAttempted() throws InterruptedException {
        world.contact("one", NOW.minus(Duration.ofHours(2)));
        world.clock.advance(QUARTER);
        world.turn();
        int stored = world.store.read(tx -> tx.usage()).batches();
        world.contact("two", NOW.minus(Duration.ofHours(2)));
        world.clock.advance(QUARTER);
        world.turn();
        assertEquals(stored, world.store.read(tx -> tx.usage()).batches());
        world.run();
        world.agree(world.settled());
    }

    @Test
    void nothingIsReadWhileAPersonHasPausedIt() throws InterruptedException {
        pause(Optional.of(new io.tidegate.agent.store.StreamRecord.Pause("local", "a person")));
        int queries = world.acd.queries.size();
        world.pass(Duration.ofHours(1));
        assertEquals(queries, world.acd.queries.size());
        assertEquals(IntakeStatus.Phase.PAUSED, world.intake.status().phase());
        pause(Optional.empty());
        world.run();
        world.agree(world.settled());
    }

    private void pause(Optional<io.tidegate.agent.store.StreamRecord.Pause> pause) {
        world.store.change(
                tx -> {
                    var s = tx.stream(World.STREAM).orElseThrow();
                    tx.putStream(
                            new io.tidegate.agent.store.StreamRecord(
                                    s.name(),
                                    s.cutBase(),
                                    s.cutFrom(),
                                    s.bound(),
                                    s.shape(),
                                    pause,
                                    s.reconciled(),
                                    s.reconciledDeep(),
                                    s.lastRead()));
                });
    }

    @Test
    void noTransactionIsHeldWhileTheSourceIsRead() throws Exception {
        world.stop();
        List<WatchedStore> watched = new ArrayList<>();
        world.around =
                store -> {
                    watched.add(new WatchedStore(store));
                    return watched.getLast();
                };
        world.start();
        world.acd.event = _ -> watched.getLast().requireFree();
        world.run().pass(Duration.ofHours(1));
        assertTrue(watched.getLast().asked() >= 4, "a poll each quarter of an hour");
    }

    @Test
    void nothingIsReadWhileTheSpoolIsFull() throws InterruptedException {
        world.full = _ -> Optional.of("full");
        int queries = world.acd.queries.size();
        world.pass(Duration.ofHours(1));
        assertEquals(queries, world.acd.queries.size());
        assertEquals(IntakeStatus.Phase.FULL, world.intake.status().phase());
        world.full = _ -> Optional.empty();
        world.run();
        world.agree(world.settled());
    }

    @Test
    void theReportSaysUpToWhenTheCloudHasEverything() throws InterruptedException {
        assertEquals(Optional.of(world.settled()), report().completeUntil());
        world.contact("late", NOW.minus(Duration.ofHours(3)));
        world.clock.advance(QUARTER);
        world.turn();
        assertEquals(Optional.of(Instant.parse("2026-11-20T07:00:00Z")), report().completeUntil());
        world.run();
        assertEquals(Optional.of(world.settled()), report().completeUntil());
        assertEquals(0, report().held());
        assertFalse(report().paused());
        assertEquals(Optional.of(world.clock.instant()), report().lastRead());
    }

    private StateReport report() {
        return world.store.read(tx -> StreamReport.of(tx, world.settings.config())).orElseThrow();
    }

    @Test
    void aRestartReadsAgainAndSendsNothingTwice() throws InterruptedException {
        int batches = world.cloud.batches;
        world.restart();
        world.run();
        assertEquals(batches, world.cloud.batches);
        assertTrue(world.count(State.READ) >= 24);
    }
}
