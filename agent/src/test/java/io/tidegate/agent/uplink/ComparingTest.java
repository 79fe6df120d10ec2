package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Desk.S1;
import static io.tidegate.agent.uplink.Desk.S2;
import static io.tidegate.agent.uplink.FakeWire.path;
import static io.tidegate.agent.uplink.FakeWire.problem;
import static io.tidegate.agent.uplink.FakeWire.says;
import static io.tidegate.agent.uplink.TestIntake.contacts;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.NewBatch;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.uplink.ScriptedIngest.Window;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.protocol.StateReport;
import io.tidegate.protocol.WireTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** How ledger and ingest come to agree at the beginning of an epoch, and after a doubt. */
class ComparingTest {
    private static final String FILE = "a".repeat(64);
    private static final String OTHER_FILE = "b".repeat(64);

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

    private static String from(int hour) {
        return WireTime.format(TestIntake.hour(hour));
    }

    /** What an earlier folder has sent of an hour: one contact of that number. */
    private void sentEarlier(String stream, int hour, long revision) {
        desk.ingest.put(
                stream,
                new Window(
                        from(hour),
                        from(hour + 1),
                        revision,
                        List.of(TestIntake.canonical(hour, hour))));
    }

    /** The ingest knows this agent by an earlier folder, which has been silent long enough. */
    private void knownToTheIngest() {
        desk.ingest.takeOver();
        desk.clock.advance(Duration.ofMinutes(11));
    }

    /** Reading and sending until nothing changes any more. */
    private void work() {
        for (int i = 0; i < 5; i++) {
            desk.pass(Duration.ofSeconds(5));
            desk.intake.pass(LIVE, 1);
        }
        desk.pass(Duration.ofMinutes(6));
    }

    private void assertAllThere() {
        assertEquals(0, desk.waiting());
        for (String stream : List.of(S1, S2)) {
            assertEquals(desk.intake.expected(stream), desk.ingest.stored(stream));
        }
    }

    private long asked(Predicate<Request> what) {
        return desk.wire.sent.stream().filter(what).count();
    }

    private static Predicate<Request> firstPage(String stream) {
        return path("/" + stream + "/windows").and(path("next=").negate());
    }

    private FileRecord file(String sha256) {
        return desk.store.read(tx -> tx.file(S1, sha256)).orElseThrow();
    }

    private void takeFile(String sha256, long revision) {
        var part = io.tidegate.agent.batch.Parts.skip();
        var whole =
                new io.tidegate.agent.batch.EncodedPart(
                        true, true, 1, part.encoding(), part.body(), part.digest());
        desk.store.change(
                tx -> {
                    tx.append(new NewBatch(LIVE, new Unit.File(S1, sha256), revision, whole));
                    tx.putFile(line(sha256, FileRecord.State.TAKEN, revision));
                });
    }

    private static FileRecord line(String sha256, FileRecord.State state, long revision) {
        return new FileRecord(
                S1,
                sha256,
                "/drop/export.csv",
                10,
                TestIntake.T0,
                state,
                revision,
                1,
                0,
                Optional.of(TestIntake.T0),
                Optional.of(TestIntake.hour(1)),
                Optional.of(TestIntake.T0),
                Optional.empty(),
                false,
                "");
    }

    @Test
    void aFileThatAPersonHasAcceptedBeforeTheFolderWasLostDoesNotWaitForOneAgain() {
        sentEarlier(S1, 0, 40);
        desk.ingest.putFile(S1, FILE, 50, 96);
        desk.ingest.putFile(S1, OTHER_FILE, 51, 96);
        knownToTheIngest();
        String unknown = "9".repeat(64);
        desk.store.change(
                tx -> {
                    tx.putFile(line(FILE, FileRecord.State.HELD, 0));
                    tx.putFile(line(OTHER_FILE, FileRecord.State.REFUSED, 0));
                    tx.putFile(line(unknown, FileRecord.State.HELD, 0));
                });
        desk.settle();
        assertEquals(FileRecord.State.COMMITTED, file(FILE).state());
        assertEquals(FileRecord.State.COMMITTED, file(OTHER_FILE).state());
        assertEquals(FileRecord.State.HELD, file(unknown).state());
    }

    @Test
    void aLostFolderLearnsWindowsFilesAndNumbersFromTheIngestAndSendsNothingTwice() {
        for (int hour = 0; hour < 20; hour++) {
            desk.intake.put(S1, hour % 2 == 0 ? LIVE : BACKFILL, hour, 1, contacts(0, hour));
            desk.intake.put(S2, LIVE, hour, 1, contacts(hour, 2 * hour));
        }
        desk.settle();
        desk.ingest.putFile(S1, FILE, 70, 96);
        for (int i = 0; i < 5; i++) {
            desk.ingest.putFile(S1, Integer.toString(i).repeat(64), 71 + i, 96);
        }
        desk.clock.advance(Duration.ofMinutes(11));
        desk.newFolder(otherDir);
        for (int hour = 0; hour < 20; hour++) {
            // Half of it was read before the ingest was known, the rest is read after.
            if (hour < 10) {
                desk.intake.put(S1, LIVE, hour, 1, contacts(0, hour));
            }
            desk.intake.hold(S1, hour, contacts(0, hour));
            desk.intake.hold(S2, hour, contacts(hour, 2 * hour));
        }
        desk.wire.sent.clear();
        work();
        assertAllThere();
        assertEquals(List.of(), desk.wire.batches());
        assertEquals(2, desk.agent().epoch());
        for (int hour = 0; hour < 20; hour++) {
            assertEquals(State.READ, desk.window(S1, hour).state());
            assertEquals(desk.ingest.revision(S1, from(hour)), desk.window(S1, hour).acked());
        }
        assertEquals(FileRecord.State.COMMITTED, file(FILE).state());
        assertEquals(70, file(FILE).revision());
        assertEquals(FileRecord.State.COMMITTED, file("4".repeat(64)).state());

        desk.intake.put(S1, LIVE, 3, 1, contacts(0, 9));
        desk.settle();
        assertEquals(1, desk.wire.batches().size());
        assertEquals(76, desk.ingest.revision(S1, from(3)), "above files and windows");
    }

    @Test
    void whatALostFolderHasNumberedAnewBeforeItKnewTheIngestIsReadAgainUnderLaterNumbers() {
        sentEarlier(S1, 0, 40);
        desk.ingest.putFile(S1, FILE, 50, 96);
        knownToTheIngest();
        desk.intake.put(S1, LIVE, 5, 1, 1, 2, 3);
        takeFile(FILE, desk.store.<Long>write(tx -> tx.nextRevision(S1)));
        takeFile(OTHER_FILE, desk.store.<Long>write(tx -> tx.nextRevision(S1)));
        desk.settle();
        assertEquals(List.of(), desk.wire.batches());
        assertEquals(FileRecord.State.COMMITTED, file(FILE).state());
        assertEquals(FileRecord.State.STALE, file(OTHER_FILE).state());
        assertEquals(State.STALE, desk.window(S1, 5).state());
        desk.intake.hold(S1, 0, 0);
        work();
        assertAllThere();
        assertEquals(51, desk.ingest.revision(S1, from(5)));
    }

    @Test
    void aKillBeforeTheEndOfThatComparisonForgetsNothingOfIt() {
        for (int hour = 0; hour < 8; hour++) {
            sentEarlier(S1, hour, hour + 1);
        }
        knownToTheIngest();
        desk.intake.put(S1, LIVE, 30, 1, 1, 2, 3);
        desk.wire.always(path("/acd1/origins"), FakeWire.lost(Response.Why.CUT));
        desk.pass(Duration.ofSeconds(5));
        desk.start();
        desk.wire.heal();
        desk.settle();
        assertEquals(State.STALE, desk.window(S1, 30).state());
        assertEquals(List.of(), desk.wire.batches());
    }

    @Test
    void aRestoredIngestGetsWhatItLacksOnceAndNotOnceMore() {
        for (int hour = 0; hour < 6; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(0, hour + 1));
        }
        desk.settle();
        desk.ingest.backUp();
        desk.intake.put(S1, LIVE, 1, 1, 7, 8, 9);
        desk.intake.put(S1, LIVE, 9, 1, 5);
        desk.settle();
        desk.ingest.restore();
        desk.wire.session++;
        desk.wire.sent.clear();
        work();
        assertAllThere();
        assertEquals(2, desk.wire.batches().size(), "the corrected window and the new one");
        desk.wire.sent.clear();
        desk.wire.session++;
        work();
        desk.start();
        work();
        assertEquals(List.of(), desk.wire.batches());
    }

    @Test
    void aWindowOfWhichTheIngestRejectedRowsIsNotTakenForAnother() {
        desk.ingest.reject(row -> row.get(6).asText().equals("c2"));
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 3);
        desk.settle();
        restoredToHere();
        assertEquals(1, desk.wire.batches().size(), "the window that was lost, and no other");
        assertEquals(State.READ, desk.window(S1, 0).state());
        assertEquals(1, desk.store.read(tx -> tx.rejects(Optional.of(S1), 9)).size());
    }

    @Test
    void aWindowOfWhichARowWasTooLargeIsNotTakenForAnother() {
        desk.connected();
        desk.wire.always(
                r -> FakeWire.isBatch(r) && AnswersTest.has(r, "\"c2\""),
                problem(413, "too-large"));
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 3);
        desk.settle();
        assertEquals(2, desk.ingest.stored(S1).get(from(0)).size());
        restoredToHere();
        assertEquals(1, desk.wire.batches().size(), "the window that was lost, and no other");
    }

    /** The ingest forgets what comes after this moment, and is told it again. */
    private void restoredToHere() {
        desk.ingest.backUp();
        desk.intake.put(S1, LIVE, 1, 1, 7);
        desk.settle();
        desk.ingest.restore();
        desk.wire.session++;
        desk.wire.sent.clear();
        work();
        assertEquals(2, desk.agent().epoch());
    }

    @Test
    void aWindowThatLacksMoreThanTheIngestRejectedIsSentAgain() {
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 3);
        desk.settle();
        desk.ingest.put(S1, new Window(from(0), from(1), 1, List.of(TestIntake.canonical(0, 1))));
        restoredToHere();
        assertAllThere();
    }

    @Test
    void aPageThatFailsIsAskedForAgainAndNotTheWholeList() {
        for (int hour = 0; hour < 30; hour++) {
            sentEarlier(S1, hour, hour + 1);
        }
        knownToTheIngest();
        Predicate<Request> later = path("/acd1/windows").and(path("next="));
        desk.wire.next(later, desk.wire::honest, desk.wire::honest);
        desk.wire.next(
                later,
                problem(503, "unavailable"),
                FakeWire.lost(Response.Why.CUT),
                problem(500, "internal"),
                says(502, "text/html", "<h1>Bad gateway</h1>"));
        desk.pass(Duration.ofMinutes(2));
        assertEquals(1, asked(firstPage(S1)));
        assertEquals(9 + 4, asked(later));
        assertEquals(30, desk.window(S1, 29).acked());
    }

    @Test
    void aLongListGetsToItsEndOverALineThatDropsEveryThirdRequest() {
        for (int hour = 0; hour < 120; hour++) {
            sentEarlier(S1, hour, hour + 1);
        }
        knownToTheIngest();
        var count = new AtomicInteger();
        desk.wire.always(
                path("/acd1/windows"),
                request ->
                        count.incrementAndGet() % 3 == 0
                                ? FakeWire.lost(Response.Why.CUT).apply(request)
                                : desk.wire.honest(request));
        desk.pass(Duration.ofSeconds(60));
        assertEquals(120, desk.window(S1, 119).acked(), "the waits do not grow");
    }

    @Test
    void aPlaceInTheListThatIsNoLongerKnownBeginsItAnew() {
        for (int hour = 0; hour < 9; hour++) {
            sentEarlier(S1, hour, hour + 1);
        }
        knownToTheIngest();
        desk.wire.next(path("/acd1/windows").and(path("next=")), problem(400, "invalid-request"));
        desk.pass(Duration.ofSeconds(5));
        assertEquals(2, asked(firstPage(S1)));
        assertEquals(9, desk.window(S1, 8).acked());
    }

    @Test
    void aListThatDoesNotEndIsAskedForMoreAndMoreSeldomAndStopsNoOtherStream() {
        knownToTheIngest();
        desk.wire.always(
                path("/acd1/windows"),
                says(200, "application/json", "{\"windows\":[],\"next\":\"here\"}"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S2, LIVE, 0, 1, 1);
        desk.pass(Duration.ofHours(2));
        long rounds = asked(firstPage(S1));
        assertTrue(rounds > 20 && rounds < 120, "rounds in two hours: " + rounds);
        assertEquals(desk.intake.expected(S2), desk.ingest.stored(S2));
        assertEquals(1, desk.waiting());
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(6));
        assertAllThere();
    }

    @Test
    void severalSupersededBatchesAreFollowedByOneComparison() {
        desk.connected();
        for (int hour = 0; hour < 6; hour++) {
            sentEarlier(S1, hour, 90 + hour);
            desk.intake.put(S1, hour % 2 == 0 ? LIVE : BACKFILL, hour, 1, 1, 2);
        }
        desk.wire.sent.clear();
        desk.settle();
        assertEquals(1, asked(firstPage(S1)));
        assertEquals(95, desk.window(S1, 5).acked());
        desk.intake.pass(LIVE, 1);
        desk.settle();
        assertAllThere();

        desk.wire.sent.clear();
        for (int hour = 0; hour < 4; hour++) {
            sentEarlier(S1, hour, 900 + hour);
            desk.intake.put(S1, LIVE, hour, 1, 3);
            desk.settle();
        }
        desk.intake.put(S1, LIVE, 7, 1, 4);
        desk.pass(Duration.ofMinutes(4));
        assertEquals(0, asked(firstPage(S1)), "not so soon after the other");
        assertEquals(1, asked(path("/positions")), "the doubt is the same");
        assertTrue(desk.ingest.stored(S1).containsKey(from(7)), "and batches go on");
        desk.pass(Duration.ofMinutes(2));
        assertEquals(1, asked(firstPage(S1)));
        desk.intake.pass(LIVE, 1);
        desk.settle();
        assertAllThere();
    }

    private static StateReport complete(Instant until) {
        return new StateReport(
                OptionalLong.empty(), Optional.of(until), Optional.of(until), 0, false, 0);
    }

    private String told(String stream) {
        return desk.ingest.stateReports.get(stream);
    }

    /** A stream was reported on at least once in each minute of that time. */
    private void assertToldEachMinute(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            desk.wire.sent.clear();
            desk.pass(Duration.ofMinutes(1));
            assertTrue(asked(path("/acd1/state")) >= 1, "minute " + minute);
            assertTrue(asked(path("/acd2/state")) >= 1, "minute " + minute);
        }
    }

    @Test
    void reportsGoOnDuringAComparisonAndClaimNothingThatItMayFindLost() {
        for (int hour = 0; hour < 30; hour++) {
            sentEarlier(S1, hour, hour + 1);
        }
        knownToTheIngest();
        desk.reports.put(S1, complete(TestIntake.hour(30)));
        desk.reports.put(S2, complete(TestIntake.hour(30)));
        Predicate<Request> later = path("/acd1/windows").and(path("next="));
        desk.wire.next(later, desk.wire::honest, desk.wire::honest);
        desk.wire.always(later, problem(503, "unavailable"));
        assertToldEachMinute(12);
        assertTrue(told(S1).contains("\"completeUntil\":null") || !told(S1).contains("complete"));
        assertTrue(
                told(S1).contains("2026-11-21T06:00:00Z"), "last read is still told: " + told(S1));
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(6));
        assertTrue(told(S1).contains("\"completeUntil\":\"2026-11-21T06:00:00Z\""), told(S1));
    }

    @Test
    void reportsBeginAgainAfterAnOutageThoughTheListsStillFail() {
        sentEarlier(S1, 0, 1);
        knownToTheIngest();
        desk.reports.put(S1, complete(TestIntake.hour(30)));
        desk.reports.put(S2, complete(TestIntake.hour(30)));
        desk.wire.always(path("/streams/"), problem(503, "unavailable"));
        desk.pass(Duration.ofMinutes(30));
        desk.wire.heal();
        desk.wire.always(path("/windows"), problem(503, "unavailable"));
        desk.pass(Duration.ofMinutes(5));
        assertToldEachMinute(10);
    }

    @Test
    void whenTheIngestNamesATimeNothingIsAskedBeforeIt() {
        sentEarlier(S1, 0, 1);
        knownToTheIngest();
        desk.reports.put(S1, complete(TestIntake.hour(30)));
        desk.wire.next(path("/windows"), problem(503, "unavailable", "retry-after", "600"));
        desk.settle();
        desk.wire.sent.clear();
        desk.pass(Duration.ofSeconds(599));
        assertEquals(List.of(), desk.wire.sent);
        desk.pass(Duration.ofSeconds(5));
        assertTrue(told(S1).contains("2026-11-21T06:00:00Z"));
    }

    @Test
    void aReportThatHangsDoesNotKeepAProbeWaiting() {
        desk.connected();
        desk.reports.put(S1, complete(TestIntake.hour(30)));
        desk.wire.next(path("/state"), FakeWire.silence());
        desk.settle();
        desk.wire.next(FakeWire::isBatch, problem(503, "unavailable"), problem(503, "unavailable"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofSeconds(5));
        assertAllThere();
    }
}
