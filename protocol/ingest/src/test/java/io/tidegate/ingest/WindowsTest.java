package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.BatchReply.Status;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.StoredWindow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Windows of rows: replaced as a whole, or not at all. */
class WindowsTest {
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

    private static Lines calls(String from, String to, long revision) {
        return Lines.window("calls", "contacts", from, to, revision);
    }

    @Test
    void aWindowIsStoredUnderTheNamesOfTheProtocol() throws Exception {
        var reply =
                sender.live(
                        "acd1",
                        Lines.window("acd1", "intervals", "08:00", "09:00", 3)
                                .interval("4711", "08:00", 18, 17, "3456.125")
                                .interval("4712", "08:45", 0, 0, "0"));
        assertEquals(Status.COMMITTED, reply.status());
        assertEquals(
                List.of(
                        "acme|berlin|acd1|4711|Queue 4711|2026-11-20 08:00:00+00|18|17|3456.125|calls|null",
                        "acme|berlin|acd1|4712|Queue 4712|2026-11-20 08:45:00+00|0|0|0.000|calls|null"),
                bed.database.rows(
                        "SELECT tenant, agent, stream, queueidentifier, queuename,"
                                + " timestamp AT TIME ZONE 'UTC' || '+00', offered, answered,"
                                + " handlingtime, channel, abandoned FROM intervals ORDER BY timestamp"));
        assertEquals(
                "acme|berlin|acd1|intervals|15|UTC",
                bed.database.value(
                        "SELECT tenant, agent, stream, data, interval_minutes, zone FROM stream"));
        assertEquals(
                "1|3|2|18|17|3456.125",
                bed.database.value(
                        "SELECT count(*), max(revision), max(rows), max(offered), max(answered),"
                                + " max(handlingtime) FROM stream_window WHERE stream = 'acd1'"));
    }

    @Test
    void everyColumnOfEveryKindOfDataComesThrough() throws Exception {
        String all =
                Lines.window("acd1", "intervals", "08:00", "09:00", 1)
                        .row(
                                "[\"q\",\"Ünïcode 😀\",\"2026-11-20T08:00:00Z\",9007199254740991,2,3.5,\"social_media\",4,5,6.001,7,8,9,10]")
                        .text()
                        .replace(
                                Lines.INTERVAL_COLUMNS,
                                Lines.INTERVAL_COLUMNS
                                        + ",\"channel\",\"abandoned\",\"shortabandoned\",\"talktime\",\"holdtime\",\"wraptime\",\"waittime\",\"answeredinservicelevel\"");
        sender.next("acd1", "live", all);
        assertEquals(
                "q|Ünïcode 😀|9007199254740991|2|3.500|social_media|4|5|6.001|7.000|8.000|9.000|10",
                bed.database.value(
                        "SELECT queueidentifier, queuename, offered, answered, handlingtime, channel,"
                                + " abandoned, shortabandoned, talktime, holdtime, wraptime, waittime,"
                                + " answeredinservicelevel FROM intervals"));
        sender.live(
                "states",
                Lines.window("states", "agent-status", "08:00", "09:00", 1)
                        .status("bob", "2026-11-20T08:00:00.123456Z", "Break", "08:30")
                        .status("bob", "08:30", "Talk", null));
        assertEquals(
                List.of("bob|08:00:00.123456|Break|08:30:00", "bob|08:30:00|Talk|null"),
                bed.database.rows(
                        "SELECT agentidentifier, (starttime AT TIME ZONE 'UTC')::time, activity,"
                                + " (endtime AT TIME ZONE 'UTC')::time FROM agent_status"
                                + " WHERE stream = 'states' ORDER BY starttime"));
        sender.live(
                "calls",
                calls("08:00", "09:00", 1)
                        .contact("c1", "1", "08:10", 1, "12.5")
                        .contact(null, "2", "08:20", 0, "null"));
        assertEquals(
                List.of("1|1|12.500|c1|calls", "2|0|null|null|calls"),
                bed.database.rows(
                        "SELECT queueidentifier, answered, duration, contactidentifier, channel"
                                + " FROM contacts ORDER BY timestamp"));
    }

    @Test
    void rowsThatWereChangedBehindItsBackShowWhenTheyAreCountedAgain() throws Exception {
        sender.live(
                "calls",
                calls("08:00", "09:00", 1)
                        .contact("a", "1", "08:00", 1, "1")
                        .contact("b", "1", "08:30", 1, "2"));
        StoredWindow noted = sender.windows("calls", "").items().getFirst();
        assertEquals(noted, sender.windows("calls", "?recount=true").items().getFirst());
        bed.database.run("DELETE FROM contact_row WHERE contactidentifier = 'a'");

        assertEquals(noted, sender.windows("calls", "?recount=false").items().getFirst());
        StoredWindow counted = sender.windows("calls", "?recount=true").items().getFirst();
        assertEquals(1, counted.hash().rows());
        assertEquals(2_000, counted.handlingMillis());
        assertEquals(List.of(), sender.windows("none", "?recount=true").items());
    }

    @Test
    void aNewRevisionReplacesTheRowsInTheWindowAndNoOthers() throws Exception {
        sender.live("calls", calls("08:00", "09:00", 1).contact("a", "1", "08:00", 1, "1"));
        sender.live("calls", calls("09:00", "10:00", 2).contact("b", "1", "09:00", 1, "1"));
        sender.live(
                "calls",
                calls("08:00", "09:00", 3)
                        .contact("a", "1", "08:00", 0, "2")
                        .contact("c", "1", "08:59", 1, "1"));
        assertEquals(List.of("a|0", "b|1", "c|1"), contacts());
        sender.live("calls", calls("08:00", "09:00", 4));
        assertEquals(List.of("b|1"), contacts());
    }

    @Test
    void twoEqualContactsAreTwoContacts() throws Exception {
        sender.live(
                "calls",
                calls("08:00", "09:00", 1)
                        .contact("a", "1", "08:00", 1, "1")
                        .contact("a", "1", "08:00", 1, "1"));
        assertEquals(List.of("a|1", "a|1"), contacts());
    }

    @Test
    void aLowerRevisionChangesNothingAndAnEqualOneTakesEffect() throws Exception {
        sender.live("calls", calls("08:00", "09:00", 5).contact("new", "1", "08:00", 1, "1"));
        var reply =
                sender.live(
                        "calls", calls("08:00", "09:00", 4).contact("old", "1", "08:00", 1, "1"));
        assertEquals(Status.SUPERSEDED, reply.status());
        assertEquals(List.of("new|1"), contacts());
        reply =
                sender.live(
                        "calls", calls("08:00", "09:00", 5).contact("newer", "1", "08:00", 1, "1"));
        assertEquals(Status.COMMITTED, reply.status());
        assertEquals(List.of("newer|1"), contacts());
    }

    @Test
    void aCutBatchOfALowerRevisionIsStillNoBatch() throws Exception {
        sender.live("calls", calls("08:00", "09:00", 5));
        String text = calls("08:00", "09:00", 4).contact("a", "1", "08:00", 1, "1").text();
        String cut = text.substring(0, text.indexOf("{\"end\""));
        assertEquals(ProblemType.INVALID_BATCH, sender.refused("calls", cut).type().get());
    }

    @Test
    void badRowsAreListedAndTheOthersStoredAndHashed() throws Exception {
        Lines lines =
                calls("08:00", "09:00", 1)
                        .contact("a", "1", "08:00", 1, "1")
                        .contact("outside", "1", "09:00", 1, "1")
                        .contact("negative", "1", "08:01", 1, "-1")
                        .contact("b", "1", "08:02", 1, "1")
                        .row("[\"too\",\"short\"]");
        var reply = sender.live("calls", lines);
        assertEquals(
                List.of("2 timestamp", "3 duration", "5 "),
                reply.rejected().stream().map(r -> r.row() + " " + r.fault().column()).toList());
        assertEquals(List.of("a|1", "b|1"), contacts());
        assertEquals(2, sender.windows("calls", "").items().getFirst().hash().rows());
    }

    @Test
    void moreBadRowsThanAnAnswerMayListRefuseTheBatch() throws Exception {
        Lines lines = calls("08:00", "09:00", 1).contact("a", "1", "08:00", 1, "1");
        for (int i = 0; i < 1_001; i++) {
            lines.contact("b", "1", "08:00", 2, "1");
        }
        assertEquals(
                ProblemType.TOO_MANY_REJECTED, sender.refused("calls", lines.text()).type().get());
        assertEquals(List.of(), contacts());
        assertEquals(Status.COMMITTED, sender.next("calls", "live", Lines.SKIP).status());
        var reply =
                sender.live("calls", calls("08:00", "09:00", 2).contact("c", "1", "08:00", 1, "1"));
        assertEquals(Status.COMMITTED, reply.status());
    }

    @Test
    void partsTakeEffectTogetherWithTheLast() throws Exception {
        sender.live("calls", calls("08:00", "10:00", 1).contact("old", "1", "08:00", 1, "1"));
        sender.live(
                "calls",
                calls("08:00", "10:00", 2).contact("a", "1", "08:00", 1, "1").part(true, false));
        var reply =
                sender.live(
                        "calls",
                        calls("08:00", "10:00", 2)
                                .contact("b", "1", "08:30", 1, "1")
                                .contact("bad", "1", "10:00", 1, "1")
                                .part(false, false));
        assertEquals(2, reply.rejected().getFirst().row());
        assertEquals(List.of("old|1"), contacts());
        sender.live(
                "calls",
                calls("08:00", "10:00", 2).contact("c", "1", "09:30", 1, "1").part(false, true));
        assertEquals(List.of("a|1", "b|1", "c|1"), contacts());
        assertEquals("0", bed.database.value("SELECT count(*) FROM part_row"));
        StoredWindow window = sender.windows("calls", "").items().getFirst();
        sender.live(
                "other",
                Lines.window("other", "contacts", "08:00", "10:00", 1)
                        .contact("c", "1", "09:30", 1, "1")
                        .contact("b", "1", "08:30", 1, "1")
                        .contact("a", "1", "08:00", 1, "1"));
        assertEquals(window.hash(), sender.windows("other", "").items().getFirst().hash());
    }

    @Test
    void aPartOfWhatIsNotOpenIsRefused() throws Exception {
        Lines later =
                calls("08:00", "09:00", 1).contact("b", "1", "08:30", 1, "1").part(false, true);
        assertEquals(
                ProblemType.WINDOW_NOT_OPEN, sender.refused("calls", later.text()).type().get());
        open("08:00", "09:00", 2);
        assertEquals(
                ProblemType.WINDOW_NOT_OPEN, sender.refused("calls", later.text()).type().get());
        assertEquals(List.of(), contacts());
    }

    @Test
    void aSkipANewFirstAndANewEpochDropWhatIsOpen() throws Exception {
        String last = calls("08:00", "09:00", 1).part(false, true).text();
        open("08:00", "09:00", 1);
        sender.next("calls", "live", Lines.SKIP);
        assertEquals(ProblemType.WINDOW_NOT_OPEN, sender.refused("calls", last).type().get());
        open("08:00", "09:00", 1);
        open("08:00", "09:00", 2);
        assertEquals(ProblemType.WINDOW_NOT_OPEN, sender.refused("calls", last).type().get());
        open("08:00", "09:00", 1);
        sender.begin("first");
        assertEquals(ProblemType.WINDOW_NOT_OPEN, sender.refused("calls", last).type().get());
        assertEquals("0", bed.database.value("SELECT count(*) FROM part_row"));
    }

    private void open(String from, String to, long revision) throws Exception {
        sender.live(
                "calls",
                calls(from, to, revision).contact("a", "1", from, 1, "1").part(true, false));
    }

    @Test
    void whatIsOpenInOneLaneIsNoMatterOfTheOther() throws Exception {
        open("08:00", "09:00", 1);
        sender.next(
                "calls",
                "backfill",
                calls("06:00", "07:00", 2).contact("x", "1", "06:00", 1, "1").text());
        sender.live(
                "calls",
                calls("08:00", "09:00", 1).contact("b", "1", "08:30", 1, "1").part(false, true));
        assertEquals(List.of("a|1", "b|1", "x|1"), contacts());
    }

    @Test
    void aLowerRevisionInPartsIsSupersededWithItsLast() throws Exception {
        sender.live("calls", calls("08:00", "09:00", 9).contact("new", "1", "08:00", 1, "1"));
        open("08:00", "09:00", 8);
        var reply = sender.live("calls", calls("08:00", "09:00", 8).part(false, true));
        assertEquals(Status.SUPERSEDED, reply.status());
        assertEquals(List.of("new|1"), contacts());
        assertEquals("0", bed.database.value("SELECT count(*) FROM part_row"));
    }

    @Test
    void aWindowWithOtherEdgesCutsThoseItOverlapsAndNoLineLies() throws Exception {
        sender.live(
                "calls",
                calls("08:00", "10:00", 1)
                        .contact("a", "1", "08:00", 1, "1.5")
                        .contact("b", "1", "09:00", 1, "2.5")
                        .contact("c", "1", "09:59", 0, "null"));
        sender.live("calls", calls("08:30", "09:30", 2).contact("d", "1", "09:15", 1, "7"));
        assertEquals(List.of("a|1", "c|0", "d|1"), contacts());
        List<StoredWindow> lines = sender.windows("calls", "").items();
        assertEquals(
                List.of("08:00 08:30 1 1", "08:30 09:30 2 1", "09:30 10:00 1 1"),
                lines.stream().map(WindowsTest::show).toList());
        sender.live(
                "other",
                Lines.window("other", "contacts", "08:00", "08:30", 1)
                        .contact("a", "1", "08:00", 1, "1.5"));
        StoredWindow same = sender.windows("other", "").items().getFirst();
        assertEquals(same, lines.getFirst());
        assertEquals(Status.SUPERSEDED, sender.live("calls", calls("09:00", "11:00", 1)).status());
        assertEquals(List.of("a|1", "c|0", "d|1"), contacts());
    }

    private static String show(StoredWindow w) {
        return "%s %s %d %d"
                .formatted(
                        w.from().toString().substring(11, 16),
                        w.to().toString().substring(11, 16),
                        w.revision(),
                        w.hash().rows());
    }

    @Test
    void windowsAreListedByTimeAndInPages() throws Exception {
        for (int hour = 8; hour < 13; hour++) {
            String from = "%02d:00".formatted(hour);
            sender.live(
                    "calls",
                    calls(from, "%02d:00".formatted(hour + 1), hour)
                            .contact("a", "1", from, 1, "0.125"));
        }
        var page =
                sender.windows(
                        "calls", "?limit=2&from=2026-11-20T08:30:00Z&to=2026-11-20T12:00:00Z");
        assertEquals(
                List.of("08:00 09:00 8 1", "09:00 10:00 9 1"),
                page.items().stream().map(WindowsTest::show).toList());
        assertEquals(125, page.items().getFirst().handlingMillis());
        page =
                sender.windows(
                        "calls",
                        "?limit=2&from=2026-11-20T08:30:00Z&to=2026-11-20T12:00:00Z&next="
                                + page.next().get().replace(":", "%3A"));
        assertEquals(
                List.of("10:00 11:00 10 1", "11:00 12:00 11 1"),
                page.items().stream().map(WindowsTest::show).toList());
        assertTrue(page.next().isEmpty());
        assertEquals(List.of(), sender.windows("unknown", "").items());
    }

    @Test
    void theLatestNameOfAQueueIsThatOfItsLatestRow() throws Exception {
        sender.next("calls", "live", named("10:00", "11:00", 1, "New"));
        sender.next("calls", "backfill", named("08:00", "09:00", 2, "Old"));
        assertEquals("1|New", bed.database.value("SELECT queueidentifier, queuename FROM queue"));
        sender.next("calls", "live", named("11:00", "12:00", 3, "Newest"));
        assertEquals(
                "1|Newest", bed.database.value("SELECT queueidentifier, queuename FROM queue"));
        assertEquals(
                List.of("Old", "New", "Newest"),
                bed.database.rows("SELECT queuename FROM contacts ORDER BY timestamp"));
    }

    private static String named(String from, String to, long revision, String name) {
        return calls(from, to, revision)
                .row("[\"1\",\"%s\",\"%s\",1,1,\"a\"]".formatted(name, Lines.time(from)))
                .text();
    }

    @Test
    void aStreamKeepsItsKindOfDataAndItsInterval() throws Exception {
        sender.live("acd1", Lines.window("acd1", "intervals", "08:00", "09:00", 1));
        Lines other = Lines.window("acd1", "contacts", "08:00", "09:00", 2);
        assertEquals(
                ProblemType.STREAM_CONFLICT, sender.refused("acd1", other.text()).type().get());
        String halfHours =
                Lines.window("acd1", "intervals", "08:00", "09:00", 2).text().replace("15m", "30m");
        assertEquals(ProblemType.STREAM_CONFLICT, sender.refused("acd1", halfHours).type().get());
        String elsewhere =
                Lines.window("acd1", "intervals", "08:00", "09:00", 2)
                        .text()
                        .replace("\"UTC\"", "\"Europe/Berlin\"");
        sender.next("acd1", "live", elsewhere);
        assertEquals("Europe/Berlin", bed.database.value("SELECT zone FROM stream"));
    }

    private List<String> contacts() throws Exception {
        return bed.database.rows(
                "SELECT contactidentifier, answered FROM contacts WHERE stream = 'calls'"
                        + " ORDER BY contactidentifier");
    }
}
