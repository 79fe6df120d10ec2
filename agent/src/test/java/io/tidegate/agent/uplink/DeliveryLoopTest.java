package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Desk.S1;
import static io.tidegate.agent.uplink.Desk.S2;
import static io.tidegate.agent.uplink.FakeWire.path;
import static io.tidegate.agent.uplink.FakeWire.problem;
import static io.tidegate.agent.uplink.TestIntake.contacts;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.tidegate.agent.store.WatchedStore;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.protocol.StateReport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** In what order and company batches go, and what is said beside them. */
class DeliveryLoopTest {
    @TempDir Path dataDir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(dataDir);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private static String place(Request batch) {
        return batch.path().replaceAll(".*/streams/(.*)/batches/.*", "$1");
    }

    @Test
    void positionsAreAskedAndAnEpochIsBegunBeforeTheFirstBatch() {
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        assertEquals(
                List.of("positions", "epochs", "positions", "1"),
                desk.wire.sent.stream().map(r -> r.path().replaceAll(".*/", "")).toList());
        assertEquals(1, desk.agent().epoch());
    }

    @Test
    void positionsAreAskedAtEachConnectBeforeAnyBatch() {
        desk.connected();
        desk.wire.session++;
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        assertTrue(desk.wire.sent.getFirst().path().endsWith("/positions"));
        assertTrue(FakeWire.isBatch(desk.wire.sent.get(1)));
    }

    @Test
    void liveGoesFirstAndALaneHasOneBatchOnItsWayAtATime() {
        desk.connected();
        desk.wire.holding = true;
        for (int hour = 0; hour < 3; hour++) {
            desk.intake.put(S1, BACKFILL, 100 + hour, 1, 1);
            desk.intake.put(S2, BACKFILL, 100 + hour, 1, 1);
            desk.intake.put(S1, LIVE, hour, 1, 1);
            desk.intake.put(S2, LIVE, hour, 1, 1);
        }
        desk.settle();
        assertEquals(
                List.of("acd1/live", "acd2/live", "acd1/backfill", "acd2/backfill"),
                desk.wire.batches().stream().map(DeliveryLoopTest::place).toList());
    }

    @Test
    void atMostFourBatchesAreOnTheirWay() {
        desk.connected();
        desk.wire.holding = true;
        for (int stream = 0; stream < 4; stream++) {
            desk.intake.put("other" + stream, LIVE, 0, 1, 1);
            desk.intake.put("other" + stream, BACKFILL, 1, 1, 1);
        }
        desk.wire.holding = false;
        desk.wire.next(r -> FakeWire.isBatch(r) && hold(), FakeWire.lost(Response.Why.CUT));
        desk.settle();
        assertTrue(desk.wire.held() <= 4);
    }

    private boolean hold() {
        desk.wire.holding = true;
        return false;
    }

    @Test
    void noTransactionIsHeldWhileABatchIsSent() {
        var watched = new WatchedStore(desk.store);
        desk.around = _ -> watched;
        desk.start();
        desk.wire.always(
                _ -> {
                    watched.requireFree();
                    return false;
                },
                FakeWire.silence());
        desk.intake.put(S1, LIVE, 0, 2, 1, 2, 3);
        desk.intake.put(S1, LIVE, 1, 1, 4);
        desk.settle();
        assertEquals(0, desk.waiting());
        assertTrue(watched.asked() > desk.wire.batches().size());
    }

    @Test
    void settlingAndNumberingTheNextBatchCostOneTransaction() {
        desk.connected();
        for (int hour = 0; hour < 50; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, 1);
        }
        var commits = new java.util.concurrent.atomic.AtomicInteger();
        desk.store.onChange(commits::incrementAndGet);
        desk.settle();
        assertEquals(0, desk.waiting());
        assertTrue(commits.get() <= 52, "commits: " + commits);
    }

    @Test
    void nothingOfALaneOvertakesABatchThatIsTriedAgain() {
        desk.connected();
        desk.wire.next(FakeWire::isBatch, problem(503, "unavailable"), problem(503, "unavailable"));
        for (int hour = 0; hour < 3; hour++) {
            desk.intake.put(S1, LIVE, hour, 1, 1);
        }
        desk.pass(Duration.ofSeconds(10));
        assertEquals(
                List.of("1", "1", "1", "2", "3"),
                desk.wire.batches().stream().map(r -> r.path().replaceAll(".*/", "")).toList());
    }

    @Test
    void afterAKillTheAttemptedBatchIsSentAgainUnderItsNumber() {
        desk.connected();
        desk.wire.holding = true;
        desk.intake.put(S1, LIVE, 0, 1, contacts(0, 5));
        desk.settle();
        desk.wire.honest(desk.wire.batches().getFirst());
        desk.wire.holding = false;
        desk.start();
        desk.settle();
        assertEquals(0, desk.waiting());
        assertEquals(desk.intake.expected(S1), desk.ingest.stored(S1));
        assertEquals(1, desk.ingest.committed(S1, "live"));
    }

    private static StateReport report(String until) {
        return new StateReport(
                OptionalLong.empty(),
                Optional.of(Instant.parse(until)),
                Optional.empty(),
                0,
                false,
                0);
    }

    private long reports() {
        return desk.wire.sent.stream().filter(path("/state")).count();
    }

    @Test
    void aReportIsSentOnChangeAndOnceAMinute() {
        desk.reports.put(S1, report("2026-11-25T09:00:00Z"));
        desk.connected();
        assertTrue(desk.ingest.stateReports.get(S1).contains("09:00"));
        assertTrue(desk.ingest.stateReports.get(S1).contains("\"epoch\":1"));
        desk.pass(Duration.ofMinutes(10));
        assertTrue(reports() >= 10 && reports() <= 12, "reports: " + reports());
        desk.reports.put(S1, report("2026-11-25T09:15:00Z"));
        desk.pass(Duration.ofSeconds(6));
        assertTrue(desk.ingest.stateReports.get(S1).contains("09:15"));
    }

    @Test
    void aReportThatHangsOrFailsKeepsNoBatchWaiting() {
        desk.connected();
        desk.wire.always(path("/state"), problem(500, "internal"));
        desk.reports.put(S1, report("2026-11-25T09:00:00Z"));
        desk.intake.put(S1, LIVE, 0, 1, 1);
        desk.settle();
        assertEquals(0, desk.waiting());
        assertEquals(Optional.empty(), desk.loop.state().waiting());
    }

    @Test
    void anOutageIsSaidOnceAndItsEndOnce() {
        desk.connected();
        var log = (Logger) LoggerFactory.getLogger("io.tidegate.agent.uplink");
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        log.setLevel(Level.INFO);
        log.addAppender(said);
        try {
            desk.wire.always(r -> true, FakeWire.lost(Response.Why.CONNECT));
            desk.wire.session++;
            desk.intake.put(S1, LIVE, 0, 1, 1);
            desk.pass(Duration.ofHours(6));
            assertEquals(1, said.list.size());
            desk.wire.heal();
            desk.pass(Duration.ofMinutes(6));
            assertEquals(2, said.list.size());
        } finally {
            log.detachAppender(said);
            log.setLevel(null);
        }
    }

    @Test
    void theStateTellsOfContactAndClockSkew() {
        desk.wire.next(
                path("positions"),
                request -> {
                    var heard = (Response.Heard) desk.wire.honest(request);
                    return new Response.Heard(
                            200,
                            java.util.Map.of(
                                    "content-type",
                                    "application/json",
                                    "date",
                                    "Wed, 25 Nov 2026 10:00:42 GMT"),
                            heard.body());
                });
        desk.settle();
        assertEquals(Optional.of(Duration.ofSeconds(42)), desk.loop.state().clockSkew());
        assertEquals(Optional.of(desk.clock.instant()), desk.loop.state().lastContact());
        assertEquals("HTTP 200", desk.loop.state().lastAnswer());
    }
}
