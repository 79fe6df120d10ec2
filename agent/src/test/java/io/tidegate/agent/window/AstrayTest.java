package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Queries that compare their range with something else than the time that they give. */
class AstrayTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Instant BASE = Instant.parse("2026-11-18T23:00:00Z");

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void begin() {
        Settings settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(3));
        world = new World(folder, settings, NOW.toString()).start();
    }

    @AfterEach
    void end() {
        world.close();
    }

    /** The query finds a call by its end and gives its beginning. */
    private void comparedLater(Duration talk) {
        world.acd.compared = Optional.of(row -> ((Instant) row[3]).plus(talk));
    }

    private String reason() {
        var pause = world.stream().paused().orElseThrow();
        assertEquals("query", pause.by());
        return pause.reason();
    }

    @Test
    void aQueryThatComparesAnotherTimeStoresNothingAndSaysWhatToDo() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(2));
        comparedLater(Duration.ofMinutes(7));
        world.run();

        assertEquals(List.of(), world.cloud.shown());
        String reason = reason();
        assertTrue(reason.contains("compares :from and :to with closed_at"), reason);
        assertTrue(reason.contains("but gives timestamp"), reason);
        assertTrue(
                reason.contains("3 of 732 rows had another time, and 3 of them are not given"),
                reason);
        assertTrue(reason.contains("or leave both out"), reason);
        assertTrue(reason.endsWith("then 'tidegate resume acd1'"), reason);
        int queries = world.acd.queries.size();
        world.pass(Duration.ofHours(1));
        assertEquals(IntakeStatus.Phase.PAUSED, world.intake.status().phase());
        assertEquals(queries, world.acd.queries.size(), "nothing is read any more");
    }

    @Test
    void whereNobodyCallsAtTheEdgesOfTheLookBackTheFirstWindowTells() throws InterruptedException {
        Instant morning = Instant.parse("2026-11-20T06:00:00Z");
        world.contacts(morning, NOW, Duration.ofMinutes(2));
        comparedLater(Duration.ofMinutes(7));
        world.run();

        assertTrue(reason().contains("asked for 2026-11-20T"), reason());
        assertEquals(List.of(), world.cloud.shown());
    }

    @Test
    void aMendedQueryGoesOnWhenAPersonResumes() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(2));
        comparedLater(Duration.ofMinutes(7));
        world.run();
        reason();

        world.acd.compared = Optional.empty();
        resume();
        world.restart();
        world.pass(QUARTER);
        assertEquals(Optional.empty(), world.stream().paused());
        world.agree(BASE.minus(Duration.ofDays(3)), world.stream().bound().orElseThrow());
    }

    @Test
    void aQueryThatWasNotMendedIsPausedAgain() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(2));
        comparedLater(Duration.ofMinutes(7));
        world.run();
        resume();
        world.pass(QUARTER);

        reason();
        assertEquals(List.of(), world.cloud.shown());
    }

    private void resume() {
        world.store.change(tx -> tx.putStream(world.stream().paused(Optional.empty())));
    }

    @Test
    void aFewRowsThatComeForAnotherTimeAreRejectsAndTheRestIsSent() throws InterruptedException {
        world.contacts(BASE, NOW, Duration.ofSeconds(20));
        Object[] odd = world.contact("odd", BASE.minus(Duration.ofHours(5)));
        world.acd.compared =
                Optional.of(row -> row == odd ? BASE.plus(Duration.ofHours(5)) : row[3]);
        world.run();

        assertEquals(Optional.empty(), world.stream().paused());
        assertEquals(1, world.rejects());
        world.agree(BASE, world.stream().bound().orElseThrow());
    }

    @Test
    void aQueryThatGivesMoreThanItIsAskedForLosesNothingAndGoesOn() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(2));
        world.acd.tooMuch = Duration.ofMinutes(45);
        world.run();
        int first = world.acd.queries.size();
        world.pass(Duration.ofHours(6), QUARTER);

        assertEquals(Optional.empty(), world.stream().paused());
        assertEquals(0, world.rejects());
        world.agree(BASE.minus(Duration.ofDays(3)), world.stream().bound().orElseThrow());
        assertTrue(world.acd.queries.size() - first < 6 * 4 * 2, "it is not looked at each time");
    }

    @Test
    void thatNothingIsLostIsSaidOnceForTheSettingsAndNotAtEachStart() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(2));
        world.acd.tooMuch = Duration.ofMinutes(45);
        try (var heard = new Heard()) {
            world.run();
            world.restart();
            world.pass(Duration.ofHours(1), QUARTER);
            List<String> said = heard.of(WindowEvent.ROWS_ASTRAY);
            assertEquals(1, said.size(), said.toString());
            assertTrue(said.getFirst().contains("none is lost"), said.toString());

            world.settings.recipe = "another query";
            world.restart();
            world.pass(Duration.ofHours(1), QUARTER);
            assertEquals(2, heard.of(WindowEvent.ROWS_ASTRAY).size());
        }
    }

    @Test
    void whatADatabaseRoundsIsRejectedButNoProof() throws InterruptedException {
        world.contacts(BASE, NOW, Duration.ofMinutes(30));
        // Kept a thousandth of a second before the hour, given as the hour.
        world.acd.compared = Optional.of(row -> ((Instant) row[3]).minusMillis(1));
        world.pass(Duration.ofHours(6), QUARTER);

        assertEquals(Optional.empty(), world.stream().paused());
    }

    @Test
    void rowsThatEndWhileTheirReadIsLookedAtProveNothing() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(2));
        world.acd.tooMuch = Duration.ofMinutes(45);
        // Each call gets another length from one read to the next.
        world.acd.end = _ -> world.acd.rows.forEach(row -> row[5] = (Long) row[5] + 1);
        world.turn();

        assertEquals(Optional.empty(), world.stream().paused());
    }

    private void anew(String now, Consumer<Settings> change) {
        world.close();
        Settings settings = new Settings(DataType.CONTACTS);
        change.accept(settings);
        world = new World(folder.resolve("anew"), settings, now).start();
    }

    private long askedBefore(Instant time, int since) {
        return world.acd.queries.stream().skip(since).filter(q -> q.from().isBefore(time)).count();
    }

    @Test
    void whereTheWindowOfAStrayCannotBeReadTheReadThatBroughtItGoesOn()
            throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofSeconds(370));
        world.acd.tooMuch = Duration.ofDays(3);
        world.acd.event = q -> tooSlow(q.from().isBefore(BASE));
        world.run();
        assertEquals(world.settled(), world.stream().bound().orElseThrow());
        int first = world.acd.queries.size();
        world.pass(Duration.ofHours(16), QUARTER);

        assertEquals(Optional.empty(), world.stream().paused());
        assertEquals(world.settled(), world.stream().bound().orElseThrow());
        world.agree(BASE, world.stream().bound().orElseThrow());
        // 64 times for the history's own sake, and for the strays ever more rarely.
        assertTrue(askedBefore(BASE, first) < 64 + 32, "asked " + askedBefore(BASE, first));
    }

    @Test
    void noLostRowHasWhatCannotBeReadAskedForEachTime() throws InterruptedException {
        Object[] odd = world.contact("odd", NOW.minus(Duration.ofHours(30)));
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofSeconds(370));
        world.acd.compared = Optional.of(row -> row == odd ? NOW.minusSeconds(7_200) : row[3]);
        world.acd.tooMuch = Duration.ofDays(3);
        world.acd.event = q -> tooSlow(q.from().isBefore(BASE));
        world.run();
        assertEquals(1, world.rejects());
        int first = world.acd.queries.size();
        world.pass(Duration.ofHours(16), QUARTER);

        assertEquals(world.settled(), world.stream().bound().orElseThrow());
        assertTrue(askedBefore(BASE, first) < 64 + 32, "asked " + askedBefore(BASE, first));
    }

    private static void tooSlow(boolean yes) throws SourceException {
        if (yes) {
            throw new SourceException(SourceException.Kind.TOO_SLOW, "too slow", null);
        }
    }

    @Test
    void daysOfTheHistoryAreAskedForInTheBackfillsHoursOnly() throws InterruptedException {
        anew(
                NOW.toString(),
                s -> {
                    s.backfill = Optional.of(Period.ofDays(3));
                    s.hours =
                            Optional.of(
                                    new SourceConfig.Hours(
                                            LocalTime.of(22, 0), LocalTime.of(5, 0)));
                });
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofSeconds(370));
        world.acd.tooMuch = Duration.ofDays(3);
        world.pass(Duration.ofHours(4), QUARTER);
        assertEquals(0, askedBefore(BASE, 0));
        world.pass(Duration.ofHours(10), QUARTER);
        assertTrue(askedBefore(BASE, 0) > 0);
    }

    @Test
    void whatIsBeforeTheHistoryIsNotAskedFor() throws InterruptedException {
        anew(NOW.toString(), _ -> {});
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofSeconds(370));
        world.acd.tooMuch = Duration.ofDays(3);
        world.pass(Duration.ofHours(2), QUARTER);

        assertEquals(0, askedBefore(BASE, 0));
        world.agree(BASE, world.stream().bound().orElseThrow());
    }

    @Test
    void whatTheSourceMayHavePurgedIsNotAskedFor() throws InterruptedException {
        anew(
                NOW.toString(),
                s -> {
                    s.backfill = Optional.of(Period.ofDays(3));
                    s.keeps = Optional.of(Period.ofDays(1));
                });
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofSeconds(370));
        world.run();
        int first = world.acd.queries.size();
        world.acd.tooMuch = Duration.ofDays(3);
        world.pass(Duration.ofHours(2), QUARTER);

        assertEquals(0, askedBefore(BASE, first));
    }

    @Test
    void whatTheBackfillAsksForCountsForItsLoad() throws InterruptedException {
        anew(
                NOW.toString(),
                s -> {
                    s.backfill = Optional.of(Period.ofDays(300));
                    s.load = 0.1;
                });
        world.contacts(BASE.minus(Duration.ofDays(300)), NOW, Duration.ofHours(6));
        world.acd.took = Duration.ofSeconds(1);
        world.acd.tooMuch = Duration.ofDays(3);
        world.turn();
        int first = world.acd.queries.size();
        Instant began = world.clock.instant();
        world.pass(Duration.ofMinutes(10), Duration.ofSeconds(1));

        int asked = world.acd.queries.size() - first;
        long tenth = Duration.between(began, world.clock.instant()).toSeconds() / 10;
        assertTrue(asked > tenth / 2 && asked <= tenth + 5, asked + " of " + tenth);
    }

    @Test
    void noWindowIsHeldForRowsThatAreLostElsewhere() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(30));
        Instant lookBack = NOW.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(24));
        for (int i = 0; i < 25; i++) {
            world.contact("rounded" + i, lookBack.minusMillis(1));
        }
        // Kept as the full hour, given as a thousandth of a second before it.
        world.acd.compared = Optional.of(row -> ((Instant) row[3]).plusMillis(1));
        world.run();

        assertEquals(0, world.count(State.HELD));
        assertEquals(25, world.rejects());
        Instant own = lookBack.minus(Duration.ofHours(1));
        assertEquals(
                List.of(new Unit.Window(World.STREAM, own)),
                world.store.read(tx -> tx.rejects(Optional.of(World.STREAM), 100)).stream()
                        .map(RejectRecord::unit)
                        .distinct()
                        .toList());
        world.pass(Duration.ofHours(1), QUARTER);
        assertEquals(25, world.rejects(), "each is listed once");
    }

    @Test
    void aLostRowOfLaterThanWhatIsReadIsListedToo() throws InterruptedException {
        anew("2026-11-20T10:58:00Z", _ -> {});
        Instant now = world.clock.instant();
        world.contacts(BASE, now, Duration.ofSeconds(60));
        Object[] odd = world.contact("odd", now.plus(Duration.ofMinutes(3)));
        world.acd.compared =
                Optional.of(row -> row == odd ? now.minus(Duration.ofMinutes(10)) : row[3]);
        world.run();
        assertEquals(1, world.rejects());
        world.pass(QUARTER);
        assertEquals(1, world.rejects());
    }

    @Test
    void badRowsOfOtherTimesAreListedWithTheirOwnWindowsOnly() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofSeconds(30));
        Instant lookBack = NOW.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(24));
        for (int hour = 1; hour <= 30; hour++) {
            Instant at = lookBack.minus(Duration.ofHours(hour));
            world.acd.add("bad" + hour, "4711", "Sales", at, -1L, 60L);
        }
        world.acd.tooMuch = Duration.ofDays(3);
        world.run();

        assertEquals(0, world.count(State.HELD));
        assertEquals(30, world.rejects());
        world.agree(BASE.minus(Duration.ofDays(3)), world.stream().bound().orElseThrow());
    }

    private long counted(Counter counter) {
        return world.store.read(tx -> tx.counters(World.STREAM)).get(counter);
    }

    @Test
    void badRowsThatComeForAnotherTimeOnlyAreListedAndCountedOnceEach()
            throws InterruptedException {
        world.contacts(BASE, NOW, Duration.ofSeconds(20));
        Instant bad = BASE.minus(Duration.ofHours(5));
        world.acd.add("bad1", "4711", "Sales", bad, -1L, 60L);
        world.acd.add("bad2", "4711", "Sales", bad, -1L, 60L);
        world.acd.add("bad3", "4711", "Sales", bad.plusSeconds(1), -1L, 60L);
        world.acd.add("its own", "4711", "Sales", bad.plusSeconds(2), -1L, 60L);
        world.acd.compared =
                Optional.of(
                        row ->
                                row[0].toString().startsWith("bad")
                                        ? ((Instant) row[3]).plus(Duration.ofHours(10))
                                        : row[3]);
        world.run();
        world.pass(Duration.ofHours(6), QUARTER);

        assertEquals(Optional.empty(), world.stream().paused());
        assertEquals(4, world.rejects());
        assertEquals(4, counted(Counter.ROWS_REJECTED));
        assertTrue(
                world.store.read(tx -> tx.rejects(Optional.of(World.STREAM), 100)).stream()
                        .allMatch(reject -> reject.column().equals("answered")));
        world.agree(BASE, world.stream().bound().orElseThrow());
    }

    @Test
    void whoeverResumesBeginsAnew() throws InterruptedException {
        world.contacts(BASE.minus(Duration.ofDays(3)), NOW, Duration.ofMinutes(2));
        comparedLater(Duration.ofMinutes(7));
        world.run();
        reason();

        Object[] odd = world.contact("odd", NOW.minus(Duration.ofHours(30)));
        world.acd.compared =
                Optional.of(row -> row == odd ? NOW.minus(Duration.ofHours(5)) : row[3]);
        resume();
        world.pass(QUARTER);
        assertEquals(Optional.empty(), world.stream().paused(), "a single odd row is no proof");
        assertEquals(1, world.rejects());
    }

    @Test
    void theirShareIsReckonedFromAllThatWereSeen() throws InterruptedException {
        world.contacts(BASE, NOW, Duration.ofSeconds(20));
        Instant early = NOW.minus(Duration.ofHours(30));
        for (int i = 0; i < 6; i++) {
            world.contact("odd" + i, early.plusSeconds(i));
        }
        world.acd.compared =
                Optional.of(
                        row ->
                                ((String) row[0]).startsWith("odd")
                                        ? NOW.minus(Duration.ofHours(5))
                                        : row[3]);
        world.run();

        assertTrue(reason().contains("6 of 4,"), reason());
    }
}
