package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.agent.store.StoreFixture.FIVE;
import static io.tidegate.agent.store.StoreFixture.SIX;
import static io.tidegate.agent.store.StoreFixture.T0;
import static io.tidegate.agent.store.StoreFixture.hour;
import static io.tidegate.agent.store.StoreFixture.line;
import static io.tidegate.agent.store.StoreFixture.unit;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Streams, windows, files, keepsakes and rejects: what is written is what is read. */
class LedgerTest {
    @TempDir Path folder;
    private StoreFixture f;

    @BeforeEach
    void open() {
        f = StoreFixture.connected(folder);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private void put(WindowRecord window) {
        f.store.change(tx -> tx.putWindow(window));
    }

    private List<Instant> overlapping(Instant from, Instant to) {
        return f.store.read(tx -> tx.windows(ACD, from, to)).stream()
                .map(WindowRecord::from)
                .toList();
    }

    @Test
    void aWindowComesBackAsItWasWritten() {
        var window =
                new WindowRecord(
                        ACD,
                        hour(0),
                        hour(1),
                        State.HELD,
                        Optional.of(FIVE),
                        90,
                        7,
                        6,
                        2,
                        true,
                        "recipe",
                        Optional.of(Instant.parse("2026-11-20T09:00:00.123456Z")),
                        Optional.of(SIX),
                        Optional.of(FIVE),
                        true,
                        "lost 80 % of its rows");
        put(window);
        f.restart();
        assertEquals(window, f.window(0));
    }

    @Test
    void aStreamComesBackAsItWasWritten() {
        var stream =
                new StreamRecord(
                        ACD,
                        Optional.of(hour(0)),
                        Optional.of(hour(-99)),
                        Optional.of(hour(5)),
                        Optional.of("timestamp:timestamptz"),
                        Optional.of(new StreamRecord.Pause("local", "by hand")),
                        Optional.of(LocalDate.of(2026, 11, 20)),
                        Optional.of(LocalDate.of(2026, 11, 15)),
                        Optional.of(hour(5)));
        var bare = StreamRecord.unread("bare");
        f.store.change(tx -> tx.putStream(stream));
        f.store.change(tx -> tx.putStream(bare));
        f.restart();
        assertEquals(List.of(stream, bare), f.store.read(Tx::streams));
        assertEquals(Optional.of(bare), f.store.read(tx -> tx.stream("bare")));
    }

    @Test
    void windowsNeverOverlap() {
        put(line(0, State.UNREAD, 0));
        put(line(2, State.UNREAD, 0));
        for (Instant[] edges :
                new Instant[][] {
                    {hour(0), hour(2)},
                    {hour(-1), hour(3)},
                    {T0.plusSeconds(60), T0.plusSeconds(120)},
                    {hour(1), hour(2).plusSeconds(1)},
                    {hour(-1), hour(0).plusSeconds(1)}
                }) {
            assertThrows(IllegalStateException.class, () -> put(between(edges[0], edges[1])));
        }
        put(between(hour(1), hour(2)));
        assertEquals(List.of(hour(0), hour(1), hour(2)), overlapping(hour(-9), hour(9)));
    }

    private static WindowRecord between(Instant from, Instant to) {
        WindowRecord w = line(0, State.UNREAD, 0);
        return new WindowRecord(
                ACD,
                from,
                to,
                w.state(),
                w.content(),
                0,
                0,
                0,
                0,
                false,
                "",
                w.lastRead(),
                w.found(),
                w.kept(),
                false,
                "");
    }

    @Test
    void theWindowsOfARangeAreThoseThatTouchIt() {
        put(between(hour(-24), hour(0)));
        put(line(0, State.UNREAD, 0));
        put(line(3, State.UNREAD, 0));
        assertEquals(List.of(), overlapping(hour(1), hour(3)));
        assertEquals(List.of(hour(0)), overlapping(hour(0), hour(3)));
        assertEquals(List.of(hour(-24), hour(0), hour(3)), overlapping(hour(-1), hour(4)));
        assertEquals(List.of(hour(-24)), overlapping(hour(-2), hour(-1)));
        assertEquals(List.of(), overlapping(hour(-30), hour(-24)));
        assertEquals(List.of(), overlapping(hour(4), hour(9)));
    }

    @Test
    void windowsAreFoundAndCountedByState() {
        put(line(0, State.STALE, 0));
        put(line(1, State.UNREAD, 0));
        put(line(2, State.STALE, 0));
        put(line(3, State.GONE, 0));
        assertEquals(
                List.of(hour(0), hour(2), hour(3)),
                f.store.read(tx -> tx.windows(ACD, EnumSet.of(State.STALE, State.GONE), 9)).stream()
                        .map(WindowRecord::from)
                        .toList());
        assertEquals(1, f.store.read(tx -> tx.windows(ACD, Set.of(State.STALE), 1)).size());
        assertEquals(2, f.store.read(tx -> tx.countWindows(ACD)).get(State.STALE));
        assertEquals(0, f.store.read(tx -> tx.countWindows(ACD)).get(State.READ));
    }

    @Test
    void onlyAWindowThatWasNeverEncodedIsCutAnew() {
        put(line(0, State.UNREAD, 0));
        f.store.change(tx -> tx.dropWindow(ACD, hour(0)));
        assertEquals(List.of(), overlapping(hour(-9), hour(9)));
        f.storeWindow(1, LIVE, 1);
        assertThrows(
                IllegalStateException.class,
                () -> f.store.change(tx -> tx.dropWindow(ACD, hour(1))));
        f.storePart(2, LIVE, 2, true, false);
        assertThrows(
                IllegalStateException.class,
                () -> f.store.change(tx -> tx.dropWindow(ACD, hour(2))));
    }

    @Test
    void anOlderCopyOfALineLowersNoAck() {
        f.storeWindow(0, LIVE, 1);
        WindowRecord copy = f.window(0);
        f.settle(f.attempt(LIVE));
        put(copy);
        assertEquals(1, f.window(0).acked());
    }

    @Test
    void anOlderCopyOfALineDoesNotHideThatPartsWereLost() {
        f.storeWindow(0, LIVE, 1);
        WindowRecord copy = f.window(0);
        SpooledBatch batch = f.attempt(LIVE);
        f.store.change(tx -> tx.readAgain(batch));
        put(copy);
        assertEquals(State.STALE, f.window(0).state());
        f.settle(f.attempt(LIVE));
        f.storeWindow(0, LIVE, 2);
        assertEquals(State.READ, f.window(0).state());
    }

    @Test
    void aWindowThatTheIngestLostIsSentAgain() {
        f.storeWindow(0, LIVE, 1);
        f.settle(f.attempt(LIVE));
        f.store.change(tx -> tx.lost(unit(0)));
        assertEquals(State.STALE, f.window(0).state());
        assertEquals(0, f.window(0).acked());
    }

    @Test
    void whatAPersonIsAskedStaysWhenTheWindowIsToBeReadAgain() {
        f.storeWindow(0, LIVE, 1);
        f.settle(f.attempt(LIVE));
        put(line(0, State.HELD, 1, "lost 3 of 5 rows"));
        f.store.change(tx -> tx.lost(unit(0)));
        assertEquals(State.STALE, f.window(0).state());
        assertEquals("lost 3 of 5 rows", f.window(0).question());
    }

    @Test
    void revisionsCountUpPerStreamAndNeverFallBack() {
        assertEquals(1, f.store.<Long>write(tx -> tx.nextRevision(ACD)));
        assertEquals(2, f.store.<Long>write(tx -> tx.nextRevision(ACD)));
        assertEquals(1, f.store.<Long>write(tx -> tx.nextRevision("other")));
        f.store.change(tx -> tx.raiseRevision(ACD, 40));
        f.store.change(tx -> tx.raiseRevision(ACD, 7));
        f.restart();
        assertEquals(41, f.store.<Long>write(tx -> tx.nextRevision(ACD)));
    }

    @Test
    void theAgentIsFoundedOnceAndItsEpochChangesByNewEpochAlone() {
        f.store.change(
                tx ->
                        tx.putAgent(
                                new AgentRecord(
                                        "instance-1",
                                        1,
                                        Optional.of("another machine"),
                                        Optional.of("m"))));
        f.restart();
        assertEquals(
                new AgentRecord("instance-1", 1, Optional.of("another machine"), Optional.of("m")),
                f.store.read(Tx::agent));
        assertThrows(
                IllegalStateException.class,
                () ->
                        f.store.change(
                                tx ->
                                        tx.putAgent(
                                                new AgentRecord(
                                                        "x",
                                                        2,
                                                        Optional.empty(),
                                                        Optional.empty()))));
    }

    @Test
    void keepsakesAndCountersSurvive() {
        f.store.change(tx -> tx.putBlob(ACD, "dialect", new byte[] {1, 2}));
        f.store.change(tx -> tx.putBlob(ACD, "dialect", new byte[] {3}));
        f.store.change(tx -> tx.count(ACD, Counter.ROWS_READ, 5));
        f.store.change(tx -> tx.count(ACD, Counter.ROWS_READ, 6));
        f.restart();
        assertArrayEquals(
                new byte[] {3}, f.store.read(tx -> tx.blob(ACD, "dialect")).orElseThrow());
        assertEquals(Optional.empty(), f.store.read(tx -> tx.blob(ACD, "none")));
        assertEquals(11, f.store.read(tx -> tx.counters(ACD)).get(Counter.ROWS_READ));
        assertEquals(0, f.store.read(tx -> tx.counters(ACD)).get(Counter.ROWS_SENT));
    }

    @Test
    void rejectsAreReplacedPerUnitAndSpeakerListedLatestFirstAndForgottenInTime() {
        f.store.change(tx -> tx.putRejects(unit(0), "agent", List.of(reject("a"), reject("b"))));
        f.store.change(tx -> tx.putRejects(unit(0), "ingest", List.of(f.reject(0, "i"))));
        f.clock.setInstant(hour(24));
        f.store.change(tx -> tx.putRejects(unit(0), "agent", List.of(reject("c"))));
        assertEquals(
                List.of("c", "i"),
                f.store.read(tx -> tx.rejects(Optional.empty(), 9)).stream()
                        .map(RejectRecord::reason)
                        .toList());
        assertEquals(1, f.store.<Integer>write(tx -> tx.forgetRejects(hour(24))));
        assertEquals(1, f.store.<Long>read(tx -> tx.countRejects(ACD)));
        assertEquals(0, f.store.read(tx -> tx.rejects(Optional.of("other"), 9)).size());
    }

    @Test
    void oneMoreRejectLeavesThoseBeforeIt() {
        f.store.change(tx -> tx.putRejects(unit(0), "ingest", List.of(f.reject(0, "i"))));
        f.store.change(tx -> tx.addReject(f.reject(0, "j")));
        f.store.change(tx -> tx.addReject(f.reject(0, "k")));
        assertEquals(
                List.of("k", "j", "i"),
                f.store.read(tx -> tx.rejects(Optional.empty(), 9)).stream()
                        .map(RejectRecord::reason)
                        .toList());
    }

    @Test
    void whatTheIngestDoesNotHaveOfARevisionIsCountedUntilTheNextOneIsStored() {
        f.storeWindow(0, LIVE, 1);
        f.store.change(tx -> tx.putRejects(unit(0), "agent", List.of(reject("a"))));
        f.store.change(
                tx ->
                        tx.putRejects(
                                unit(0),
                                RejectRecord.INGEST,
                                List.of(f.reject(0, "b"), f.reject(0, "c"))));
        RejectRecord large =
                new RejectRecord(unit(0), "", "", "413", RejectRecord.DELIVERY, f.clock.instant());
        f.store.change(tx -> tx.putRejects(unit(0), RejectRecord.DELIVERY, List.of(large)));
        assertEquals(3, f.store.<Long>read(tx -> tx.rejectedOnArrival(unit(0))));
        f.settle(f.attempt(LIVE));
        f.storeWindow(0, LIVE, 2);
        assertEquals(0, f.store.<Long>read(tx -> tx.rejectedOnArrival(unit(0))));
        assertEquals(1, f.store.<Long>read(tx -> tx.countRejects(ACD)), "the agent's own");
    }

    @Test
    void rejectsAreForgottenAfterTheirTimeWithinTheHour() {
        var old = new OldRejects(f.store, java.time.Duration.ofDays(30), _ -> {}, f.clock);
        old.turn();
        f.store.change(tx -> tx.putRejects(unit(0), "agent", List.of(reject("a"))));
        f.clock.advance(java.time.Duration.ofDays(30));
        old.turn();
        assertEquals(1, f.store.<Long>read(tx -> tx.countRejects(ACD)));
        f.clock.advance(java.time.Duration.ofMinutes(59));
        old.turn();
        assertEquals(1, f.store.<Long>read(tx -> tx.countRejects(ACD)));
        f.clock.advance(java.time.Duration.ofMinutes(1));
        old.turn();
        assertEquals(0, f.store.<Long>read(tx -> tx.countRejects(ACD)));
    }

    private RejectRecord reject(String reason) {
        return new RejectRecord(unit(0), "line 17", "offered", reason, "agent", f.clock.instant());
    }
}
