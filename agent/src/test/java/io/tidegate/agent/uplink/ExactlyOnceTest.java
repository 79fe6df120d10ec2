package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.TestIntake.contacts;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Whatever the ingest and the network do: in the end everything is there exactly once. */
class ExactlyOnceTest {
    private static final List<String> STREAMS = List.of("acd1", "acd2", "acd3");
    private static final int HOURS = 24;

    @TempDir Path dataDir;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everythingIsThereExactlyOnceAfterTheWorstOfDays(long seed) throws Exception {
        TestClock clock = TestClock.at("2026-11-25T10:00:00Z");
        var ingest = new ScriptedIngest(clock);
        var source = new SplittableRandom(seed);
        try (var server = new MisbehavingServer(ingest, clock, seed, 400);
                var desk = new RealDesk(clock, dataDir, server.url(), null, "zstd")) {
            while (!server.calm()) {
                change(desk.intake, source);
                desk.intake.pass(source.nextBoolean() ? LIVE : BACKFILL, 1 + source.nextInt(2));
                for (int i = 0; i < 20; i++) {
                    desk.step();
                }
            }
            desk.until(() -> settled(desk, ingest));
            assertEquals(Optional.empty(), desk.loop.state().fenced());
            assertTrue(
                    server.happened().size() == MisbehavingServer.Mishap.values().length,
                    "happened: " + server.happened());
            assertTrue(ingest.epoch() >= 2, "the restored ingest was noticed");
        }
    }

    /** The source goes on meanwhile: new rows, late rows, corrections, deletions. */
    private static void change(TestIntake intake, SplittableRandom random) {
        String stream = STREAMS.get(random.nextInt(STREAMS.size()));
        int from = random.nextInt(50);
        intake.hold(stream, random.nextInt(HOURS), contacts(from, from + random.nextInt(40)));
    }

    private static boolean settled(RealDesk desk, ScriptedIngest ingest) {
        if (!desk.isEmpty() || desk.loop.awaited() > 0) {
            return false;
        }
        desk.intake.pass(LIVE, 1);
        boolean equal =
                STREAMS.stream().allMatch(s -> ingest.stored(s).equals(desk.intake.expected(s)));
        return desk.isEmpty() && equal && nothingIsAside(desk);
    }

    private static boolean nothingIsAside(RealDesk desk) {
        return STREAMS.stream()
                .allMatch(
                        s ->
                                desk.store.read(
                                        tx ->
                                                tx.stream(s).flatMap(r -> r.paused()).isEmpty()
                                                        && tx.countRejects(s) == 0
                                                        && tx.countWindows(s)
                                                                        .getOrDefault(
                                                                                State.ASIDE, 0L)
                                                                == 0));
    }
}
