package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Desk.S1;
import static io.tidegate.agent.uplink.Desk.S2;
import static io.tidegate.agent.uplink.FakeWire.path;
import static io.tidegate.agent.uplink.FakeWire.problem;
import static io.tidegate.agent.uplink.FakeWire.says;
import static io.tidegate.agent.uplink.TestIntake.contacts;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.uplink.FakeWire.Twist;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.config.AgentConfig.Compression;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Each row of the table of answers, and each thing that only looks like one. */
class AnswersTest {
    @TempDir Path dataDir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(dataDir).connected();
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

    /** All attempts of one batch were the same bytes under the same number. */
    private void assertOneBatch(int attempts) {
        List<Request> sent = desk.wire.batches();
        assertEquals(attempts, sent.size());
        for (Request request : sent) {
            assertEquals(sent.getFirst().path(), request.path());
            assertArrayEquals(bytes(sent.getFirst()), bytes(request));
        }
    }

    private static byte[] bytes(Request request) {
        return request.content().orElseThrow().bytes();
    }

    @Test
    void aCommittedBatchIsReleasedAndItsRejectedRowsAreListed() {
        desk.ingest.reject(row -> row.get(6).asText().equals("c2"));
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 3);
        desk.settle();
        assertEquals(0, desk.waiting());
        var rejects = desk.store.read(tx -> tx.rejects(Optional.of(S1), 9));
        assertEquals(1, rejects.size());
        assertEquals("batch 1, row 2", rejects.getFirst().place());
        assertEquals("ingest", rejects.getFirst().by());
        assertEquals(1, desk.window(S1, 0).acked());
    }

    @Test
    void aBatchOfWhichTheAnswerWasLostIsSentAgainAndItsRejectedRowsAreLearnt() {
        desk.ingest.reject(row -> row.get(6).asText().equals("c2"));
        desk.wire.next(FakeWire::isBatch, desk.wire.lostAfter());
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 3);
        desk.pass(Duration.ofSeconds(3));
        assertOneBatch(2);
        assertEquals(0, desk.waiting());
        assertEquals(1, desk.store.read(tx -> tx.rejects(Optional.of(S1), 9)).size());
    }

    static Stream<Twist> whatDecidesNothing() {
        String committed = "{\"status\":\"committed\",\"epoch\":%d,\"seq\":%d,\"rejected\":[]}";
        return Stream.of(
                problem(408, "request-timeout"),
                problem(425, "too-early"),
                problem(429, "too-many-requests"),
                problem(500, "internal"),
                problem(503, "unavailable"),
                problem(507, "something-new"),
                says(500, "text/plain", "oops"),
                says(502, "text/html", "<h1>Bad gateway</h1>"),
                says(302, "text/html", "", "location", "https://elsewhere.example/"),
                says(200, "text/html", "<h1>Please accept the terms of use</h1>"),
                says(200, "application/json", "{\"ok\":true}"),
                says(200, "application/json", "[]"),
                says(200, "application/json", ""),
                says(200, "text/plain", committed.formatted(1, 1)),
                says(200, "application/json", committed.formatted(1, 2)),
                says(200, "application/json", committed.formatted(2, 1)),
                says(200, "application/json", committed.formatted(1, 1).substring(0, 40)),
                says(202, "application/json", committed.formatted(1, 1)),
                says(204, "application/json", ""),
                says(400, "text/html", "<h1>Bad request</h1>"),
                says(400, "application/json", "{\"error\":\"bad request\"}"),
                says(422, "application/problem+json", "{\"type\":\"about:blank\",\"status\":422}"),
                says(401, "text/html", "<h1>Login</h1>"),
                says(403, "text/html", "<h1>Blocked by policy</h1>"),
                says(404, "text/html", "<h1>Not found</h1>"),
                says(407, "text/html", "<h1>Proxy login</h1>"),
                says(409, "application/json", "{\"expected\":7}"),
                FakeWire.lost(Response.Why.CUT),
                FakeWire.lost(Response.Why.TIME),
                FakeWire.lost(Response.Why.NONSENSE),
                FakeWire.lost(Response.Why.CONNECT));
    }

    @ParameterizedTest
    @MethodSource("whatDecidesNothing")
    void whatIsNotTheIngestsVerdictIsFollowedByTheSameBatchAgain(Twist twist) {
        desk.wire.next(FakeWire::isBatch, twist, twist, twist);
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 3);
        desk.pass(Duration.ofSeconds(30));
        assertOneBatch(4);
        assertAllThere();
        assertEquals(State.READ, desk.window(S1, 0).state());
        assertEquals(Optional.empty(), desk.pause(S1));
    }

    @Test
    void anIngestThatIsAwayForADayIsTriedWithoutEndAndWithoutHurry() {
        desk.wire.always(r -> true, FakeWire.lost(Response.Why.CONNECT));
        desk.wire.session++;
        for (int hour = 0; hour < 10; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(0, 5));
        }
        desk.pass(Duration.ofDays(1));
        int tries = desk.wire.sent.size();
        assertTrue(tries > 288 && tries < 1_000, "tries in a day: " + tries);
        assertEquals(10, desk.waiting());
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(6));
        assertAllThere();
    }

    @Test
    void retryAfterInSecondsIsHeeded() {
        desk.wire.next(FakeWire::isBatch, problem(429, "too-many-requests", "retry-after", "120"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofSeconds(119));
        assertEquals(1, desk.wire.batches().size());
        desk.pass(Duration.ofSeconds(2));
        assertAllThere();
    }

    @Test
    void retryAfterAsADateCountsFromTheAnswersOwnDate() {
        desk.wire.next(
                FakeWire::isBatch,
                problem(
                        503,
                        "unavailable",
                        "date",
                        "Wed, 21 Oct 2015 07:28:00 GMT",
                        "retry-after",
                        "Wed, 21 Oct 2015 07:29:30 GMT"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofSeconds(89));
        assertEquals(1, desk.wire.batches().size());
        desk.pass(Duration.ofSeconds(2));
        assertAllThere();
    }

    @Test
    void retryAfterIsTakenForAnHourAtTheMost() {
        desk.wire.next(FakeWire::isBatch, problem(503, "unavailable", "retry-after", "999999"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofMinutes(59));
        assertEquals(1, desk.wire.batches().size());
        desk.pass(Duration.ofMinutes(2));
        assertAllThere();
    }

    @Test
    void whileTheEndpointIsInTroubleOneBatchAtATimeProbesIt() {
        desk.wire.always(FakeWire::isBatch, problem(503, "unavailable"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S2, LIVE, 0, 1, 1);
        desk.intake.put(S1, BACKFILL, 1, 1, 1);
        desk.intake.put(S2, BACKFILL, 1, 1, 1);
        desk.settle();
        assertEquals(4, desk.wire.batches().size());
        desk.pass(Duration.ofSeconds(2));
        assertTrue(desk.wire.batches().size() <= 8, "probes: " + desk.wire.batches().size());
        desk.pass(Duration.ofHours(1));
        int tries = desk.wire.batches().size();
        assertTrue(tries > 12 && tries < 60, "tries in an hour: " + tries);
        assertTrue(desk.loop.state().waiting().orElseThrow().why().contains("503"));
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(6));
        assertAllThere();
        assertEquals(Optional.empty(), desk.loop.state().waiting());
    }

    @Test
    void aStreamThatTheIngestCannotTakeDoesNotStopTheOthers() {
        desk.wire.always(path("/acd1/live/batches"), problem(500, "internal"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        for (int hour = 0; hour < 20; hour++) {
            desk.intake.put(S2, LIVE, hour, 1, 1, 2);
        }
        desk.settle();
        assertEquals(1, desk.waiting());
        assertEquals(desk.intake.expected(S2), desk.ingest.stored(S2));
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(6));
        assertAllThere();
    }

    @Test
    void aBatchOnWhichAGatewayFailsIsNotTheOnlyOneThatProbes() {
        desk.wire.always(path("/acd1/live/batches"), says(500, "text/html", "<h1>Error</h1>"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S2, LIVE, 0, 1, 1);
        for (int hour = 1; hour < 40; hour++) {
            desk.intake.put(S2, LIVE, hour, 1, 1, 2);
        }
        desk.pass(Duration.ofMinutes(20));
        assertEquals(desk.intake.expected(S2), desk.ingest.stored(S2));
        assertEquals(1, desk.waiting());
    }

    @Test
    void aRefusedBatchIsSetAsideAndASkipFillsItsNumber() {
        desk.wire.next(FakeWire::isBatch, problem(422, "too-many-rejected"));
        desk.intake.put(S1, LIVE, 0, 1, 1, 2);
        desk.intake.put(S1, LIVE, 1, 1, 3);
        desk.settle();
        assertEquals(State.ASIDE, desk.window(S1, 0).state());
        assertEquals("too-many-rejected: because", desk.window(S1, 0).reason());
        assertEquals(2, desk.ingest.committed(S1, "live"));
        assertEquals(List.of("2026-11-20T01:00:00Z"), List.copyOf(desk.ingest.stored(S1).keySet()));
        assertEquals(Optional.empty(), desk.pause(S1));
    }

    @Test
    void threeRefusalsInARowPauseTheStreamAndNoOther() {
        desk.wire.next(
                path("/acd1/"),
                problem(400, "invalid-batch"),
                desk.wire::honest, // the skip
                problem(422, "too-many-rejected"),
                desk.wire::honest,
                problem(400, "invalid-batch"));
        for (int hour = 0; hour < 5; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, 1);
            desk.intake.put(S2, LIVE, hour, 1, 1);
        }
        desk.settle();
        assertTrue(desk.pause(S1).orElseThrow().startsWith("ingest: the ingest refused three"));
        assertEquals(desk.intake.expected(S2), desk.ingest.stored(S2));
        assertEquals(3, desk.waiting(), "a skip and two batches");
        assertEquals(State.READ, desk.window(S1, 3).state());
    }

    @Test
    void refusalsWithACommittedBatchBetweenPauseNothing() {
        for (int i = 0; i < 6; i++) {
            desk.wire.next(path("/acd1/"), problem(400, "invalid-batch"), desk.wire::honest);
            desk.wire.next(path("/acd1/"), desk.wire::honest);
        }
        for (int hour = 0; hour < 8; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, 1);
        }
        desk.settle();
        assertEquals(Optional.empty(), desk.pause(S1));
        assertEquals(0, desk.waiting());
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnceAndThenEveryOneToFifteenMinutes() {
        desk.wire.always(FakeWire::isBatch, problem(401, "unauthorized"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        assertEquals(1, desk.wire.renewals);
        assertEquals(2, desk.wire.batches().size());
        desk.pass(Duration.ofSeconds(59));
        assertEquals(2, desk.wire.batches().size());
        desk.pass(Duration.ofSeconds(2));
        assertEquals(3, desk.wire.batches().size());
        assertEquals(2, desk.wire.renewals);
        desk.pass(Duration.ofHours(5));
        int tries = desk.wire.batches().size();
        assertTrue(tries >= 20 && tries < 60, "tries: " + tries);
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(16));
        assertAllThere();
    }

    @Test
    void aRevokedConnectorAsksEveryFifteenMinutesAndKeepsEverything() {
        desk.wire.always(FakeWire::isBatch, problem(403, "forbidden"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofMinutes(14));
        assertEquals(1, desk.wire.batches().size());
        desk.pass(Duration.ofMinutes(32));
        assertEquals(4, desk.wire.batches().size());
        assertEquals(1, desk.waiting());
        assertTrue(desk.loop.state().waiting().orElseThrow().why().contains("403"));
    }

    @Test
    void aBatchThatIsTooLargeIsHalvedUnderTheSameAndTheNextNumbers() {
        desk.wire.next(FakeWire::isBatch, problem(413, "too-large"), problem(413, "too-large"));
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 100));
        desk.intake.put(S1, LIVE, 1, 1, 7);
        desk.settle();
        assertAllThere();
        assertEquals(4, desk.ingest.committed(S1, "live"));
        assertTrue(
                desk.wire.sent.stream().filter(path("positions")).count() >= 2,
                "asked before the bytes were changed");
    }

    @Test
    void aRowThatIsTooLargeIsRejectedAndTheRestGoesOn() {
        desk.wire.always(r -> FakeWire.isBatch(r) && has(r, "c50\""), problem(413, "too-large"));
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 100));
        desk.settle();
        assertEquals(0, desk.waiting());
        List<String> stored = desk.ingest.stored(S1).values().iterator().next();
        assertEquals(99, stored.size());
        var rejects = desk.store.read(tx -> tx.rejects(Optional.of(S1), 9));
        assertEquals(1, rejects.size());
        assertTrue(rejects.getFirst().reason().contains("413"));
    }

    static boolean has(Request batch, String text) {
        try (var in =
                new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(bytes(batch)))) {
            return new String(in.readAllBytes()).contains(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aGatewayThatLetsNothingThroughCostsNoRow() {
        desk.wire.always(FakeWire::isBatch, says(413, "text/html", "<h1>Too large</h1>"));
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 4));
        desk.pass(Duration.ofHours(1));
        assertEquals(0, desk.store.read(tx -> tx.rejects(Optional.of(S1), 9)).size());
        desk.wire.heal();
        desk.pass(Duration.ofMinutes(6));
        assertAllThere();
    }

    @Test
    void bytesAreNotChangedWhileAnEarlierAttemptMayStillArrive() {
        desk.wire.next(
                FakeWire::isBatch, FakeWire.lost(Response.Why.TIME), problem(413, "too-large"));
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 10));
        desk.pass(Duration.ofSeconds(55));
        assertOneBatch(2);
        assertEquals(1, desk.waiting());
        desk.pass(Duration.ofSeconds(10));
        assertAllThere();
        assertEquals(2, desk.ingest.committed(S1, "live"), "halves, a minute after");
    }

    @Test
    void aTooLargeAnswerRightAfterTheFallBackToGzipIsFollowedByHalvesAtOnce() {
        desk.intake = new TestIntake(desk.store, "zstd");
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 10));
        desk.settle();
        desk.wire.next(FakeWire::isBatch, problem(413, "too-large"));
        desk.intake.put(S1, LIVE, 1, 1, contacts(0, 100));
        desk.settle();
        assertAllThere();
        assertEquals(3, desk.ingest.committed(S1, "live"));
    }

    @Test
    void aBatchThatIsNotWantedAsItIsWaitsForThePositionsAndIsNotSentOnceMore() {
        desk.intake = new TestIntake(desk.store, "zstd");
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 100));
        desk.wire.next(path("positions"), problem(500, "internal"), problem(500, "internal"));
        desk.pass(Duration.ofSeconds(30));
        assertAllThere();
        assertEquals(
                List.of("zstd", "gzip"),
                desk.wire.batches().stream().map(AnswersTest::encoding).toList());
    }

    @Test
    void whatWasNeverSentIsPackedAnewAsSoonAsZstdIsRefusedOnce() {
        desk.intake = new TestIntake(desk.store, "zstd");
        desk.wire.always(path("positions"), problem(500, "internal"));
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 100));
        desk.settle();
        desk.intake.put(S2, LIVE, 0, 1, contacts(0, 100));
        desk.pass(Duration.ofSeconds(30));
        assertEquals(
                1, desk.wire.batches().stream().filter(b -> encoding(b).equals("zstd")).count());
        assertEquals(desk.intake.expected(S2), desk.ingest.stored(S2));
    }

    private static String encoding(Request batch) {
        return batch.content().orElseThrow().encoding().orElseThrow();
    }

    @Test
    void aLimitThatWasLearntIsKeptToFromThenOnAndTriedAgainAfterAnHour() {
        int most = 40_000;
        Twist limited =
                request ->
                        bytes(request).length > most
                                ? problem(413, "too-large").apply(request)
                                : desk.wire.honest(request);
        desk.wire.always(FakeWire::isBatch, limited);
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 10_000));
        desk.settle();
        assertAllThere();
        assertTrue(tooLarge(most) > 0);
        desk.wire.sent.clear();
        for (int hour = 1; hour < 5; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, contacts(0, 10_000));
        }
        desk.settle();
        assertAllThere();
        assertTrue(tooLarge(most) <= 1, "sent too large once the limit was known");

        desk.wire.heal();
        desk.clock.advance(Duration.ofMinutes(61));
        desk.wire.sent.clear();
        desk.intake.put(S1, LIVE, 6, 1, contacts(0, 10_000));
        desk.settle();
        assertEquals(1, desk.wire.batches().size());
        assertAllThere();
    }

    private long tooLarge(int most) {
        return desk.wire.batches().stream().filter(b -> bytes(b).length > most).count();
    }

    @Test
    void aSmallBatchThatIsCalledTooLargeOnceCutsNoOther() {
        desk.wire.next(FakeWire::isBatch, says(413, "text/html", "<h1>Too large</h1>"));
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 10));
        desk.settle();
        desk.wire.sent.clear();
        desk.intake.put(S1, LIVE, 1, 1, contacts(0, 100));
        desk.settle();
        assertEquals(1, desk.wire.batches().size());
        assertAllThere();
    }

    @Test
    void aBatchThatIsCalledTooLargeThoughLargerOnesGotThroughCutsNoOther() {
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 10_000));
        desk.settle();
        desk.wire.next(FakeWire::isBatch, says(413, "text/html", "<h1>Too large</h1>"));
        desk.intake.put(S1, LIVE, 1, 1, contacts(0, 5_000));
        desk.settle();
        desk.wire.sent.clear();
        desk.intake.put(S1, LIVE, 2, 1, contacts(0, 6_000));
        desk.settle();
        assertEquals(1, desk.wire.batches().size());
        assertAllThere();
    }

    @Test
    void aRefusalWithoutAReasonIsNamedByItsKind() {
        String bare = "{\"type\":\"https://tidegate.io/problems/too-many-requests\"}";
        desk.wire.always(FakeWire::isBatch, says(429, "application/problem+json", bare));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        assertEquals(
                "the ingest answered HTTP 429: too-many-requests",
                desk.loop.state().waiting().orElseThrow().why());
    }

    @Test
    void aBatchThatWasCommittedAndIsThenCalledTooLargeCountsAsSent() {
        desk.wire.next(FakeWire::isBatch, desk.wire.lostAfter());
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 10));
        desk.settle();
        desk.wire.always(FakeWire::isBatch, says(413, "text/html", "<h1>Too large</h1>"));
        desk.pass(Duration.ofMinutes(10));
        assertAllThere();
    }

    @Test
    void zstdGivesWayToGzipAndTheEndpointIsRemembered() {
        desk.intake = new TestIntake(desk.store, "zstd");
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 100));
        desk.settle();
        assertEquals("gzip", desk.loop.encoding());
        assertEquals(2, desk.wire.batches().size());
        assertEquals(desk.wire.batches().get(0).path(), desk.wire.batches().get(1).path());
        desk.intake.put(S1, LIVE, 1, 1, contacts(0, 100));
        desk.settle();
        assertEquals(3, desk.wire.batches().size());
        assertAllThere();
    }

    @Test
    void intakeIsToldToEncodeWithGzipOnceZstdWasRefused() {
        desk.intake = new TestIntake(desk.store, desk.loop::encoding);
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 100));
        desk.settle();
        desk.intake.put(S1, LIVE, 1, 1, contacts(0, 100));
        assertEquals("gzip", encodingOfNext());
        desk.settle();
        assertAllThere();
    }

    /** Of the batch that waits, as it is stored. */
    private String encodingOfNext() {
        return desk.store
                .write(tx -> tx.attempt(S1, LIVE))
                .flatMap(SpooledBatch::part)
                .orElseThrow()
                .encoding();
    }

    @Test
    void whoWantsZstdAloneIsToldThatTheIngestDoesNotTakeIt() {
        desk.compression = Compression.ZSTD;
        desk.start();
        desk.intake = new TestIntake(desk.store, "zstd");
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.pass(Duration.ofMinutes(10));
        assertEquals(1, desk.waiting());
        assertTrue(
                desk.loop.state().waiting().isEmpty()
                        || desk.loop.state().waiting().get().why().contains("compression"));
    }

    @Test
    void aBodyThatWasChangedOnItsWayIsSentAgain() {
        desk.wire.next(FakeWire::isBatch, problem(409, "digest-mismatch"));
        desk.intake.put(S1, LIVE, 0, 1, 1, 2, 3);
        desk.pass(Duration.ofSeconds(5));
        assertOneBatch(2);
        assertAllThere();
    }

    @Test
    void aForeignBatchUnderOurNumberStopsThatStreamAlone() {
        desk.wire.next(
                path("/acd1/live/batches/1/1"),
                request -> {
                    commitSkipUnder(request.path());
                    return desk.wire.honest(request);
                });
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S2, LIVE, 0, 1, 1);
        desk.pass(Duration.ofMinutes(10));
        assertTrue(desk.pause(S1).orElseThrow().contains("another batch under number 1"));
        assertEquals(desk.intake.expected(S2), desk.ingest.stored(S2));
        assertEquals(Optional.empty(), desk.pause(S2));

        resume(S1);
        desk.pass(Duration.ofMinutes(1));
        assertAllThere();
        assertEquals(2, desk.agent().epoch());
    }

    private void commitSkipUnder(String path) {
        var skip = io.tidegate.agent.batch.Parts.skip();
        String digest = java.util.Base64.getEncoder().encodeToString(skip.digest());
        desk.wire.honest(
                new Request(
                        "POST",
                        path,
                        Optional.of(
                                new Request.Content(
                                        "application/x-ndjson",
                                        Optional.of("gzip"),
                                        Optional.of("sha-256=:" + digest + ":"),
                                        skip.body()))));
    }

    private void resume(String stream) {
        desk.store.change(
                tx -> {
                    var s = tx.stream(stream).orElseThrow();
                    tx.putStream(
                            new io.tidegate.agent.store.StreamRecord(
                                    s.name(),
                                    s.cutBase(),
                                    s.cutFrom(),
                                    s.bound(),
                                    s.shape(),
                                    Optional.empty(),
                                    s.reconciled(),
                                    s.reconciledDeep(),
                                    s.lastRead()));
                });
    }

    @Test
    void aSkipWhosePlaceItsOwnBatchHadTakenIsNoForeignBatch() {
        desk.wire.next(
                path("/acd1/live/batches/1/1"),
                desk.wire.lostAfter(),
                request -> {
                    desk.store.change(
                            tx -> tx.setAside(tx.attempt(S1, LIVE).orElseThrow(), "by hand"));
                    return problem(503, "unavailable").apply(request);
                });
        desk.intake.put(S1, LIVE, 0, 1, 1, 2);
        desk.intake.put(S1, LIVE, 1, 1, 3);
        desk.pass(Duration.ofSeconds(30));
        assertEquals(Optional.empty(), desk.pause(S1));
        assertEquals(0, desk.waiting());
        assertEquals(2, desk.ingest.committed(S1, "live"));
    }

    @Test
    void aStreamOfOtherDataStopsAndSaysSo() {
        desk.wire.next(path("/acd1/"), problem(409, "stream-conflict"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S2, LIVE, 0, 1, 1);
        desk.pass(Duration.ofMinutes(1));
        assertTrue(desk.pause(S1).orElseThrow().contains("other data"));
        assertEquals(desk.intake.expected(S2), desk.ingest.stored(S2));
    }

    @Test
    void onceItsSettingsAreBackWhatWasMadeUnderTheOthersIsReadAgain() {
        desk.wire.next(path("/acd1/"), problem(409, "stream-conflict"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S1, LIVE, 1, 1, 2);
        desk.pass(Duration.ofMinutes(1));
        assertEquals(State.STALE, desk.window(S1, 0).state());
        assertEquals(State.STALE, desk.window(S1, 1).state());
        resume(S1);
        desk.intake.pass(LIVE, 2);
        desk.pass(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), desk.pause(S1));
        assertAllThere();
    }

    @Test
    void aWindowWhoseFirstPartsAreLostIsReadAgainAndStoredOnce() {
        desk.wire.next(
                path("/live/batches/1/2"),
                request -> {
                    desk.ingest.loseParts();
                    return desk.wire.honest(request);
                });
        desk.intake.put(S1, LIVE, 0, 2, contacts(0, 10));
        desk.settle();
        assertEquals(State.STALE, desk.window(S1, 0).state());
        assertEquals(2, desk.ingest.committed(S1, "live"));
        desk.intake.pass(LIVE, 2);
        desk.settle();
        assertAllThere();
        assertTrue(!desk.store.read(tx -> tx.onItsWay(new Unit.Window(S1, TestIntake.T0))));
    }

    @Test
    void aSupersededWindowIsComparedWithWhatTheIngestHas() {
        desk.intake.put(S1, LIVE, 0, 1, 1, 2);
        desk.ingest.put(
                S1,
                new ScriptedIngest.Window(
                        "2026-11-20T00:00:00Z",
                        "2026-11-20T01:00:00Z",
                        90,
                        List.of(TestIntake.canonical(0, 9))));
        desk.settle();
        assertEquals(State.STALE, desk.window(S1, 0).state());
        assertEquals(90, desk.window(S1, 0).acked());
        desk.intake.pass(LIVE, 1);
        desk.settle();
        assertAllThere();
        assertEquals(91, desk.window(S1, 0).acked());
    }

    @Test
    void anUnheardOfRefusalOfABatchMakesItsStreamWaitAQuarterOfAnHour() {
        desk.wire.next(path("/acd1/"), problem(410, "gone-for-ever"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.intake.put(S2, LIVE, 0, 1, 1);
        desk.pass(Duration.ofMinutes(14));
        assertEquals(1, desk.waiting());
        desk.pass(Duration.ofMinutes(2));
        assertAllThere();
    }

    @Test
    void aDeadConnectionIsReplacedAtOnce() {
        desk.wire.next(
                FakeWire::isBatch, _ -> new Response.Lost(Response.Why.CUT, "found dead", true));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        assertAllThere();
    }
}
