package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Desk.S1;
import static io.tidegate.agent.uplink.FakeWire.path;
import static io.tidegate.agent.uplink.FakeWire.problem;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.agent.control.Commands;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.StoreCommands;
import io.tidegate.agent.control.TestSources;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.StreamRecord.Pause;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.uplink.wire.Request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A stream that the ingest knows with another interval, and the one word that ends it. */
class ConflictTest {
    @TempDir Path dataDir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(dataDir);
        desk.intake.put(S1, LIVE, 0, 1, 1, 2);
        desk.settle();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    /** Settings are wrong from here on: whatever is made of the stream is refused. */
    private void wrong() {
        desk.wire.always(ConflictTest::isContent, problem(409, "stream-conflict"));
        desk.intake.put(S1, LIVE, 1, 1, 3);
        desk.pass(Duration.ofSeconds(5));
        assertTrue(desk.pause(S1).orElseThrow().startsWith("conflict: "), desk.pause(S1).get());
        // What was being read when the stream was stopped: a window that is stored, and a new one.
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 4, 5, 6);
        desk.intake.put(S1, BACKFILL, 2, 2, 7, 8, 9);
    }

    /** The skip of a batch that was refused has neither data nor interval. */
    private static boolean isContent(Request request) {
        return FakeWire.isBatch(request)
                && !new String(request.content().orElseThrow().bytes(), UTF_8).contains("skip");
    }

    /** The settings are mended, the service was started again, and the source says this. */
    private void mended() {
        desk.start();
        desk.intake.hold(S1, 0, 1, 2);
        desk.intake.hold(S1, 2, 7, 8);
        desk.pass(Duration.ofMinutes(10));
    }

    private void resume() {
        Commands commands =
                new StoreCommands(
                        desk.store,
                        Map.of(S1, TestSources.sql(S1)),
                        () -> "{}",
                        (_, _) -> new Reply(0, ""),
                        java.nio.file.Path.of("."),
                        _ -> {});
        assertEquals(0, commands.resume(S1).exit());
    }

    /** Whatever still carries the other interval is refused; what is read anew is taken. */
    private void isTakenAsItIsNow() {
        desk.settle();
        assertEquals(
                0,
                desk.wire.sent.stream().filter(ConflictTest::isContent).count(),
                "nothing that was made before is sent");
        desk.wire.heal();
        desk.intake.pass(LIVE, 1);
        desk.settle();
        assertEquals(Optional.empty(), desk.pause(S1));
        assertEquals(0, desk.waiting());
        assertEquals(desk.intake.expected(S1), desk.ingest.stored(S1));
    }

    @Test
    void oneResumeIsEnoughWhateverWasMadeMeanwhile() {
        wrong();
        mended();
        desk.wire.sent.clear();
        resume();
        assertEquals(State.STALE, desk.window(S1, 0).state());
        assertEquals(State.STALE, desk.window(S1, 2).state());
        isTakenAsItIsNow();
    }

    @Test
    void aPauseThatAnEarlierVersionHasStoredIsEndedTheSameWay() {
        wrong();
        desk.store.change(
                tx ->
                        tx.putStream(
                                tx.stream(S1)
                                        .map(s -> s.paused(s.paused().map(this::formerly)))
                                        .orElseThrow()));
        mended();
        desk.wire.sent.clear();
        resume();
        isTakenAsItIsNow();
    }

    private Pause formerly(Pause pause) {
        return new Pause("ingest", pause.reason());
    }

    @Test
    void whatIsReadAnewIsWeighedAgainstWhatTheIngestHas() {
        wrong();
        mended();
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 4, 5, 6, 7);
        desk.wire.sent.clear();
        resume();
        desk.settle();
        assertEquals(2, desk.window(S1, 0).content().orElseThrow().rows());
        assertEquals(1, desk.wire.sent.stream().filter(c -> c.path().contains("windows")).count());
    }

    @Test
    void whatWaitsWhileAPersonHasPausedTheStreamIsSentAndNotMadeAgain() {
        desk.store.change(
                tx ->
                        tx.putStream(
                                StreamRecord.unread(S1)
                                        .paused(Optional.of(new Pause("local", "by hand")))));
        desk.wire.always(path("/acd1/"), problem(503, "unavailable"));
        desk.intake.put(S1, LIVE, 1, 1, 3);
        desk.settle();
        resume();
        assertEquals(State.READ, desk.window(S1, 1).state());
        assertEquals(1, desk.waiting());
    }

    @Test
    void aConflictIsNotHiddenByWhatAnotherLaneWasAnswered() {
        var refused = problem(400, "invalid-batch");
        desk.wire.next(
                path("/acd1/backfill/batches/"),
                refused,
                desk.wire::honest, // The skip in its place.
                refused,
                desk.wire::honest,
                refused);
        desk.wire.next(path("/acd1/live/batches/"), problem(409, "stream-conflict"));
        desk.intake.put(S1, BACKFILL, 3, 1, 3);
        desk.intake.put(S1, BACKFILL, 4, 1, 4);
        desk.settle();
        desk.wire.holding = true;
        desk.intake.put(S1, LIVE, 1, 1, 1);
        desk.intake.put(S1, BACKFILL, 5, 1, 5);
        desk.settle();
        assertEquals(2, desk.wire.held());
        desk.wire.release();
        desk.settle();
        assertTrue(desk.pause(S1).orElseThrow().startsWith("conflict: "), desk.pause(S1).get());
    }
}
