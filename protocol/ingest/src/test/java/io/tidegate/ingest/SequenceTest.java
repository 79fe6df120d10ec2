package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.BatchReply.Status;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Numbers, epochs and instances: each batch once, in order, from one sender. */
class SequenceTest {
    private Bed bed;
    private Sender sender;

    @BeforeEach
    void begin() throws Exception {
        bed = new Bed();
        sender = bed.sender();
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    private static byte[] calls(String id, long revision) {
        return Lines.zstd(
                Lines.window("calls", "contacts", "08:00", "09:00", revision)
                        .contact(id, "1", "08:00", 1, "1")
                        .contact("bad", "1", "08:00", 7, "1")
                        .text());
    }

    @Test
    void aRepeatedBatchGetsTheWholeFirstAnswerAndChangesNothing() throws Exception {
        BatchReply first = Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        Sender.fine(sender.reply("calls", "live", 2, calls("b", 2)));
        BatchReply again = Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        assertEquals(Status.DUPLICATE, again.status());
        assertEquals(first.rejected(), again.rejected());
        assertEquals(1, again.rejected().size());
        assertEquals("b", bed.database.value("SELECT contactidentifier FROM contacts"));
    }

    @Test
    void otherBytesUnderACommittedNumberAreRefused() throws Exception {
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        Problem problem = Sender.refused(sender.reply("calls", "live", 1, calls("b", 2)));
        assertEquals(ProblemType.DIGEST_MISMATCH, problem.type().get());
        assertEquals("a", bed.database.value("SELECT contactidentifier FROM contacts"));
    }

    @Test
    void aGapIsRefusedWithTheNumberExpected() throws Exception {
        Problem problem = Sender.refused(sender.reply("calls", "live", 2, calls("a", 1)));
        assertEquals(ProblemType.SEQUENCE_GAP, problem.type().get());
        assertEquals(1, problem.expected().getAsLong());
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        problem = Sender.refused(sender.reply("calls", "live", 3, calls("a", 1)));
        assertEquals(2, problem.expected().getAsLong());
    }

    @Test
    void theLanesOfAStreamAreNumberedApart() throws Exception {
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        Sender.fine(sender.reply("calls", "backfill", 1, calls("b", 2)));
        Sender.fine(sender.reply("calls", "live", 2, calls("c", 3)));
        Positions positions = sender.positions();
        assertEquals(1, positions.epoch());
        assertEquals(
                List.of("calls BACKFILL 1 3", "calls LIVE 2 3"),
                positions.lanes().stream()
                        .map(
                                p ->
                                        "%s %s %d %d"
                                                .formatted(
                                                        p.stream(),
                                                        p.lane(),
                                                        p.seq(),
                                                        p.revision()))
                        .toList());
    }

    @Test
    void aBodyThatIsNotWhatItsDigestSaysIsRefused() throws Exception {
        byte[] body = calls("a", 1);
        var request = sender.batch("calls", "live", 1, body);
        request.setHeader("Content-Digest", Sender.digest(new byte[1]));
        assertEquals(
                ProblemType.DIGEST_MISMATCH, Sender.problem(sender.send(request)).type().get());
        assertEquals(0, sender.positions().lanes().size());
    }

    @Test
    void aBodyThatIsNoBatchIsRefusedAndItsNumberStaysFree() throws Exception {
        String text = new String(com.github.luben.zstd.Zstd.decompress(calls("a", 1), 1 << 20));
        List<String> bodies =
                List.of(
                        "",
                        "no json\n",
                        text.substring(0, text.length() - 1),
                        text + "{}\n",
                        text.replace("\"rows\":2", "\"rows\":3"),
                        text.replace("\"calls\"", "\"other\""),
                        text.replace("\"berlin\"", "\"other\""),
                        text.replace("\"UTC\"", "\"Mars/Olympus\""),
                        text.replace("[\"1\"", "\"1\""));
        for (String body : bodies) {
            Problem problem = Sender.refused(sender.reply("calls", "live", 1, Lines.zstd(body)));
            assertEquals(ProblemType.INVALID_BATCH, problem.type().get(), body);
        }
        Problem problem = Sender.refused(sender.reply("calls", "live", 1, new byte[] {1, 2, 3}));
        assertEquals(ProblemType.INVALID_BATCH, problem.type().get());
        byte[] cut = java.util.Arrays.copyOf(calls("a", 1), 60);
        problem = Sender.refused(sender.reply("calls", "live", 1, cut));
        assertEquals(ProblemType.INVALID_BATCH, problem.type().get());
        String future = text.replace("\"v\":1", "\"v\":2");
        problem = Sender.refused(sender.reply("calls", "live", 1, Lines.zstd(future)));
        assertEquals(ProblemType.UNSUPPORTED_VERSION, problem.type().get());
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
    }

    @Test
    void gzipIsUnderstoodAsWell() throws Exception {
        byte[] body =
                Lines.gzip(
                        Lines.window("calls", "contacts", "08:00", "09:00", 1)
                                .contact("a", "1", "08:00", 1, "1")
                                .text());
        assertEquals(
                Status.COMMITTED, Sender.fine(sender.reply("calls", "live", 1, body)).status());
    }

    @Test
    void aBatchOfALowerEpochIsFencedAndOfAHigherOneUnknown() throws Exception {
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        sender.begin("first");
        assertEquals(2, sender.epoch);
        assertEquals(2, sender.positions().epoch());
        assertEquals(0, sender.positions().lanes().getFirst().seq());
        assertEquals(1, sender.positions().lanes().getFirst().revision());
        sender.epoch = 1;
        Problem problem = Sender.refused(sender.reply("calls", "live", 2, calls("b", 2)));
        assertEquals(ProblemType.FENCED, problem.type().get());
        assertEquals(2, problem.epoch().getAsLong());
        sender.epoch = 3;
        problem = Sender.refused(sender.reply("calls", "live", 1, calls("b", 2)));
        assertEquals(ProblemType.UNKNOWN_EPOCH, problem.type().get());
        assertEquals(2, problem.epoch().getAsLong());
        assertEquals("a", bed.database.value("SELECT contactidentifier FROM contacts"));
    }

    @Test
    void anAgentWithoutEpochStandsAtNothing() throws Exception {
        try (Bed other = new Bed()) {
            Sender stranger = new Sender(other.server().url());
            assertEquals(new Positions(0, List.of()), stranger.positions());
            stranger.epoch = 1;
            Problem problem = Sender.refused(stranger.reply("calls", "live", 1, calls("b", 2)));
            assertEquals(ProblemType.UNKNOWN_EPOCH, problem.type().get());
            assertEquals(0, problem.epoch().getAsLong());
        }
    }

    @Test
    void anEpochIsBegunFromThePresentOneOnly() throws Exception {
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        Sender late = new Sender(bed.server().url());
        Problem problem = late.beginRefused("first");
        assertEquals(ProblemType.CONTESTED, problem.type().get());
        assertEquals(1, problem.epoch().getAsLong());
    }

    @Test
    void aRequestForAnEpochWhoseAnswerWasLostCanBeRepeated() throws Exception {
        Sender again = new Sender(bed.server().url()).begin("first");
        assertEquals(1, again.epoch);
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        assertEquals(
                ProblemType.CONTESTED,
                new Sender(bed.server().url()).beginRefused("first").type().get());
    }

    @Test
    void anotherInstanceMustWaitUntilTheFirstHasBeenSilentForTenMinutes() throws Exception {
        Sender second = new Sender(bed.server().url());
        second.epoch = 1;
        bed.clock.turn(Duration.ofMinutes(9));
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        bed.clock.turn(Duration.ofMinutes(9));
        assertEquals(ProblemType.CONTESTED, second.beginRefused("second").type().get());
        report(sender, "\"epoch\":1,");
        bed.clock.turn(Duration.ofMinutes(9));
        assertEquals(ProblemType.CONTESTED, second.beginRefused("second").type().get());
        report(sender, "");
        bed.clock.turn(Duration.ofMinutes(2));
        assertEquals(2, second.begin("second").epoch);
        assertEquals(
                ProblemType.FENCED,
                Sender.refused(sender.reply("calls", "live", 2, calls("b", 2))).type().get());
    }

    private static void report(Sender sender, String epoch) throws Exception {
        var answer =
                sender.put(
                        "/streams/calls/state",
                        "{%s\"held\":0,\"paused\":false,\"outside\":0}".formatted(epoch));
        assertEquals(200, answer.status());
    }

    @Test
    void aReportIsKeptForTheCloudToLookAt() throws Exception {
        var answer =
                sender.put(
                        "/streams/calls/state",
                        "{\"epoch\":1,\"completeUntil\":\"2026-11-20T08:55:00Z\","
                                + "\"lastRead\":\"2026-11-20T09:00:12Z\",\"held\":2,\"paused\":true,\"outside\":3}");
        assertEquals(200, answer.status());
        assertEquals(
                "calls|08:55:00|2|t|3|10:00:00",
                bed.database.value(
                        "SELECT stream, (complete_until AT TIME ZONE 'UTC')::time, held, paused,"
                                + " outside, (reported_at AT TIME ZONE 'UTC')::time FROM stream"));
        answer =
                sender.put(
                        "/streams/calls/state",
                        "{\"epoch\":2,\"held\":0,\"paused\":false,\"outside\":0}");
        assertEquals(ProblemType.UNKNOWN_EPOCH, Sender.problem(answer).type().get());
        answer = sender.put("/streams/calls/state", "{\"held\":-1}");
        assertEquals(ProblemType.INVALID_REQUEST, Sender.problem(answer).type().get());
    }

    /** A source's clock may have run ahead: whoever plans by it has to see that it came back. */
    @Test
    void aReportMayClaimLessThanTheOneBefore() throws Exception {
        for (String until : new String[] {"\"2026-11-20T20:00:00Z\"", "\"2026-11-20T08:55:00Z\""}) {
            claim(until);
        }
        assertEquals("08:55:00", claimed());
        claim("null");
        assertEquals("", claimed());
    }

    private void claim(String until) throws Exception {
        var answer =
                sender.put(
                        "/streams/calls/state",
                        "{\"epoch\":1,\"completeUntil\":%s,\"held\":0,\"paused\":false,\"outside\":0}"
                                .formatted(until));
        assertEquals(200, answer.status());
    }

    private String claimed() throws Exception {
        return bed.database.value(
                "SELECT coalesce((complete_until AT TIME ZONE 'UTC')::time::text, '') FROM stream");
    }

    @Test
    void theLedgerShowsWhatWasTaken() throws Exception {
        Sender.fine(sender.reply("calls", "live", 1, calls("a", 1)));
        assertEquals(
                "calls|live|1|1|1|committed|2",
                bed.database.value(
                        "SELECT stream, lane, epoch, seq, rows, answer->>'status',"
                                + " answer->'rejected'->0->>'row' FROM batch"));
        assertTrue(bed.database.value("SELECT digest FROM batch").matches("[0-9a-f]{64}"));
    }
}
