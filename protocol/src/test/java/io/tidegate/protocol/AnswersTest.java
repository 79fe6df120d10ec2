package io.tidegate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** What an ingest writes is what an agent understands. */
class AnswersTest {
    private static final Instant FROM = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-20T09:00:00.000001Z");

    @ParameterizedTest
    @EnumSource
    void everySettledBatchIsUnderstood(BatchReply.Status status) {
        RejectedRow rejected = new RejectedRow(17, new RowFault("offered", "is \"below\" zero"));
        BatchReply reply = new BatchReply(status, 3, 42, List.of(rejected));
        assertEquals(new Reply.Fine<>(reply), Replies.batch(fine(Answers.json(reply)), 3, 42));
    }

    @Test
    void aThousandRejectedRowsStayBelowOneMebibyte() {
        List<RejectedRow> rejected =
                IntStream.rangeClosed(1, Limits.REJECTED_ROWS)
                        .mapToObj(
                                i ->
                                        new RejectedRow(
                                                i, new RowFault("c".repeat(30), "r".repeat(200))))
                        .toList();
        BatchReply reply = new BatchReply(BatchReply.Status.COMMITTED, 1, 1, rejected);
        byte[] body = Answers.json(reply);
        assertTrue(body.length < Limits.ANSWER_BYTES);
        assertEquals(new Reply.Fine<>(reply), Replies.batch(fine(body), 1, 1));
    }

    @Test
    void moreRejectedRowsThanAllowedCannotBeAnswered() {
        RejectedRow row = new RejectedRow(1, new RowFault("", "x"));
        List<RejectedRow> many = Collections.nCopies(Limits.REJECTED_ROWS + 1, row);
        assertThrows(
                IllegalArgumentException.class,
                () -> new BatchReply(BatchReply.Status.COMMITTED, 1, 1, many));
    }

    @Test
    void positionsAreUnderstood() {
        Positions positions =
                new Positions(
                        2,
                        List.of(
                                new Positions.Position("acd1", Lane.LIVE, 42, 118),
                                new Positions.Position("acd1", Lane.BACKFILL, 0, 118)));
        assertEquals(new Reply.Fine<>(positions), Replies.positions(fine(Answers.json(positions))));
    }

    @Test
    void anEpochIsUnderstoodOnlyIfItIsAboveAllThatWereUsed() {
        EpochRequest request = new EpochRequest(1, 4, "b2f1-x");
        assertEquals(new Reply.Fine<>(5L), Replies.epoch(fine(Answers.epoch(5)), request));
        assertInstanceOf(Reply.Foreign.class, Replies.epoch(fine(Answers.epoch(4)), request));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 999, 1_000, 100_000, 3_000_000, 124_600, Long.MAX_VALUE})
    void sumsAreWrittenWithoutExponentAndComeBackExactly(long millis) {
        StoredWindow window =
                new StoredWindow(
                        FROM, TO, 3, WindowHash.of(1, "ab".repeat(32)), Long.MAX_VALUE, 0, millis);
        Page<StoredWindow> page = new Page<>(List.of(window), Optional.of("after/x"));
        byte[] body = Answers.windows(page);
        String text = new String(body, StandardCharsets.UTF_8);
        assertFalse(text.matches(".*\"handlingtime\":[0-9.]*E.*"), text);
        assertEquals(new Reply.Fine<>(page), Replies.windows(fine(body)));
    }

    @Test
    void originsAreUnderstood() {
        StoredOrigin origin =
                new StoredOrigin("ab".repeat(32), "Köln.csv", FROM, 7, Mode.UPSERT, 96);
        Page<StoredOrigin> page = new Page<>(List.of(origin), Optional.empty());
        assertEquals(new Reply.Fine<>(page), Replies.origins(fine(Answers.origins(page))));
    }

    @Test
    void aTakenStateReportIsUnderstood() {
        assertEquals(new Reply.Fine<>(true), Replies.stored(fine(Answers.stored())));
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemIsUnderstood(ProblemType type) {
        Problem problem =
                type == ProblemType.SEQUENCE_GAP
                        ? Problem.gap(41)
                        : Problem.of(type, "a sentence").withEpoch(2);
        HttpAnswer answer = new HttpAnswer(type.status(), Answers.PROBLEM, Answers.json(problem));
        assertEquals(new Reply.Refused<>(problem), Replies.batch(answer, 1, 1));
        assertEquals(new Reply.Refused<>(problem), Replies.positions(answer));
    }

    @Test
    void anAnswerCutAnywhereIsNotBelieved() {
        byte[] body = Answers.json(new BatchReply(BatchReply.Status.COMMITTED, 1, 42, List.of()));
        for (int length = 0; length < body.length; length++) {
            HttpAnswer cut = fine(Arrays.copyOf(body, length));
            assertInstanceOf(Reply.Foreign.class, Replies.batch(cut, 1, 42));
        }
    }

    @Test
    void requestsAreUnderstood() throws Exception {
        EpochRequest epoch = new EpochRequest(1, 4, "b2f1-x");
        assertEquals(epoch, Requests.epoch(Requests.json(epoch)));
        StateReport report =
                new StateReport(OptionalLong.of(2), Optional.of(FROM), Optional.of(TO), 3, true, 7);
        assertEquals(report, Requests.state(Requests.json(report)));
        StateReport blind =
                new StateReport(
                        OptionalLong.empty(), Optional.empty(), Optional.empty(), 0, false, 0);
        assertEquals(blind, Requests.state(Requests.json(blind)));
    }

    @Test
    void theRequestsOfTheSpecificationAreUnderstood() throws Exception {
        String epoch = "{\"from\":1,\"instance\":\"b2f1\"}";
        assertEquals(
                new EpochRequest(1, 0, "b2f1"),
                Requests.epoch(epoch.getBytes(StandardCharsets.UTF_8)));
        String state =
                """
                {"completeUntil":"2026-11-20T08:00:00Z","lastRead":"2026-11-20T09:00:00.000001Z",\
                "held":0,"paused":false,"outside":0}""";
        assertEquals(
                Optional.of(FROM),
                Requests.state(state.getBytes(StandardCharsets.UTF_8)).completeUntil());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"from\":1}",
                "{\"from\":-1,\"instance\":\"x\"}",
                "{\"from\":1,\"instance\":\"a b\"}",
                "{\"from\":1,\"instance\":\"x\"}x",
                "{\"from\":1.5,\"instance\":\"x\"}",
                "{\"from\":1,\"from\":1,\"instance\":\"x\"}"
            })
    void aBrokenRequestIsRefused(String body) {
        assertThrows(
                RequestException.class,
                () -> Requests.epoch(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpAnswer fine(byte[] body) {
        return new HttpAnswer(200, Answers.JSON, body);
    }
}
