package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.BatchReply.Status;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.StoredOrigin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Files: every row keeps its origin, and what is stored does not depend on the order of arrival.
 */
class FilesTest {
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

    private static Lines calls(String mode, char sha, String modified, long revision) {
        return Lines.file("calls", "contacts", mode, sha, modified, revision);
    }

    @Test
    void theSameFileAgainReplacesItsOwnRows() throws Exception {
        Lines file =
                calls("append", 'a', "09:00", 1)
                        .contact(null, "1", "08:00", 1, "1")
                        .contact(null, "1", "08:00", 1, "1");
        sender.live("calls", file);
        sender.live("calls", calls("append", 'b', "10:00", 2).contact(null, "1", "08:00", 1, "1"));
        assertEquals("3", bed.database.value("SELECT count(*) FROM contacts"));
        Lines again =
                calls("append", 'a', "09:00", 3)
                        .contact(null, "1", "08:00", 1, "1")
                        .contact(null, "1", "08:01", 1, "1");
        sender.live("calls", again);
        sender.live("calls", again);
        assertEquals("3", bed.database.value("SELECT count(*) FROM contacts"));
        sender.live("calls", calls("append", 'a', "09:00", 4));
        assertEquals("1", bed.database.value("SELECT count(*) FROM contacts"));
    }

    @Test
    void aLowerRevisionOfAFileIsSuperseded() throws Exception {
        sender.live("calls", calls("append", 'a', "09:00", 5).contact("new", "1", "08:00", 1, "1"));
        var reply =
                sender.live(
                        "calls",
                        calls("append", 'a', "09:00", 4).contact("old", "1", "08:00", 1, "1"));
        assertEquals(Status.SUPERSEDED, reply.status());
        assertEquals(List.of("new 1 08:00 1"), contacts());
    }

    @Test
    void upsertTakesThePlaceOfTheSameIdentityAndOfNothingElse() throws Exception {
        sender.live(
                "calls",
                calls("upsert", 'a', "09:00", 1)
                        .contact("c1", "1", "08:00", 0, "1")
                        .contact("c1", "2", "08:00", 0, "1")
                        .contact("c2", "1", "08:00", 0, "1"));
        var reply =
                sender.live(
                        "calls",
                        calls("upsert", 'b', "10:00", 2)
                                .contact("c1", "1", "08:00", 0, "5")
                                .contact("c1", "1", "08:00", 1, "9")
                                .contact(null, "1", "08:00", 1, "9"));
        assertEquals("contactidentifier", reply.rejected().getFirst().fault().column());
        assertEquals(List.of("c1 1 08:00 1", "c1 2 08:00 0", "c2 1 08:00 0"), contacts());
    }

    @Test
    void anOlderFileNeverOverwritesRowsOfANewerOne() throws Exception {
        sender.live("calls", calls("upsert", 'b', "10:00", 1).contact("c1", "1", "08:00", 1, "1"));
        sender.live(
                "calls",
                calls("upsert", 'a', "09:00", 2)
                        .contact("c1", "1", "08:00", 0, "1")
                        .contact("c2", "1", "08:00", 0, "1"));
        assertEquals(List.of("c1 1 08:00 1", "c2 1 08:00 0"), contacts());
    }

    @Test
    void filesOfOneTimeAreOrderedByNameThenRevision() throws Exception {
        sender.live("calls", calls("upsert", 'b', "09:00", 1).contact("c1", "1", "08:00", 1, "1"));
        sender.live("calls", calls("upsert", 'a', "09:00", 2).contact("c1", "1", "08:00", 0, "1"));
        assertEquals(List.of("c1 1 08:00 1"), contacts());
    }

    @Test
    void replaceIsTheWholeTruthForItsQueuesFromItsFirstTimeToItsLast() throws Exception {
        sender.live(
                "calls",
                calls("replace", 'a', "09:00", 1)
                        .contact("before", "1", "07:59", 1, "1")
                        .contact("gone", "1", "08:01", 1, "1")
                        .contact("other queue", "2", "08:01", 1, "1")
                        .contact("last", "1", "08:10", 1, "1")
                        .contact("after", "1", "08:11", 1, "1"));
        sender.live(
                "calls",
                calls("replace", 'b', "10:00", 2)
                        .contact("first", "1", "08:00", 1, "1")
                        .contact("new last", "1", "08:10", 1, "1"));
        assertEquals(
                List.of(
                        "after 1 08:11 1",
                        "before 1 07:59 1",
                        "first 1 08:00 1",
                        "new last 1 08:10 1",
                        "other queue 2 08:01 1"),
                contacts());
    }

    @Test
    void whereANewerFileSpeaksAnOlderOneIsSilent() throws Exception {
        sender.live(
                "calls",
                calls("replace", 'b', "10:00", 1)
                        .contact("x", "1", "08:00", 1, "1")
                        .contact("y", "1", "09:00", 1, "1"));
        sender.live(
                "calls",
                calls("replace", 'a', "09:00", 2)
                        .contact(null, "1", "08:30", 1, "1")
                        .contact(null, "2", "08:30", 1, "1")
                        .contact("z", "1", "09:01", 1, "1"));
        assertEquals(
                List.of("null 2 08:30 1", "x 1 08:00 1", "y 1 09:00 1", "z 1 09:01 1"), contacts());
    }

    @Test
    void aSpanThatReachesIntoTheNextDayDoesNotClearTheNextDayOfOthers() throws Exception {
        sender.live(
                "states",
                states('b', "2026-11-22T01:00:00Z", 1)
                        .status("ann", "2026-11-21T00:00:00Z", "Talk", "2026-11-21T04:00:00Z"));
        sender.live(
                "states",
                states('a', "2026-11-22T02:00:00Z", 2)
                        .status("ann", "22:00", "Talk", "2026-11-21T00:00:00Z")
                        .status("bob", "23:00", "Talk", "2026-11-21T06:00:00Z"));
        assertEquals("3", bed.database.value("SELECT count(*) FROM agent_status"));
    }

    private static Lines states(char sha, String modified, long revision) {
        return Lines.file("states", "agent-status", "replace", sha, modified, revision);
    }

    @Test
    void aFileInPartsTakesEffectWithTheLastAndKeepsItsOrder() throws Exception {
        sender.live(
                "calls",
                calls("upsert", 'a', "09:00", 1)
                        .contact("c1", "1", "08:00", 1, "1")
                        .contact("c1", "1", "08:00", 0, "2")
                        .part(true, false));
        assertEquals(List.of(), contacts());
        sender.live(
                "calls",
                calls("upsert", 'a', "09:00", 1)
                        .contact("c1", "1", "08:00", 1, "3")
                        .part(false, true));
        assertEquals("3.000", bed.database.value("SELECT duration FROM contacts"));
    }

    @Test
    void windowsAndFilesOfOneStreamKeepTheListOfWindowsTrue() throws Exception {
        sender.live(
                "calls",
                Lines.window("calls", "contacts", "08:00", "09:00", 1)
                        .contact("w", "1", "08:00", 1, "1"));
        sender.live("calls", calls("upsert", 'a', "10:00", 2).contact("f", "1", "08:30", 1, "2"));
        assertEquals(2, sender.windows("calls", "").items().getFirst().hash().rows());
        assertEquals(3_000, sender.windows("calls", "").items().getFirst().handlingMillis());
        sender.live("calls", calls("upsert", 'a', "10:00", 3));
        assertEquals(1, sender.windows("calls", "").items().getFirst().hash().rows());
        sender.live("calls", Lines.window("calls", "contacts", "08:00", "09:00", 4));
        assertEquals(List.of(), contacts());
    }

    @Test
    void filesAreListedInPages() throws Exception {
        for (char sha = 'a'; sha <= 'c'; sha++) {
            sender.live(
                    "calls",
                    calls("upsert", sha, "09:00", sha).contact("c" + sha, "1", "08:00", 1, "1"));
        }
        var page = sender.origins("calls", "?limit=2");
        StoredOrigin first = page.items().getFirst();
        assertEquals("a".repeat(64), first.sha256());
        assertEquals("a.csv", first.name());
        assertEquals("2026-11-20T09:00:00Z", first.modified().toString());
        assertEquals('a', first.revision());
        assertEquals(Mode.UPSERT, first.mode());
        assertEquals(1, first.rows());
        page = sender.origins("calls", "?limit=2&next=" + page.next().get());
        assertEquals("c.csv", page.items().getFirst().name());
        assertTrue(page.next().isEmpty());
        assertEquals(List.of(), sender.origins("unknown", "").items());
    }

    private List<String> contacts() throws Exception {
        return bed.database.rows(
                "SELECT concat_ws(' ', coalesce(contactidentifier, 'null'), queueidentifier,"
                        + " to_char(timestamp AT TIME ZONE 'UTC', 'HH24:MI'), answered)"
                        + " FROM contacts ORDER BY 1");
    }
}
