package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A history that came to nothing under wrong settings, and the settings are put right. */
class ChangedSettingsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Instant BEGIN = Instant.parse("2026-10-30T23:00:00Z");

    @TempDir Path folder;
    private final Settings settings = new Settings(DataType.CONTACTS);
    private final Heard heard = new Heard();
    private World world;

    @BeforeEach
    void begin() {
        settings.backfill = Optional.of(Period.ofDays(20));
        settings.reconcile = Period.ofDays(2);
        settings.deep = Period.ofDays(2);
        world = new World(folder, settings, NOW.toString());
        world.contacts(BEGIN, NOW, Duration.ofMinutes(30));
    }

    @AfterEach
    void end() {
        heard.close();
        world.close();
    }

    /** The query asks for a queue that does not exist. */
    private List<Object[]> nothingFits() {
        List<Object[]> all = List.copyOf(world.acd.rows);
        world.acd.rows.clear();
        return all;
    }

    /** The rows' answered is in a column that is no flag. */
    private List<Object[]> nothingIsRight(Instant from, Instant to) {
        List<Object[]> all = List.copyOf(world.acd.rows);
        List<Object[]> wrong = new ArrayList<>();
        for (Object[] row : all) {
            Object[] copy = row.clone();
            Instant at = (Instant) row[3];
            if (!at.isBefore(from) && at.isBefore(to)) {
                copy[5] = "no number";
            }
            wrong.add(copy);
        }
        world.acd.rows.clear();
        world.acd.rows.addAll(wrong);
        return all;
    }

    private void putRight(List<Object[]> all) {
        world.acd.rows.clear();
        world.acd.rows.addAll(all);
        settings.recipe = "corrected";
        world.restart();
    }

    private OlderWindows older() {
        return world.store.read(tx -> OlderWindows.of(tx, settings.config()));
    }

    private IntakeStatus.Backfill history() {
        return world.intake.status().backfill().orElseThrow();
    }

    @Test
    void aHistoryThatCameOutEmptyIsReadAgainByItself() throws InterruptedException {
        List<Object[]> all = nothingFits();
        world.start().run();
        assertEquals(0, world.cloud.rows());
        assertEquals(0, history().total() - history().done());
        putRight(all);
        world.run();
        assertEquals(1, heard.of(WindowEvent.READ_AFRESH).size());
        assertEquals(List.of(), heard.of(WindowEvent.READ_UNDER_OTHERS));
        assertTrue(
                heard.of(WindowEvent.READ_AFRESH).getFirst().contains("2026-10-30 to 2026-11-19"),
                heard.of(WindowEvent.READ_AFRESH).getFirst());
        world.pass(Duration.ofMinutes(30));
        world.agree(world.settled());
        assertEquals(0, older().windows());
        assertEquals(0, history().total() - history().done());
        world.restart();
        world.run();
        assertEquals(1, heard.of(WindowEvent.READ_AFRESH).size());
    }

    @Test
    void aHistoryThatIsToBeReadAgainIsCountedAsMissing() throws InterruptedException {
        List<Object[]> all = nothingFits();
        world.start().run();
        settings.load = 0.01;
        world.acd.took = Duration.ofSeconds(2);
        putRight(all);
        world.run();
        assertTrue(history().done() < history().total(), history().toString());
    }

    @Test
    void windowsWhoseRowsWereAllRejectedAreReadAgainAndTheirRejectsAreForgotten()
            throws InterruptedException {
        List<Object[]> all = nothingIsRight(BEGIN, NOW);
        world.start().run();
        assertTrue(world.count(State.HELD) > 0);
        assertTrue(world.rejects() > 0);
        assertEquals(0, world.cloud.rows());
        putRight(all);
        world.run();
        world.pass(Duration.ofMinutes(30));
        assertEquals(0, world.count(State.HELD));
        assertEquals(0, world.rejects());
        world.agree(world.settled());
    }

    @Test
    void aSingleRejectedRowBelowTheLimitIsNoReasonToKeepAWindowEmpty() throws InterruptedException {
        world.acd.rows.clear();
        world.contact("lonely", Instant.parse("2026-11-05T09:10:00Z"));
        world.contacts(
                Instant.parse("2026-11-05T23:00:00Z"),
                Instant.parse("2026-11-06T22:00:00Z"),
                Duration.ofMinutes(5));
        List<Object[]> all = nothingIsRight(Instant.EPOCH, Instant.parse("2026-11-05T12:00:00Z"));
        world.start().run();
        assertEquals(1, world.rejects());
        assertEquals(all.size() - 1, world.cloud.rows());
        putRight(all);
        world.run();
        world.pass(Duration.ofMinutes(30));
        assertEquals(0, world.rejects());
        world.agree(world.settled());
    }

    @Test
    void windowsThatWereSentStayAndAreNamed() throws InterruptedException {
        Instant half = Instant.parse("2026-11-09T23:00:00Z");
        List<Object[]> all = List.copyOf(world.acd.rows);
        world.acd.rows.removeIf(row -> ((Instant) row[3]).isBefore(half));
        world.start().run();
        long sent = world.cloud.rows();
        putRight(all);
        world.run();
        world.pass(Duration.ofMinutes(30));
        world.agree(world.settled());
        assertTrue(world.cloud.rows() > sent);
        assertEquals(9 + 11, older().windows(), "days, and the hours before the look-back");
        assertEquals(LocalDate.of(2026, 11, 10), older().again().getFirst().from());
        assertEquals(1, heard.of(WindowEvent.READ_UNDER_OTHERS).size());
    }

    @Test
    void whatAPersonKeptIsNotReadAgain() throws InterruptedException {
        List<Object[]> all = nothingIsRight(BEGIN, NOW);
        world.start().run();
        var day = LocalDate.of(2026, 11, 3);
        world.store.change(
                tx ->
                        Decisions.keep(
                                tx, settings.config(), Optional.of(new Decisions.Days(day, day))));
        WindowRecord kept = world.window("2026-11-02T23:00:00Z");
        assertEquals(State.READ, kept.state());
        putRight(all);
        world.run();
        world.pass(Duration.ofMinutes(30));
        assertEquals(kept, world.window("2026-11-02T23:00:00Z"));
        assertEquals(world.expected(BEGIN, world.settled()).size() - 48, world.cloud.rows());
    }

    @Test
    void aKillWhileTheyAreForgottenOrReadLosesNothing() throws InterruptedException {
        List<Object[]> all = nothingIsRight(BEGIN, Instant.parse("2026-11-10T23:00:00Z"));
        List<Object[]> some = List.copyOf(world.acd.rows);
        world.acd.rows.removeIf(row -> ((Instant) row[3]).isAfter(NOW.minusSeconds(864_000)));
        assertTrue(some.size() > world.acd.rows.size());
        world.start().run();
        world.acd.rows.clear();
        world.acd.rows.addAll(all);
        settings.recipe = "corrected";
        for (int turns = 1; turns < 12; turns++) {
            world.restart();
            for (int i = 0; i < turns; i++) {
                world.intake.turn();
            }
        }
        world.restart();
        world.run();
        world.pass(Duration.ofMinutes(30));
        world.agree(world.settled());
        assertEquals(0, world.rejects());
        assertEquals(0, world.count(State.UNREAD));
    }

    /** The second page of the ledger is not reached before the process ends. */
    @Test
    void aKillBetweenTwoPagesIsMadeGoodAtTheNextStart() throws InterruptedException {
        settings.backfill = Optional.of(Period.ofDays(700));
        List<Object[]> all = nothingFits();
        world.start().run();
        world.acd.rows.addAll(all);
        settings.recipe = "corrected";
        for (int writes = 1; writes < 8; writes++) {
            int left = writes;
            world.around = store -> new KillTest.Mortal(store, left, left % 2 == 0);
            world.restart();
            assertThrows(KillTest.Killed.class, world::turn);
        }
        world.around = store -> store;
        world.restart();
        world.run();
        world.pass(Duration.ofMinutes(30));
        world.agree(world.settled());
        assertEquals(0, world.count(State.UNREAD));
        assertEquals(0, older().windows());
    }

    @Test
    void theNightlyComparisonAndVerifyBesideItAgree() throws InterruptedException, IOException {
        settings.reconcile = Period.ofDays(10);
        settings.deep = Period.ofDays(10);
        List<Object[]> all = nothingFits();
        world.start().run();
        settings.load = 0.001;
        world.acd.took = Duration.ofMillis(200);
        putRight(all);
        world.run();
        assertTrue(world.count(State.UNREAD) > 0);
        var verifying = new Verifying(world);
        verifying.verify(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 18));
        assertTrue(verifying.all().contains("Nothing is BROKEN."), verifying.all());
        world.pass(Duration.ofHours(30), Duration.ofMinutes(5));
        assertTrue(
                verifying.verify(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 18)).exit() == 0,
                verifying.all());
        assertTrue(verifying.all().contains("Nothing is BROKEN."), verifying.all());
        world.agree(world.settled());
        assertEquals(0, world.count(State.UNREAD));
        assertEquals(0, world.count(State.HELD));
    }
}
