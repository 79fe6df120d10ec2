package io.tidegate.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.tidegate.agent.status.Snapshot.Matter.Kind;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/** What page and JSON tell of a stream: no more than is so, and all that waits. */
class ToldTest {
    private final Snapshots is = new Snapshots();

    private String cloud() {
        return CloudLine.of(is.stream("calls"), Snapshots.NOW);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(StatusJson.status(is.snapshot()));
    }

    @Test
    void duringABackfillTheCloudIsSaidToHaveLiveDataAndAPartOfTheHistory() {
        assertEquals(
                "live data up to 2026-11-20 09:59:00 UTC (60 s ago); history: 5 of 10 windows read;"
                        + " 3 rows wait to be sent",
                cloud());
    }

    @Test
    void whenTheIngestIsTriedAgainIsToldByTheWallClock() throws IOException {
        is.uplink = "waiting";
        is.why = "the ingest refuses this connector (403)";
        assertFalse(json().path("uplink").has("nextTry"));
        is.nextTry = Optional.of(OffsetDateTime.parse("2026-11-20T11:15:00.5+01:00"));
        assertEquals("2026-11-20T11:15+01:00", json().path("uplink").path("nextTry").asText());
        String page = StatusPage.of(is.snapshot());
        assertTrue(page.contains("(403), next try at 2026-11-20 11:15:00 +01:00"), page);
    }

    @Test
    void withNothingSentNothingIsClaimed() {
        is.rows = Map.of("rowsSent", 0L, "batchesSent", 0L);
        is.waiting = 12_869;
        is.backfill = Optional.empty();
        assertEquals("nothing yet; 12,869 rows wait to be sent", cloud());
    }

    @Test
    void filesThatAreMissingAreCountedByWhatBecameOfThem() {
        is.kind = "csv";
        is.backfill = Optional.empty();
        is.waiting = 1;
        is.filesWaiting = 1;
        is.matter(Kind.HELD, "a.csv", 1, 12).matter(Kind.REFUSED, "b.csv", 1, 16);
        assertEquals(
                "rows of the files taken up to 2026-11-20 09:59:00 UTC (60 s ago); 1 row waits to be"
                        + " sent; 1 file not taken yet; 12 files held; 16 files refused",
                cloud());
    }

    @Test
    void refusedFilesAreCountedAndNamedApartFromHeldOnes() throws IOException {
        is.kind = "csv";
        is.matter(Kind.HELD, "a.csv", 1, 12).matter(Kind.REFUSED, "b.csv", 1, 16);
        JsonNode stream = json().path("streams").path(0);
        assertEquals(12, stream.path("held").path("count").asLong());
        assertEquals(16, stream.path("refused").path("count").asLong());
        assertEquals(15, stream.path("refused").path("more").asLong());
        assertEquals("b.csv", stream.at("/refused/first/0/what").asText());
        String page = StatusPage.of(is.snapshot());
        assertTrue(page.contains("and 11 more files"), page);
        assertTrue(page.contains("<td>refused</td><td>b.csv</td><td>the &lt;i&gt;reason"), page);
    }

    @Test
    void whatIsGoneIsNamedWithItsDaysAndTheCommandsToPaste() throws IOException {
        is.matter(Kind.GONE, "2026-11-01 to 2026-11-02", 6, 6);
        JsonNode stream = json().path("streams").path(0);
        assertEquals(6, stream.path("gone").asLong());
        assertEquals("2026-11-01 to 2026-11-02", stream.at("/goneDays/first/0/what").asText());
        String page = StatusPage.of(is.snapshot());
        assertTrue(
                page.contains(
                        "<code>tidegate accept calls --from 2026-11-01 --to 2026-11-02</code>"),
                page);
    }

    @Test
    void reasonsOfRejectedRowsAreTold() throws IOException {
        JsonNode reason = json().at("/streams/0/rejectReasons/0");
        assertEquals("offered", reason.path("column").asText());
        assertEquals("is negative", reason.path("reason").asText());
        assertEquals(2, reason.path("rows").asLong());
        assertTrue(
                StatusPage.of(is.snapshot())
                        .contains(
                                "2<br>offered: is negative: 2 rows, the newest 2026-11-20 10:00:00 UTC"));
    }

    @Test
    void theHeadOfThePageIsGreenOnlyWhenAllIsWell() {
        assertTrue(StatusPage.of(is.snapshot()).contains("class=\"headline good\">All is well."));
        is.uplink = "fenced";
        String page = StatusPage.of(is.snapshot());
        assertFalse(page.contains("All is well"), page);
        assertTrue(page.contains("class=\"headline bad\">Nothing is sent"), page);
        assertEquals(true, is.snapshot().ready());
    }

    @Test
    void theLevelForMonitoringComesWithItsReasons() throws IOException {
        is.uplink = "fenced";
        is.why = "taken over";
        assertEquals("critical", json().path("level").asText());
        assertEquals("Nothing is sent: taken over.", json().at("/findings/0/text").asText());
        assertTrue(json().path("ready").asBoolean());
    }

    @Test
    void timesAreToldToTheMillisecond() throws IOException {
        assertEquals("2026-11-20T10:00:00.123Z", json().path("now").asText());
    }

    @Test
    void numbersAgreeWithTheirNouns() {
        assertEquals("1 window", Words.count(1, "window"));
        assertEquals("0 windows", Words.count(0, "window"));
        assertEquals("1,200 batches", Words.count(1_200, "batch"));
    }
}
