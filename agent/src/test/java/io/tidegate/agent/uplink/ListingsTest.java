package io.tidegate.agent.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.uplink.ScriptedIngest.Window;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WireTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Questions what the ingest holds, asked between the batches. */
class ListingsTest {
    @TempDir Path dataDir;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(dataDir).connected();
        for (int hour = 0; hour < 5; hour++) {
            desk.ingest.put(
                    Desk.S1,
                    new Window(
                            WireTime.format(TestIntake.hour(hour)),
                            WireTime.format(TestIntake.hour(hour + 1)),
                            1,
                            List.of(TestIntake.canonical(hour, hour))));
        }
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Future<Listed<StoredWindow>> ask(Optional<String> next) {
        return desk.loop.windows(Desk.S1, TestIntake.hour(0), TestIntake.hour(5), next);
    }

    @Test
    void aListIsGivenPageByPage() throws Exception {
        var first = ask(Optional.empty());
        desk.settle();
        var page = assertInstanceOf(Listed.Some.class, first.get());
        assertEquals(3, page.items().size());
        assertTrue(page.next().isPresent());
        String path = desk.wire.sent.getLast().path();
        assertTrue(path.contains("&from=2026-") && path.contains("&to=2026-"), path);
        var second =
                desk.loop.windows(Desk.S1, TestIntake.hour(0), TestIntake.hour(5), next(first));
        desk.settle();
        var rest = assertInstanceOf(Listed.Some.class, second.get());
        assertEquals(2, rest.items().size());
        assertEquals(Optional.empty(), rest.next());
    }

    private static Optional<String> next(Future<Listed<StoredWindow>> page) throws Exception {
        return page.get() instanceof Listed.Some<StoredWindow>(_, var next)
                ? next
                : Optional.empty();
    }

    @Test
    void aHiccupIsWaitedFor() throws Exception {
        desk.wire.next(FakeWire.path("/windows"), FakeWire.lost(Response.Why.CUT));
        var answer = ask(Optional.empty());
        desk.settle();
        assertFalse(answer.isDone());
        desk.pass(Duration.ofSeconds(30));
        assertInstanceOf(Listed.Some.class, answer.get());
    }

    @Test
    void anIngestThatStaysAwayIsSaidToBeAway() throws Exception {
        desk.wire.always(_ -> true, FakeWire.lost(Response.Why.CONNECT));
        var answer = ask(Optional.empty());
        desk.pass(Duration.ofSeconds(40));
        assertFalse(answer.isDone());
        desk.pass(Duration.ofSeconds(10));
        var unknown = assertInstanceOf(Listed.Unknown.class, answer.get());
        assertEquals("nothing came back", unknown.why());
    }

    @Test
    void aFencedConnectorSaysWhyItDoesNotAsk() throws Exception {
        desk.fence(Optional.of("another connector has taken over"));
        var answer = ask(Optional.empty());
        desk.pass(Duration.ofSeconds(50));
        var unknown = assertInstanceOf(Listed.Unknown.class, answer.get());
        assertEquals("another connector has taken over", unknown.why());
    }

    @Test
    void aQuestionThatNobodyWaitsForIsForgotten() {
        desk.wire.sent.clear();
        ask(Optional.empty()).cancel(false);
        desk.settle();
        assertEquals(List.of(), desk.wire.sent);
    }

    @Test
    void aStreamThatWaitsToBeComparedKeepsNobodyElseWaiting() throws Exception {
        var waiting =
                desk.loop.windows(
                        "not-compared", TestIntake.hour(0), TestIntake.hour(5), Optional.empty());
        var answer = ask(Optional.empty());
        desk.settle();
        assertFalse(waiting.isDone());
        assertInstanceOf(Listed.Some.class, answer.get(0, TimeUnit.SECONDS));
    }
}
