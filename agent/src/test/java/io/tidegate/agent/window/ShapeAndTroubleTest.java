package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns that change, and sources that cannot be read. */
class ShapeAndTroubleTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void begin() throws InterruptedException {
        world = new World(folder, new Settings(DataType.CONTACTS), NOW.toString()).start();
        world.contacts(NOW.minus(Duration.ofHours(20)), NOW, Duration.ofMinutes(5));
        world.run();
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void agree() {
        world.agree(world.stream().bound().orElseThrow());
    }

    @Test
    void aRenamedColumnPausesTheStreamUntilAPersonAccepts() throws InterruptedException {
        List<String> before = world.cloud.shown();
        world.acd.columns(
                "contactidentifier queueidentifier queuename timestamp:timestamptz answered seconds");
        world.pass(Duration.ofHours(1));
        assertEquals(before, world.cloud.shown());
        var pause = world.stream().paused().orElseThrow();
        assertEquals("shape", pause.by());
        assertTrue(pause.reason().contains("column duration is gone"), pause.reason());
        assertTrue(pause.reason().contains("tidegate accept acd1"), pause.reason());
        assertEquals(IntakeStatus.Phase.PAUSED, world.intake.status().phase());

        var accepted =
                world.store.write(
                        tx -> Decisions.accept(tx, world.settings.config(), Optional.empty()));
        assertTrue(accepted.shape());
        world.pass(QUARTER);
        assertEquals(Optional.empty(), world.stream().paused());
        agree();
    }

    @Test
    void whatAPersonHasAcceptedIsReadInAllOfTheLookBackAtOnceThoughThePollReadsLittle()
            throws InterruptedException {
        world.settings.poll = Duration.ofSeconds(10);
        world.restart();
        world.pass(Duration.ofMinutes(16), Duration.ofSeconds(10));
        world.acd.columns(
                "contactidentifier queueidentifier queuename timestamp:timestamptz answered seconds");
        world.pass(Duration.ofMinutes(2), Duration.ofSeconds(10));
        assertEquals("shape", world.stream().paused().orElseThrow().by());
        world.store.change(tx -> Decisions.accept(tx, world.settings.config(), Optional.empty()));
        world.pass(Duration.ofMinutes(1), Duration.ofSeconds(10));
        agree();
    }

    @Test
    void aRetypedColumnPausesTheStream() throws InterruptedException {
        world.acd.columns(
                "contactidentifier queueidentifier queuename timestamp:timestamp answered duration");
        world.pass(QUARTER);
        String reason = world.stream().paused().orElseThrow().reason();
        assertTrue(reason.contains("timestamp was timestamptz and is timestamp"), reason);
    }

    @Test
    void aPauseForTheShapeOutlivesARestart() throws InterruptedException {
        world.acd.columns(
                "contactidentifier queueidentifier queuename timestamp answered duration");
        world.pass(QUARTER);
        world.restart();
        int queries = world.acd.queries.size();
        world.pass(Duration.ofHours(1));
        assertEquals(queries, world.acd.queries.size());
    }

    @Test
    void aColumnMoreIsFineAndSoIsOneOfAnotherCase() throws InterruptedException {
        world.acd.columns(
                "ContactIdentifier queueidentifier queuename timestamp:timestamptz answered duration"
                        + " extra");
        world.acd.rows.replaceAll(r -> java.util.Arrays.copyOf(r, 7));
        world.pass(QUARTER);
        assertEquals(Optional.empty(), world.stream().paused());
        world.acd.columns(
                "contactidentifier queueidentifier queuename timestamp:timestamptz answered duration");
        world.pass(QUARTER);
        assertEquals(Optional.empty(), world.stream().paused(), "an unused column may go again");
        agree();
    }

    @Test
    void aQueryThatLacksAColumnFromTheStartIsATroubleThatSaysSo() throws InterruptedException {
        try (World fresh =
                new World(folder.resolve("two"), new Settings(DataType.CONTACTS), NOW.toString())) {
            fresh.acd.columns("contactidentifier queueidentifier queuename timestamp duration");
            fresh.start().run();
            var trouble = fresh.intake.status().trouble().orElseThrow();
            assertTrue(trouble.reason().contains("answered"), trouble.reason());
            assertTrue(trouble.lasting());
            assertEquals(IntakeStatus.Phase.TROUBLED, fresh.intake.status().phase());
        }
    }

    private void fail(Kind kind) {
        world.acd.event =
                _ -> {
                    throw new SourceException(kind, "the database is away", null);
                };
    }

    @Test
    void whatHappensWhileADatabaseIsAwayArrivesWhenItIsBack() throws InterruptedException {
        fail(Kind.PASSING);
        world.contacts(NOW, NOW.plus(Duration.ofHours(2)), Duration.ofMinutes(1));
        world.pass(Duration.ofHours(2));
        assertEquals(
                "the database is away", world.intake.status().trouble().orElseThrow().reason());
        assertEquals(
                NOW.plus(QUARTER),
                world.intake.status().trouble().orElseThrow().since().minusSeconds(0));
        world.acd.event = _ -> {};
        world.pass(Duration.ofMinutes(6));
        assertEquals(Optional.empty(), world.intake.status().trouble());
        world.pass(QUARTER);
        agree();
    }

    @Test
    void aDatabaseThatIsAwayIsAskedLessAndLess() throws InterruptedException {
        fail(Kind.PASSING);
        int before = world.acd.queries.size();
        world.pass(Duration.ofHours(2), Duration.ofSeconds(1));
        int passing = world.acd.queries.size() - before;
        assertTrue(passing > 20 && passing < 120, "asked " + passing + " times");
    }

    @Test
    void aLastingTroubleIsTriedAgainAtOnceWhenAPersonSaysSo() throws InterruptedException {
        fail(Kind.LASTING);
        world.pass(Duration.ofHours(2));
        world.acd.event = _ -> {};
        world.contact("new", NOW.minusSeconds(60));
        world.intake.retryNow();
        world.run();
        agree();
    }

    @Test
    void aRangeThatTakesTooLongIsHalvedUntilItDoesNot() throws InterruptedException {
        world.acd.event = slowAbove(Duration.ofHours(3));
        world.contact("new", NOW.minus(Duration.ofHours(10)));
        world.pass(QUARTER);
        agree();
        int before = world.acd.queries.size();
        world.pass(QUARTER);
        assertTrue(world.acd.queries.size() - before < 24, "the shorter range is remembered");
    }

    private static Acd.Event slowAbove(Duration most) {
        return query -> {
            if (Duration.between(query.from(), query.to()).compareTo(most) > 0) {
                throw new SourceException(Kind.TOO_SLOW, "took longer than 60 s", null);
            }
        };
    }

    @Test
    void aWindowThatWasNeverSentIsCutWhenItTakesTooLong() throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(10));
        try (World old = new World(folder.resolve("old"), settings, NOW.toString())) {
            old.contacts(NOW.minus(Duration.ofDays(9)), NOW, Duration.ofMinutes(30));
            old.acd.event = slowAbove(Duration.ofHours(2));
            old.start().run();
            old.pass(Duration.ofMinutes(10));
            old.agree(old.stream().bound().orElseThrow());
            assertEquals(Optional.empty(), old.intake.status().historyTrouble());
        }
    }

    /** What has become of its first part when a read fails behind it. */
    enum FirstPart {
        WAITS,
        ON_ITS_WAY,
        TAKEN
    }

    @ParameterizedTest
    @EnumSource
    void aWindowThatTakesTooLongBehindItsFirstPartsIsCutAllTheSame(FirstPart first)
            throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(5));
        try (World old = new World(folder.resolve("old"), settings, NOW.toString())) {
            old.contacts(NOW.minus(Duration.ofDays(1)), NOW, Duration.ofMinutes(30));
            Instant day = NOW.minus(Duration.ofDays(4));
            for (int i = 0; i < 14_000; i++) {
                Instant at = day.plusSeconds(i);
                old.acd.add("x" + i, "4711", "Sales " + "x".repeat(1_000), at, 1L, 60L);
            }
            List<SpooledBatch> onTheirWay = new ArrayList<>();
            old.acd.end =
                    query -> {
                        switch (first) {
                            case WAITS -> {}
                            case ON_ITS_WAY -> {
                                if (onTheirWay.isEmpty()) {
                                    old.cloud.attempt(old.store).ifPresent(onTheirWay::add);
                                }
                            }
                            case TAKEN -> old.cloud.takeOne(old.store);
                        }
                        slowAbove(Duration.ofHours(2)).before(query);
                    };
            old.start();
            for (int i = 0; i < 60; i++) {
                old.clock.advance(Duration.ofMinutes(1));
                old.turn();
                onTheirWay.forEach(batch -> old.cloud.take(old.store, batch));
                onTheirWay.clear();
                if (first != FirstPart.WAITS) {
                    old.cloud.takeAll(old.store);
                }
            }
            old.cloud.takeAll(old.store);
            old.pass(Duration.ofMinutes(10));
            old.agree(old.stream().bound().orElseThrow());
            assertEquals(Optional.empty(), old.intake.status().historyTrouble());
        }
    }

    @Test
    void aSentWindowThatTakesTooLongIsATroubleWithItsRemedyAndTheRestOfThePastGoesOn()
            throws InterruptedException {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(4));
        try (World old = new World(folder.resolve("old"), settings, NOW.toString())) {
            old.contacts(NOW.minus(Duration.ofDays(6)), NOW, Duration.ofMinutes(30));
            old.start().run();
            Instant bad = Instant.parse("2026-11-16T23:00:00Z");
            old.acd.event =
                    query -> {
                        if (!query.from().isAfter(bad) && query.to().isAfter(bad)) {
                            throw new SourceException(Kind.TOO_SLOW, "took longer than 60 s", null);
                        }
                    };
            old.acd.rows.get(0)[5] = 77L;
            var days =
                    new Decisions.Days(
                            java.time.LocalDate.parse("2026-11-14"),
                            java.time.LocalDate.parse("2026-11-18"));
            old.store.change(tx -> Decisions.reimport(tx, settings.config(), days));
            old.pass(Duration.ofMinutes(2), Duration.ofSeconds(5));
            String reason = old.intake.status().historyTrouble().orElseThrow().reason();
            assertTrue(reason.contains("sql.query-timeout"), reason);
            old.pass(Duration.ofMinutes(40));
            assertEquals(1, old.count(io.tidegate.agent.store.WindowRecord.State.STALE));
        }
    }
}
