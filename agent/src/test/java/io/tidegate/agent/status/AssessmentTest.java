package io.tidegate.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.status.Assessment.Finding;
import io.tidegate.agent.status.Assessment.Level;
import io.tidegate.agent.status.Snapshot.Matter.Kind;
import io.tidegate.agent.status.Snapshot.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the headline and monitoring say, and how grave it is. */
class AssessmentTest {
    private final Snapshots is = new Snapshots();

    private Assessment assessed() {
        return Assessment.of(is.snapshot());
    }

    private List<String> texts() {
        return assessed().findings().stream().map(Finding::text).toList();
    }

    @Test
    void allIsWellOnlyWhereNothingIsToBeSaid() {
        assertEquals(Level.OK, assessed().level());
        assertEquals(List.of(new Finding(Level.OK, "All is well.")), assessed().headline());
    }

    @Test
    void batchesThatNobodyAnswersForTenMinutesAreAWarningThatSaysSinceWhenAndWhy() {
        is.uplink = "waiting";
        is.why = "503 from https://ingest.example";
        is.batches = 313;
        is.unsent = Optional.of(Snapshots.NOW.minus(Duration.ofMinutes(9)));
        assertEquals(Level.OK, assessed().level());
        assertEquals(
                List.of(
                        "The ingest is not reached at the moment: 503 from https://ingest.example."),
                texts());
        is.unsent = Optional.of(Snapshots.NOW.minus(Duration.ofMinutes(14)));
        assertEquals(Level.WARNING, assessed().level());
        assertEquals(
                List.of(
                        "Nothing reaches the cloud since 2026-11-20 09:46:00 UTC (14 min), 313 batches"
                                + " wait to be sent: 503 from https://ingest.example."),
                texts());
    }

    @Test
    void anIngestThatWasNeverReachedIsAWarningAfterFiveMinutes() {
        is.uplink = "waiting";
        is.why = "connection refused";
        is.contact = Optional.empty();
        is.since = Snapshots.NOW.minus(Duration.ofMinutes(4));
        assertEquals(Level.OK, assessed().level());
        is.since = Snapshots.NOW.minus(Duration.ofMinutes(5));
        assertEquals(Level.WARNING, assessed().level());
        assertEquals(
                List.of(
                        "The ingest was not reached since the connector started at 2026-11-20 09:55:00"
                                + " UTC: connection refused."),
                texts());
    }

    @Test
    void aFencedConnectorIsCriticalAndAContestedOneAWarningFromTheFirstMoment() {
        is.uplink = "fenced";
        is.why = "another connector has taken over";
        assertEquals(Level.CRITICAL, assessed().level());
        assertEquals(List.of("Nothing is sent: another connector has taken over."), texts());
        is.uplink = "contested";
        assertEquals(Level.WARNING, assessed().level());
        assertTrue(is.snapshot().ready(), "readiness keeps its own meaning");
    }

    @Test
    void troubleDecisionsPausesAndNotesAreAllNamedInThatOrder() {
        is.matter(Kind.HELD, "2026-11-01", 20, 216).matter(Kind.GONE, "2025-01-01", 6, 6);
        is.more.add(paused("chats", "local"));
        is.more.add(new Snapshots().matter(Kind.REFUSED, "x.csv", 1, 16).stream("files"));
        is.more.add(troubled("mail"));
        assertEquals(
                List.of(
                        "mail cannot be read: the login failed.",
                        "<b>calls: 216 held windows wait for your decision.",
                        "files: 16 refused windows wait to be mended.",
                        "chats is paused by hand, nothing is read from it until 'tidegate resume"
                                + " chats'.",
                        "<b>calls: 6 windows are gone at the source (2025-01-01), the cloud keeps"
                                + " them."),
                texts());
        assertEquals(Level.CRITICAL, assessed().level());
    }

    private static Snapshot.Stream paused(String name, String by) {
        var snapshots = new Snapshots();
        snapshots.state = State.PAUSED;
        snapshots.pausedBy = Optional.of(by);
        snapshots.reason = "the column x is gone.";
        return snapshots.stream(name);
    }

    private static Snapshot.Stream troubled(String name) {
        var snapshots = new Snapshots();
        snapshots.state = State.TROUBLED;
        snapshots.reason = "the login\n failed";
        return snapshots.stream(name);
    }

    @Test
    void aStreamPausedForItsShapeWaitsForADecisionAndSaysWhich() {
        is.more.add(paused("chats", "shape"));
        assertEquals(
                List.of(
                        "chats is paused and waits for your decision: the column x is gone. If it is"
                                + " right: 'tidegate accept chats'."),
                texts());
    }

    @Test
    void aStreamInConflictWaitsForItsResume() {
        is.more.add(paused("chats", "conflict"));
        assertTrue(texts().getFirst().endsWith("'tidegate resume chats'."), texts().toString());
    }

    @Test
    void whatIsGoneAtTheSourceIsToldAndNoWarning() {
        is.matter(Kind.GONE, "2025-01-01 to 2025-01-03", 1, 1);
        assertEquals(Level.OK, assessed().level());
        assertEquals(1, texts().size());
        assertFalse(assessed().headline().getFirst().text().contains("All is well"));
    }

    @Test
    void aHistoryThatCannotBeReadIsAWarningThoughTheLiveReadGoesOn() {
        is.reason = "no right on the archive";
        assertEquals(Level.WARNING, assessed().level());
        assertEquals(List.of("<b>calls: no right on the archive."), texts());
    }

    @Test
    void oneTroubleOfManyStreamsIsToldOnceAndAfterWhatIsPaused() {
        is.reason = "the database's clock (2026-11-20 13:00:00 UTC) is 3 h ahead";
        for (int i = 0; i < 5; i++) {
            var other = new Snapshots();
            other.reason = "the database's clock (2026-11-20 13:00:0" + i + " UTC) is 3 h ahead";
            is.more.add(other.stream("s" + i));
        }
        var history = new Snapshots();
        history.reason = "no right on the archive";
        is.more.add(history.stream("old"));
        is.more.add(paused("chats", "shape"));
        assertEquals(
                List.of(
                        "chats is paused and waits for your decision: the column x is gone. If it is"
                                + " right: 'tidegate accept chats'.",
                        "<b>calls, s0, s1 and 3 more: the database's clock (2026-11-20 13:00:00"
                                + " UTC) is 3 h ahead.",
                        "old: no right on the archive."),
                texts());
    }

    @Test
    void aHundredFindingsAreCutWithTheirNumberAndTheGravestCounts() {
        for (int i = 0; i < 100; i++) {
            is.more.add(paused("s" + i, "local"));
        }
        is.turn = Duration.ofMinutes(16);
        assertEquals(13, texts().size());
        assertEquals("And 89 more.", texts().getLast());
        assertEquals("The loop delivery has not turned for 16 min.", texts().getFirst());
        assertEquals(Level.CRITICAL, assessed().level());
    }
}
