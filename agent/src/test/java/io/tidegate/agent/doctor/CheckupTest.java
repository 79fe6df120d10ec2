package io.tidegate.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Steps come to an end in time whatever they do. */
@Timeout(30)
class CheckupTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch never = new CountDownLatch(1);

    private static List<String> run(Clock clock, List<List<Step>> rows) throws Exception {
        var told = new ArrayList<String>();
        new Checkup(clock, Duration.ofMinutes(1))
                .run(rows, p -> told.add(p.place() + " " + p.finding().what()));
        return told;
    }

    private static Step step(String place, boolean needed, Step.Look look) {
        return new Step(place, "a look", LONG, needed, look);
    }

    private static Step fine(String place) {
        return step(place, false, out -> out.accept(Finding.ok("fine")));
    }

    @Test
    void whatIsFoundIsToldInOrderAlthoughRowsRunSideBySide() throws Exception {
        var second = new CountDownLatch(1);
        Step waits =
                step(
                        "a",
                        false,
                        out -> {
                            second.await();
                            out.accept(Finding.ok("late"));
                        });
        Step wakes =
                step(
                        "b",
                        false,
                        out -> {
                            out.accept(Finding.ok("early"));
                            second.countDown();
                        });
        assertEquals(
                List.of("a late", "a fine", "b early"),
                run(Clock.system(), List.of(List.of(waits, fine("a")), List.of(wakes))));
    }

    @Test
    void whatHangsIsSaidToHangAndTheOthersGoOn() throws Exception {
        Step hangs = new Step("a", "a look", SHORT, false, _ -> never.await());
        assertEquals(
                List.of("a a look hangs: no end within 0 s", "b fine"),
                run(Clock.system(), List.of(List.of(hangs, fine("b")))));
    }

    @Test
    void whatMayTakeLongerIsNoFault() throws Exception {
        Step late =
                new Step(
                        "a",
                        "a count",
                        SHORT,
                        false,
                        Optional.of(Finding.ok("not counted")),
                        _ -> never.await());
        assertEquals(List.of("a not counted"), run(Clock.system(), List.of(List.of(late))));
    }

    @Test
    void whatIsNeededAndFailsEndsItsRow() throws Exception {
        Step fails = step("a", true, out -> out.accept(Finding.fail("broken", "mend it")));
        assertEquals(
                List.of("a broken", "c fine"),
                run(Clock.system(), List.of(List.of(fails, fine("b")), List.of(fine("c")))));
    }

    @Test
    void anErrorInTheProgramIsALineLikeAnyOther() throws Exception {
        Step fails =
                step(
                        "a",
                        false,
                        _ -> {
                            throw new IllegalStateException("hush-hush");
                        });
        assertEquals(
                List.of("a a look could not be carried out (IllegalStateException)"),
                run(Clock.system(), List.of(List.of(fails))));
    }

    @Test
    void whenTheTimeOfTheWholeIsUsedUpTheRestIsSaidNotToBeTried() throws Exception {
        var clock = TestClock.at("2026-11-20T10:00:00Z");
        Step takesAll = step("a", false, _ -> clock.advance(Duration.ofMinutes(2)));
        List<String> told = run(clock, List.of(List.of(takesAll, fine("b"))));
        assertEquals(1, told.size());
        assertTrue(told.getFirst().startsWith("b a look was not tried"), told.toString());
    }

    @Test
    void linesAreFoldedAndThoseToPasteAreNot() {
        String word = "word ".repeat(30).strip();
        var lines =
                Report.lines(
                        new Placed(
                                "source a",
                                Finding.warn(word + "\u001b", "do it").with(List.of(word))));
        assertEquals("warn  source a: word", lines.getFirst().substring(0, 20));
        assertEquals("      word", lines.get(1).substring(0, 10));
        assertEquals("      -> do it", lines.get(2));
        assertEquals("         " + word, lines.get(3));
        assertTrue(lines.subList(0, 3).stream().allMatch(l -> l.length() <= 100), lines.toString());
    }
}
