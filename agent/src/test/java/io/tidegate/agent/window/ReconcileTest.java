package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The nightly comparison with the source, and the longer one on Sundays. */
class ReconcileTest {
    /** A Friday. */
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");

    private static final Duration QUARTER = Duration.ofMinutes(15);

    /** When the comparison of Sunday is due, in Berlin. */
    private static final Instant NIGHT = Instant.parse("2026-11-22T03:30:00Z");

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void begin() throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(40));
        world = new World(folder, settings, NOW.toString()).start();
        world.contacts(NOW.minus(Duration.ofDays(38)), NOW, Duration.ofMinutes(10));
        world.run();
    }

    @AfterEach
    void end() {
        world.close();
    }

    private Instant ago(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    private void agree() {
        world.agree(world.stream().bound().orElseThrow());
    }

    @Test
    void aChangeOfThreeDaysAgoArrivesWithinANightAndNothingElseIsSent()
            throws InterruptedException {
        int batches = world.cloud.batches;
        world.contact("late", ago(3));
        world.acd.rows.removeIf(r -> r[3].equals(ago(4)));
        world.pass(Duration.ofDays(1), QUARTER);
        agree();
        assertEquals(2, world.cloud.batches - batches);
        assertEquals(Optional.of(LocalDate.parse("2026-11-21")), world.stream().reconciled());
    }

    @Test
    void aChangeOfThirtyDaysAgoArrivesOnSunday() throws InterruptedException {
        world.contact("late", ago(30));
        world.pass(Duration.ofHours(20), QUARTER);
        assertTrue(
                world.cloud.shown().stream()
                        .noneMatch(
                                s -> s.startsWith("4711 Sales " + ago(30)) && s.contains("late")));
        world.pass(Duration.ofDays(1), QUARTER);
        assertEquals(Optional.of(LocalDate.parse("2026-11-22")), world.stream().reconciledDeep());
        agree();
    }

    @Test
    void aSundayThatWasMissedIsMadeUpFor() throws InterruptedException {
        world.contact("late", ago(30));
        world.stop();
        world.clock.advance(Duration.ofDays(3));
        world.start().run();
        agree();
        assertEquals(Optional.of(LocalDate.parse("2026-11-23")), world.stream().reconciledDeep());
    }

    @Test
    void rowsThatNoWindowReachesAreCountedAtNightAndToldToTheCloud() throws InterruptedException {
        world.contact("forgotten", ago(400));
        world.contact("tomorrow's", NOW.plus(Duration.ofDays(30)));
        world.acd.add("timeless", "4711", "Sales", new Acd.NoTime(ago(1)), 1L, 60L);
        world.pass(Duration.ofHours(19), QUARTER);
        assertEquals(3, outside());
        world.acd.rows.removeIf(r -> r[0].equals("forgotten"));
        world.pass(Duration.ofDays(1), QUARTER);
        assertEquals(2, outside());
    }

    private long outside() {
        return world.store
                .read(tx -> StreamReport.of(tx, world.settings.config()))
                .orElseThrow()
                .outside();
    }

    @Test
    void whatIsComparedFirstDoesNotSlipByBeforeAllThatIsLostWasSeen() throws InterruptedException {
        world.pass(Duration.ofHours(20), QUARTER);
        List<String> before = world.cloud.shown();
        world.acd.rows.removeIf(r -> r[3].equals(ago(3)) || r[3].equals(ago(33)));
        world.acd.rows.removeIf(r -> isLost((Instant) r[3]));
        world.pass(Duration.ofDays(1), QUARTER);
        assertEquals(Optional.of(LocalDate.parse("2026-11-22")), world.stream().reconciledDeep());
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(world.cloud.shown());
        assertEquals(0, gone.size(), () -> "gone, at first " + gone.getFirst());
        assertTrue(world.count(State.HELD) > 10, world.count(State.HELD) + " are held");
    }

    /** Two thirds of each of many days: not enough in any of them alone. */
    private boolean isLost(Instant time) {
        boolean then = time.isAfter(ago(33)) && time.isBefore(ago(4));
        return then && time.getEpochSecond() / 600 % 3 != 0;
    }

    /** A sixth of the rows of the night, so no reason to hold any. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRestartBeforeAllIsComparedMakesNoLossLookGreater(int turns) throws InterruptedException {
        world.pass(Duration.ofHours(20), QUARTER);
        world.acd.rows.removeIf(r -> isOfASixth((Instant) r[3]));
        Duration untilNight = Duration.between(world.clock.instant(), NIGHT);
        world.pass(untilNight.minusMinutes(1), untilNight.minusMinutes(1));
        world.clock.advance(Duration.ofMinutes(2));
        for (int turn = 0; turn < turns; turn++) {
            world.intake.turn();
        }
        world.restart();
        world.pass(Duration.ofHours(1), QUARTER);
        assertEquals(Optional.of(LocalDate.parse("2026-11-22")), world.stream().reconciledDeep());
        assertEquals(0, world.count(State.HELD));
        agree();
    }

    private boolean isOfASixth(Instant time) {
        boolean then = time.isAfter(ago(13)) && time.isBefore(ago(4));
        return then && time.getEpochSecond() / 600 % 3 != 0;
    }

    @Test
    void theFirstNightIsNotLeftOut() throws InterruptedException {
        world.stop();
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(10));
        try (World young = new World(folder.resolve("young"), settings, "2026-11-20T00:10:00Z")) {
            Instant start = young.clock.instant();
            young.start();
            young.contacts(start.minus(Duration.ofDays(9)), start, Duration.ofMinutes(10));
            young.run();
            young.contact("late", start.minus(Duration.ofDays(3)));
            young.pass(Duration.ofHours(8), QUARTER);
            assertEquals(Optional.of(LocalDate.parse("2026-11-20")), young.stream().reconciled());
            young.agree(young.stream().bound().orElseThrow());
        }
    }

    @Test
    void itRunsOncePerLocalDate() throws InterruptedException {
        world.pass(Duration.ofHours(19), QUARTER);
        world.acd.queries.clear();
        world.pass(Duration.ofHours(20), QUARTER);
        Instant live = NOW.minus(Duration.ofHours(10));
        assertTrue(world.acd.queries.stream().noneMatch(q -> q.from().isBefore(live)));
    }

    @Test
    void aRestartInTheMiddleGoesOn() throws InterruptedException {
        world.stop();
        world.settings.load = 0.01;
        world.start();
        world.acd.took = Duration.ofSeconds(1);
        world.contact("late", ago(6));
        Instant night = Instant.parse("2026-11-21T03:31:00Z");
        world.clock.advance(Duration.between(NOW, night));
        for (int i = 0; i < 6; i++) {
            world.pass(Duration.ofSeconds(50), Duration.ofSeconds(10));
            world.restart();
        }
        world.acd.took = Duration.ZERO;
        world.pass(Duration.ofMinutes(30));
        agree();
        assertEquals(Optional.of(LocalDate.parse("2026-11-21")), world.stream().reconciled());
    }

    @Test
    void rowsLostALittleEverywhereAreHeldAsAWhole() throws InterruptedException {
        List<String> before = world.cloud.shown();
        // 144 a day: each hour window loses 6, each day more than its share.
        world.acd.rows.removeIf(
                r ->
                        ((Instant) r[3]).isBefore(ago(2))
                                && ((Instant) r[3]).toEpochMilli() / 600_000 % 4 != 0);
        world.pass(Duration.ofDays(1), QUARTER);
        assertEquals(before, world.cloud.shown().subList(0, before.size()));
        assertTrue(world.count(State.HELD) > 4);
    }
}
