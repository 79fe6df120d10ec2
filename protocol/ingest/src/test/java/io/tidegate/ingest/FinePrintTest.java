package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.BatchReply.Status;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** What PROTOCOL.md says of the cases that one could understand in two ways. */
class FinePrintTest {
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

    private List<String> contacts() throws Exception {
        return bed.database.rows(
                "SELECT coalesce(contactidentifier, 'nobody') FROM contacts ORDER BY 1");
    }

    private static Lines window(long revision) {
        return Lines.window("calls", "contacts", "08:00", "09:00", revision);
    }

    private static Lines file(String mode, char sha, String modified, long revision) {
        return Lines.file("calls", "contacts", mode, sha, modified, revision);
    }

    private ProblemType refusalOf(String path) throws Exception {
        return Sender.problem(sender.get("/streams/calls" + path)).type().orElseThrow();
    }

    @Test
    void eachBatchIsReadByItsOwnColumns() throws Exception {
        sender.live("calls", window(1).contact("a", "1", "08:00", 1, "1").part(true, false));
        String second =
                window(1)
                        .row("[\"b\",1,\"2026-11-20T08:01:00Z\",\"1\",\"Queue 1\"]")
                        .part(false, true)
                        .text()
                        .replace(
                                Lines.CONTACT_COLUMNS,
                                "\"contactidentifier\",\"answered\",\"timestamp\","
                                        + "\"queueidentifier\",\"queuename\"");
        assertEquals(Status.COMMITTED, sender.next("calls", "live", second).status());
        assertEquals(List.of("a", "b"), contacts());
    }

    @Test
    void aZoneMayChangeAndIsNoConflict() throws Exception {
        String utc =
                Lines.window("hours", "intervals", "08:00", "09:00", 1)
                        .interval("1", "08:00", 1, 1, "1")
                        .text()
                        .replace("15m", "60m");
        assertEquals(List.of(), sender.next("hours", "live", utc).rejected());
        String kathmandu =
                Lines.window("hours", "intervals", "09:00", "10:00", 2)
                        .interval("1", "09:15", 1, 1, "1")
                        .interval("1", "09:00", 1, 1, "1")
                        .text()
                        .replace("15m", "60m")
                        .replace("\"UTC\"", "\"Asia/Kathmandu\"");
        BatchReply reply = sender.next("hours", "live", kathmandu);
        assertEquals(1, reply.rejected().size());
        assertEquals(2, reply.rejected().getFirst().row(), "its clock is 5 h 45 min ahead");
        assertEquals("2", bed.database.value("SELECT count(*) FROM intervals"));
    }

    @Test
    void theSameBytesUnderALaterTimeHaveTheirPlaceAnew() throws Exception {
        sender.live("calls", file("upsert", 'a', "09:00", 1).contact("c", "1", "08:00", 0, "1"));
        sender.live("calls", file("upsert", 'b', "10:00", 2).contact("c", "1", "08:00", 1, "2"));
        String again =
                file("upsert", 'a', "11:00", 3)
                        .contact("c", "1", "08:00", 0, "1")
                        .text()
                        .replace("a.csv", "copy of a.csv");
        sender.next("calls", "live", again);
        assertEquals("0", bed.database.value("SELECT answered FROM contacts"));
        List<StoredOrigin> files = sender.origins("calls", "").items();
        assertEquals(2, files.size());
        StoredOrigin a = files.getFirst();
        assertEquals("copy of a.csv", a.name());
        assertEquals(Instant.parse("2026-11-20T11:00:00Z"), a.modified());
        assertEquals(3, a.revision());
    }

    @Test
    void anEqualRevisionOfAFileTakesEffect() throws Exception {
        sender.live("calls", file("append", 'a', "09:00", 4).contact("c", "1", "08:00", 0, "1"));
        Lines again = file("append", 'a', "09:00", 4).contact("d", "1", "08:00", 0, "1");
        assertEquals(Status.COMMITTED, sender.live("calls", again).status());
        assertEquals(List.of("d"), contacts());
    }

    @Test
    void rowsAreCountedWithinTheirBatchAndBadOnesHaveNoPartInTheFile() throws Exception {
        sender.live("calls", file("append", 'e', "07:00", 1).contact("old", "1", "08:30", 1, "1"));
        sender.live(
                "calls",
                file("replace", 'a', "09:00", 2)
                        .contact("a", "1", "08:00", 1, "1")
                        .contact("b", "1", "08:01", 1, "1")
                        .part(true, false));
        BatchReply reply =
                sender.live(
                        "calls",
                        file("replace", 'a', "09:00", 2)
                                .contact("c", "1", "08:02", 1, "1")
                                .contact("bad", "1", "08:59", 7, "1")
                                .part(false, true));
        assertEquals(2, reply.rejected().getFirst().row());
        assertEquals(List.of("a", "b", "c", "old"), contacts());
        assertEquals(3, sender.origins("calls", "").items().getLast().rows());
    }

    @Test
    void aContactWithoutIdentifierIsTheSameAsNoOther() throws Exception {
        sender.live("calls", file("upsert", 'b', "10:00", 1).contact("c", "1", "08:00", 1, "1"));
        sender.live(
                "calls",
                file("append", 'a', "09:00", 2)
                        .contact("c", "1", "08:00", 0, "1")
                        .contact(null, "1", "08:00", 0, "1")
                        .contact(null, "1", "08:00", 0, "1"));
        assertEquals(List.of("c", "nobody", "nobody"), contacts());
        assertEquals(3, sender.origins("calls", "").items().getLast().rows(), "c is counted too");
    }

    @Test
    void everyLaneThatEverHadABatchIsListedInANewEpoch() throws Exception {
        sender.live("calls", window(1));
        sender.next("calls", "backfill", window(7).part(true, false).text());
        sender.live("other", Lines.window("other", "contacts", "08:00", "09:00", 3));
        sender.begin("first");
        assertEquals(
                List.of("calls BACKFILL 0 7", "calls LIVE 0 7", "other LIVE 0 3"),
                sender.positions().lanes().stream().map(FinePrintTest::line).toList());
    }

    private static String line(Positions.Position p) {
        return "%s %s %d %d".formatted(p.stream(), p.lane(), p.seq(), p.revision());
    }

    @Test
    void anEmptyWindowIsAStoredWindow() throws Exception {
        sender.live("calls", window(1).contact("a", "1", "08:00", 1, "1"));
        assertEquals(Status.COMMITTED, sender.live("calls", window(2)).status());
        StoredWindow stored = sender.windows("calls", "").items().getFirst();
        assertEquals(0, stored.hash().rows());
        assertEquals("0".repeat(64), stored.hash().hex());
        assertEquals(2, stored.revision());
        assertEquals(List.of(), contacts());
    }

    @Test
    void whatTheTrailerOfASkipSaysOfLastDoesNotMatter() throws Exception {
        sender.live("calls", window(1).contact("a", "1", "08:00", 1, "1").part(true, false));
        String skip = Lines.SKIP.replace("\"last\":true", "\"last\":false");
        assertEquals(Status.COMMITTED, sender.next("calls", "live", skip).status());
        String part = window(1).part(false, true).text();
        assertEquals(
                ProblemType.WINDOW_NOT_OPEN, sender.refused("calls", part).type().orElseThrow());
    }

    @Test
    void listsAreAskedForByTimesAndNumbersOrRefused() throws Exception {
        for (int hour = 10; hour < 13; hour++) {
            sender.live(
                    "calls",
                    Lines.window("calls", "contacts", hour + ":00", (hour + 1) + ":00", hour));
        }
        String from = "from=2026-11-20T11%3A00%3A00Z";
        assertEquals(2, sender.windows("calls", "?" + from).items().size());
        assertEquals(
                1, sender.windows("calls", "?" + from + "&to=2026-11-20T12:00:00Z").items().size());
        assertEquals(3, sender.windows("calls", "?limit=5000").items().size());
        assertEquals(1, sender.windows("calls", "?limit=1").items().size());
        assertEquals(List.of(), sender.windows("nobody", "").items());
        assertEquals(List.of(), sender.origins("nobody", "").items());
        for (String query : List.of("limit=many", "from=today", "to=1", "next=%20%2B")) {
            assertEquals(ProblemType.INVALID_REQUEST, refusalOf("/windows?" + query), query);
        }
        assertEquals(ProblemType.INVALID_REQUEST, refusalOf("/origins?next=x"));
    }

    @Test
    void aReportOfAnAgentThatNeverBeganAnEpochIsNotFound() throws Exception {
        try (Bed other = new Bed()) {
            Sender stranger = new Sender(other.server().url());
            String report = "{%s\"held\":0,\"paused\":false,\"outside\":0}";
            var answer = stranger.put("/streams/calls/state", report.formatted(""));
            assertEquals(ProblemType.NOT_FOUND, Sender.problem(answer).type().orElseThrow());
            answer = stranger.put("/streams/calls/state", report.formatted("\"epoch\":1,"));
            assertEquals(ProblemType.UNKNOWN_EPOCH, Sender.problem(answer).type().orElseThrow());
        }
    }

    @Test
    void thereIsNoControl() throws Exception {
        for (String path : List.of("/control", "/control/7")) {
            var answer = sender.post(path, "{}".getBytes());
            assertEquals(ProblemType.NOT_FOUND, Sender.problem(answer).type().orElseThrow());
        }
    }
}
