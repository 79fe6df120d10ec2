package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Desk.S1;
import static io.tidegate.agent.uplink.Desk.S2;
import static io.tidegate.agent.uplink.FakeWire.path;
import static io.tidegate.agent.uplink.FakeWire.problem;
import static io.tidegate.agent.uplink.TestIntake.contacts;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.uplink.ScriptedIngest.Window;
import io.tidegate.agent.uplink.wire.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** New folders, restored folders, restored ingests, and two connectors under one name. */
class EpochsTest {
    @TempDir Path dataDir;
    @TempDir Path otherDir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(dataDir);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void assertAllThere() {
        assertEquals(0, desk.waiting());
        for (String stream : List.of(S1, S2)) {
            assertEquals(desk.intake.expected(stream), desk.ingest.stored(stream));
        }
    }

    /** Reading and sending until nothing changes any more. */
    private void work() {
        for (int i = 0; i < 5; i++) {
            desk.pass(Duration.ofSeconds(5));
            desk.intake.pass(LIVE, 1);
        }
        desk.pass(Duration.ofMinutes(6));
    }

    @Test
    void anIngestThatWasRestoredGetsWhatItHasForgottenAndNothingElse() {
        for (int hour = 0; hour < 8; hour++) {
            desk.intake.put(S1, hour % 2 == 0 ? LIVE : BACKFILL, hour, 1, contacts(hour, hour + 5));
        }
        desk.settle();
        desk.ingest.backUp();
        for (int hour = 6; hour < 12; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(hour, hour + 9));
        }
        desk.settle();
        desk.ingest.restore();
        desk.wire.session++;
        desk.wire.sent.clear();
        work();
        assertAllThere();
        assertEquals(2, desk.agent().epoch());
        assertEquals(6, desk.wire.batches().size(), "windows 6 to 11 and no other");
    }

    @Test
    void aRestoredIngestIsNoticedByTheNextBatchThoughTheConnectionStands() {
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        desk.ingest.backUp();
        desk.intake.put(S1, LIVE, 1, 1, 2);
        desk.settle();
        desk.ingest.restore();
        desk.intake.put(S1, LIVE, 2, 1, 3);
        work();
        assertAllThere();
        assertEquals(2, desk.agent().epoch());
    }

    @Test
    void aRestoredIngestIsNoticedWithoutAnyBatchSoonerOrLater() {
        desk.ingest.backUp();
        desk.intake.put(S1, LIVE, 1, 1, 2);
        desk.settle();
        desk.ingest.restore();
        desk.pass(Duration.ofMinutes(11));
        work();
        assertAllThere();
    }

    @Test
    void anEmptyIngestIsFilledAgain() {
        for (int hour = 0; hour < 8; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(hour, hour + 5));
        }
        desk.settle();
        var empty = new ScriptedIngest(desk.clock);
        assertEquals(0, empty.epoch());
        desk.ingest.backUp();
        desk.ingest.restore();
        for (int hour = 0; hour < 8; hour++) {
            desk.ingest.forget(S1, io.tidegate.protocol.WireTime.format(TestIntake.hour(hour)));
        }
        desk.ingest.takeOver();
        desk.fence(Optional.empty());
        desk.wire.session++;
        desk.settle();
        desk.fence(Optional.empty());
        desk.pass(Duration.ofMinutes(30));
        work();
        assertAllThere();
    }

    @Test
    void aNewFolderTakesWhatTheIngestHasForItsBaseline() {
        for (int hour = 0; hour < 8; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(hour, hour + 5));
        }
        desk.settle();
        desk.clock.advance(Duration.ofMinutes(11));
        desk.newFolder(otherDir);
        for (int hour = 0; hour < 8; hour++) {
            desk.intake.hold(S1, hour, contacts(hour, hour + (hour == 3 ? 6 : 5)));
        }
        desk.settle();
        desk.wire.sent.clear();
        work();
        assertAllThere();
        assertEquals(1, desk.wire.batches().size(), "the window that changed");
        assertTrue(desk.window(S1, 3).revision() > 8, "above all that the ingest has seen");
        assertEquals(State.READ, desk.window(S1, 0).state());
    }

    @Test
    void whatANewFolderHasReadBeforeItKnewTheIngestIsNotSentBlindly() {
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 50));
        desk.settle();
        desk.clock.advance(Duration.ofMinutes(11));
        desk.newFolder(otherDir);
        desk.intake.put(S1, LIVE, 0, 1);
        desk.settle();
        assertEquals(50, desk.ingest.stored(S1).get("2026-11-20T00:00:00Z").size());
        assertEquals(State.STALE, desk.window(S1, 0).state());
        assertEquals(50, desk.window(S1, 0).content().orElseThrow().rows());
    }

    @Test
    void aFolderThatWasRestoredIsFoundOutAndDoublesNothing() throws Exception {
        for (int hour = 0; hour < 4; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(hour, hour + 5));
        }
        desk.settle();
        desk.store.close();
        copy(dataDir, otherDir);
        desk.newFolder(dataDir);
        for (int hour = 0; hour < 6; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(hour, hour + 7));
        }
        desk.settle();
        var source = desk.intake;
        desk.newFolder(otherDir);
        for (int hour = 0; hour < 6; hour++) {
            desk.intake.hold(S1, hour, contacts(hour, hour + 7));
        }
        desk.wire.sent.clear();
        work();
        assertEquals(source.expected(S1), desk.ingest.stored(S1));
        assertEquals(2, desk.agent().epoch());
        assertEquals(4, desk.wire.batches().size(), "windows that the folder had otherwise");
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void noBatchIsSentBeforeItsStreamIsCompared() {
        desk.ingest.put(
                S1, new Window("2026-11-20T05:00:00Z", "2026-11-20T06:00:00Z", 9, List.of()));
        desk.ingest.hear("another");
        desk.ingest.takeOver();
        desk.clock.advance(Duration.ofMinutes(11));
        desk.wire.always(path("/acd1/windows"), problem(500, "internal"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S2, LIVE, 0, 1, 1);
        desk.pass(Duration.ofMinutes(20));
        assertEquals(1, desk.wire.batches().size());
        assertTrue(desk.wire.batches().getFirst().path().contains(S2));
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(6));
        assertEquals(0, desk.waiting());
        assertEquals(9, desk.window(S1, 5).acked());
    }

    @Test
    void aKillInTheMiddleOfTheComparisonRepeatsIt() {
        for (int hour = 0; hour < 8; hour++) {
            desk.ingest.put(
                    S1,
                    new Window(
                            io.tidegate.protocol.WireTime.format(TestIntake.hour(hour)),
                            io.tidegate.protocol.WireTime.format(TestIntake.hour(hour + 1)),
                            hour + 1,
                            List.of(TestIntake.canonical(hour, hour))));
        }
        desk.ingest.takeOver();
        desk.clock.advance(Duration.ofMinutes(11));
        desk.wire.always(path("next="), FakeWire.lost(Response.Why.CUT));
        desk.settle();
        assertEquals(2, desk.agent().epoch());
        assertTrue(desk.store.read(tx -> tx.window(S1, TestIntake.hour(0))).isPresent());
        assertTrue(desk.store.read(tx -> tx.window(S1, TestIntake.hour(7))).isEmpty());
        desk.start();
        desk.wire.heal();
        desk.wire.sent.clear();
        for (int hour = 0; hour < 8; hour++) {
            desk.intake.hold(S1, hour, hour);
        }
        work();
        assertAllThere();
        assertEquals(0, desk.wire.batches().size());
        assertEquals(2, desk.agent().epoch());
    }

    @Test
    void anEpochWhoseAnswerWasLostIsAskedForAgainAndNotTakenForAnothers() {
        desk.wire.next(path("epochs"), desk.wire.lostAfter());
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofSeconds(5));
        assertAllThere();
        assertEquals(1, desk.agent().epoch());
        assertEquals(Optional.empty(), desk.agent().fenced());
    }

    @Test
    void aKillBetweenTheNewEpochAndItsAnswerIsMended() {
        desk.wire.next(path("epochs"), desk.wire.lostAfter());
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        assertEquals(0, desk.agent().epoch());
        assertEquals(1, desk.ingest.epoch());
        desk.start();
        desk.settle();
        assertAllThere();
        assertEquals(1, desk.agent().epoch());
    }

    @Test
    void whoIsTakenOverStopsSendingForGoodAndKeepsWhatItReads() {
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        desk.ingest.takeOver();
        desk.intake.put(S1, LIVE, 1, 1, 2);
        desk.pass(Duration.ofMinutes(1));
        assertTrue(desk.agent().fenced().orElseThrow().contains("taken over"));
        assertEquals(desk.agent().fenced(), desk.loop.state().fenced());
        desk.wire.sent.clear();
        desk.pass(Duration.ofHours(2));
        desk.start();
        desk.pass(Duration.ofHours(2));
        assertEquals(List.of(), desk.wire.sent);
        assertEquals(1, desk.waiting());
        assertEquals(2, desk.ingest.epoch());
    }

    @Test
    void aPersonsWordLetsAFencedFolderSendAgain() {
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        desk.ingest.takeOver();
        desk.intake.put(S1, LIVE, 1, 1, 2);
        desk.pass(Duration.ofMinutes(30));
        desk.fence(Optional.empty());
        desk.pass(Duration.ofMinutes(1));
        assertAllThere();
        assertEquals(3, desk.agent().epoch());
    }

    @Test
    void aNameThatAnotherConnectorUsesIsAskedForAgainAboutOnceAMinute() {
        desk.ingest.takeOver();
        desk.wire.always(
                path("epochs"),
                request -> {
                    desk.ingest.hear("another");
                    return desk.wire.honest(request);
                });
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofHours(3));
        long asked = desk.wire.sent.stream().filter(path("epochs")).count();
        assertTrue(asked >= 120 && asked <= 360, "asked: " + asked);
        assertTrue(desk.loop.state().fenced().orElseThrow().contains("agent.name"));
        assertTrue(desk.loop.state().waiting().isPresent());
        assertEquals(Optional.empty(), desk.agent().fenced());
        assertEquals(1, desk.waiting());

        desk.wire.heal();
        desk.pass(Duration.ofSeconds(12 * 60));
        assertAllThere();
        assertEquals(Optional.empty(), desk.loop.state().fenced());
    }

    @Test
    void partsThatWereSentInAnOldEpochAreNotTakenForSentInTheNew() {
        desk.settle();
        desk.ingest.backUp();
        desk.wire.next(path("/live/batches/1/2"), FakeWire.lost(Response.Why.CUT));
        desk.intake.put(S1, LIVE, 0, 2, contacts(0, 10));
        desk.settle();
        desk.ingest.restore();
        desk.wire.session++;
        work();
        assertAllThere();
    }
}
