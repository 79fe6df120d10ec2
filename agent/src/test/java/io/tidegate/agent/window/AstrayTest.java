package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;

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
}
