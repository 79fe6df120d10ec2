package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.window.Judge.Scope;
import io.tidegate.protocol.WindowHash;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules for windows that are held or gone, to their last row. */
class JudgeTest {
    private static final Instant T0 = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant LONG_AGO = T0.minus(Duration.ofDays(1));
    private static final Instant LATER = T0.plus(Duration.ofDays(1));
    private static final PassTally.Limits LIMITS =
            new PassTally.Limits(0.5, 0.01, Optional.empty(), "", false);

    private static final Older NOTHING_KNOWN = (_, _) -> new Older.Seen(Optional.empty(), false);

    private static WindowRecord blank(int hour) {
        return Line.blank(
                "acd1", T0.plus(Duration.ofHours(hour)), T0.plus(Duration.ofHours(hour + 1)));
    }

    private static WindowRecord known(int hour, State state, long rows) {
        return known(hour, state, rows, rows);
    }

    private static WindowRecord known(int hour, State state, long rows, long offered) {
        return Line.of(blank(hour)).state(state).content(found(rows, offered, 0), 0).record();
    }

    private static Found found(long rows) {
        return found(rows, rows, 0);
    }

    private static Found found(long rows, long offered, int rejected) {
        return found(rows, offered, rejected, rows, offered);
    }

    private static Found found(
            long rows, long offered, int rejected, long knownRows, long knownOffered) {
        return new Found(
                hash(rows),
                offered,
                rejected,
                Found.Spans.NONE,
                List.of(),
                new Found.Known(knownRows, knownOffered, LATER));
    }

    private static WindowHash hash(long rows) {
        return rows == 0 ? WindowHash.EMPTY : WindowHash.of(rows, "%064x".formatted(rows));
    }

    private static Verdict alone(WindowRecord line, Found found) {
        return judge(List.of(line), List.of(found), Scope.PASS, LONG_AGO).getFirst();
    }

    private static List<Verdict> judge(
            List<WindowRecord> lines, List<Found> found, Scope scope, Instant lookBackFrom) {
        var judge =
                new Judge(
                        LIMITS,
                        new PassTally(LIMITS),
                        scope,
                        lookBackFrom,
                        new Approvals(LIMITS),
                        NOTHING_KNOWN);
        judge.weigh(lines, found);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            verdicts.add(judge.verdict(lines.get(i), found.get(i)));
        }
        return verdicts;
    }

    @Test
    void anUnchangedWindowIsNotSentAndAChangedOneIs() {
        assertEquals(new Verdict.Same(), alone(known(0, State.READ, 7), found(7)));
        assertEquals(new Verdict.Send(), alone(known(0, State.READ, 7), found(8)));
        assertEquals(new Verdict.Send(), alone(known(0, State.STALE, 7), found(7)));
        assertEquals(new Verdict.Send(), alone(blank(0), found(7)));
    }

    @Test
    void aWindowThatWasNeverSentAndIsEmptyNeedsNoBatch() {
        assertEquals(new Verdict.Same(), alone(blank(0), found(0)));
        assertEquals(new Verdict.Same(), alone(blank(0), found(0, 0, 19)));
        assertInstanceOf(Verdict.Held.class, alone(blank(0), found(0, 0, 20)));
    }

    @Test
    void aPassThatFindsNothingAtAllIsHeldHoweverSmallTheStream() {
        List<WindowRecord> lines = List.of(known(0, State.READ, 4), known(1, State.READ, 6));
        List<Found> nothing = List.of(found(0), found(0));
        assertEquals(
                List.of(
                        new Verdict.Held("lost all 10 rows in one pass"),
                        new Verdict.Held("lost all 10 rows in one pass")),
                judge(lines, nothing, Scope.PASS, LONG_AGO));
        assertEquals(
                List.of(new Verdict.Send(), new Verdict.Same()),
                judge(lines, List.of(found(0), found(6)), Scope.PASS, LONG_AGO));
        assertEquals(
                List.of(new Verdict.Doubtful(), new Verdict.Doubtful()),
                judge(lines, nothing, Scope.GLIMPSE, LONG_AGO));
        assertEquals(new Verdict.Send(), alone(known(0, State.READ, 9), found(0)));
    }

    @Test
    void aPassInWhichNothingIsOfferedAnyMoreIsHeldHoweverSmallTheStream() {
        List<WindowRecord> lines = List.of(known(0, State.READ, 4, 8), known(1, State.READ, 4, 2));
        assertEquals(
                List.of(
                        new Verdict.Held("lost all 10 offered in one pass"),
                        new Verdict.Held("lost all 10 offered in one pass")),
                judge(lines, List.of(found(5, 0, 0), found(5, 0, 0)), Scope.PASS, LONG_AGO));
    }

    @Test
    void upToAHundredRowsOrHalfOfThemMayGo() {
        assertEquals(new Verdict.Send(), alone(known(0, State.READ, 101), found(1)));
        assertInstanceOf(Verdict.Held.class, alone(known(0, State.READ, 102), found(1)));
        assertEquals(new Verdict.Send(), alone(known(0, State.READ, 300), found(150)));
        assertInstanceOf(Verdict.Held.class, alone(known(0, State.READ, 300), found(149)));
    }

    @Test
    void theSumOfOfferedCountsLikeTheRows() {
        WindowRecord line = known(0, State.READ, 10, 1_000);
        assertEquals(new Verdict.Send(), alone(line, found(9, 500, 0)));
        assertInstanceOf(Verdict.Held.class, alone(line, found(9, 499, 0)));
    }

    @Test
    void rejectsHoldFromTwentyOnAndAboveTheirShare() {
        WindowRecord line = known(0, State.READ, 100);
        assertEquals(new Verdict.Send(), alone(line, found(99, 99, 19)));
        assertInstanceOf(Verdict.Held.class, alone(line, found(99, 99, 20)));
        assertEquals(
                new Verdict.Send(), alone(known(0, State.READ, 5_000), found(4_950, 4_950, 50)));
        assertInstanceOf(
                Verdict.Held.class, alone(known(0, State.READ, 5_000), found(4_900, 4_900, 51)));
    }

    @Test
    void manyWindowsThatEachLoseALittleAreHeldTogetherAndTheOthersGoOn() {
        List<WindowRecord> lines = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lines.add(known(i, State.READ, 20));
            found.add(found(i < 8 ? 2 : 25));
        }
        List<Verdict> verdicts = judge(lines, found, Scope.PASS, LONG_AGO);
        assertTrue(verdicts.subList(0, 8).stream().allMatch(v -> v instanceof Verdict.Held));
        assertEquals(List.of(new Verdict.Send(), new Verdict.Send()), verdicts.subList(8, 10));
    }

    @Test
    void beyondTheLookBackAnEmptyReadIsGoneHoweverFewRowsThereWere() {
        assertEquals(
                List.of(new Verdict.Gone()),
                judge(List.of(known(0, State.READ, 1)), List.of(found(0)), Scope.PASS, LATER));
        assertEquals(
                List.of(new Verdict.Gone()),
                judge(List.of(known(0, State.STALE, 1)), List.of(found(0)), Scope.PASS, LATER));
    }

    @Test
    void whatIsGoneDoesNotHoldWhatIsThere() {
        List<WindowRecord> lines = List.of(known(0, State.READ, 900), known(30, State.READ, 900));
        assertEquals(
                List.of(new Verdict.Gone(), new Verdict.Send()),
                judge(lines, List.of(found(0), found(899)), Scope.PASS, T0.plusSeconds(7_200)));
    }

    @Test
    void aPersonsYesSendsAndANoStands() {
        assertEquals(new Verdict.Send(), alone(accepted(500, 0), found(0)));
        WindowRecord kept = Line.of(known(0, State.READ, 500)).kept(Optional.of(hash(3))).record();
        assertEquals(new Verdict.Same(), alone(kept, found(3)));
        assertInstanceOf(Verdict.Held.class, alone(kept, found(2)));
    }

    /** A window of so many rows that was held, of which a person has said yes to what was found. */
    private static WindowRecord accepted(long rows, long found) {
        WindowRecord held =
                Line.of(known(0, State.READ, rows)).state(State.HELD, found(found), "why").record();
        return Line.of(held).accept().record();
    }

    @Test
    void aYesIsToWhatWasFoundThenAndNotToAllThatGoesLater() {
        assertEquals(new Verdict.Send(), alone(accepted(500, 200), found(100)));
        assertEquals(
                new Verdict.Held("200 rows were accepted, and 99 are left"),
                alone(accepted(500, 200), found(99)));
        assertEquals(new Verdict.Gone(), late(accepted(500, 200), found(0), Scope.PASS));
    }

    /** As many rows as are stored, or more, need not be those that were kept. */
    @Test
    void whatChangesAfterANoIsAskedAboutAgainHoweverManyRowsThereAre() {
        WindowRecord kept = Line.of(known(0, State.READ, 8)).kept(Optional.of(hash(0))).record();
        for (Scope scope : Scope.values()) {
            for (long rows : new long[] {1, 7, 9}) {
                long old = Math.min(rows, 2);
                assertInstanceOf(
                        Verdict.Held.class,
                        judge(
                                        List.of(kept),
                                        List.of(found(rows, rows, 0, old, old)),
                                        scope,
                                        LONG_AGO)
                                .getFirst());
            }
            assertEquals(
                    List.of(new Verdict.Same()),
                    judge(List.of(kept), List.of(found(8)), scope, LONG_AGO));
        }
        assertEquals(new Verdict.Send(), alone(kept, found(9)), "whole again, and one more");
    }

    @Test
    void besideWindowsThatWereSweptNewRowsDoNotTakeThePlaceOfOthers() {
        List<WindowRecord> lines =
                List.of(known(0, State.READ, 6), known(1, State.READ, 6), known(2, State.READ, 5));
        assertTrue(
                judge(lines, List.of(found(0), found(0), found(6)), Scope.PASS, LONG_AGO).stream()
                        .allMatch(v -> v instanceof Verdict.Held));
    }

    /** What has come since it was read does not count: of what was there, all is gone. */
    @Test
    void newRowsOfThePresentHourDoNotHideThatTheOldOnesAreGone() {
        WindowRecord hour = known(0, State.READ, 26);
        assertInstanceOf(Verdict.Held.class, alone(hour, found(40, 40, 0, 0, 0)));
        assertEquals(new Verdict.Send(), alone(hour, found(40, 40, 0, 25, 25)));
        WindowRecord held = Line.of(hour).state(State.HELD, found(0), "why").record();
        assertInstanceOf(Verdict.Held.class, alone(held, found(40, 40, 0, 0, 0)));
        assertEquals(new Verdict.Send(), alone(held, found(40, 40, 0, 26, 26)));
    }

    /** Nine sums are the calls of nine hours. */
    @Test
    void sweptIntervalsAreReckonedByWhatTheyOffered() {
        List<WindowRecord> lines = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            lines.add(known(hour, State.READ, 1, 10));
            found.add(hour < 15 ? found(1, 10, 0) : found(0));
        }
        List<Verdict> verdicts = judge(lines, found, Scope.PASS, LONG_AGO);
        assertTrue(verdicts.subList(15, 24).stream().allMatch(v -> v instanceof Verdict.Held));
    }

    @Test
    void intervalsThatOfferedNothingDoNotHideThatThoseAroundThemAreSwept() {
        List<WindowRecord> lines = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        long[] offered = {5, 4, 0, 3, 0};
        for (int i = 0; i < offered.length; i++) {
            lines.add(known(i, State.READ, 4, offered[i]));
            found.add(found(0));
        }
        lines.add(known(6, State.READ, 4, 60));
        found.add(found(5, 61, 0));
        List<Verdict> verdicts = judge(lines, found, Scope.PASS, LONG_AGO);
        for (int i : new int[] {0, 1, 3, 5}) {
            assertInstanceOf(Verdict.Held.class, verdicts.get(i), "window " + i);
        }
    }

    /** Ten queues have 960 sums a day, however many contacts are in them. */
    @Test
    void badContactsAreHeldAgainstContactsAndNotAgainstTheirSums() {
        var sums = new PassTally.Limits(0.5, 0.01, Optional.empty(), "", true);
        WindowRecord line = known(0, State.READ, 960, 200_000);
        Found few = found(959, 199_980, 20);
        assertEquals(new Verdict.Send(), alone(sums, line, few));
        assertInstanceOf(Verdict.Held.class, alone(LIMITS, line, few));
        assertInstanceOf(Verdict.Held.class, alone(sums, line, found(959, 197_000, 3_000)));
    }

    private static Verdict alone(PassTally.Limits limits, WindowRecord line, Found found) {
        var judge =
                new Judge(
                        limits,
                        new PassTally(limits),
                        Scope.PASS,
                        LONG_AGO,
                        new Approvals(limits),
                        NOTHING_KNOWN);
        return judge.weigh(List.of(line), List.of(found)).verdict(line, found);
    }

    @Test
    void heldStaysHeldWhileItLacksThatMuchThoughThePassIsWhole() {
        WindowRecord held =
                Line.of(known(0, State.READ, 60)).state(State.HELD, found(3), "why").record();
        assertEquals(new Verdict.Held("why"), alone(held, found(4)));
        assertEquals(new Verdict.Same(), alone(held, found(60)));
        assertEquals(new Verdict.Send(), alone(held, found(59)));
    }

    @Test
    void beyondTheLookBackOnlyAHealthyReadLetsGoWhatWasHeldReimportedOrNot() {
        WindowRecord held =
                Line.of(known(0, State.READ, 400)).state(State.HELD, found(3), "why").record();
        WindowRecord again = Line.of(held).stale().record();
        for (Scope scope : Scope.values()) {
            for (WindowRecord line : List.of(held, again)) {
                assertEquals(new Verdict.Held("why"), late(line, found(395), scope));
                assertEquals(
                        new Verdict.Send(), late(Line.of(line).accept().record(), found(3), scope));
            }
            assertEquals(new Verdict.Same(), late(held, found(400), scope));
            assertEquals(new Verdict.Send(), late(again, found(400), scope));
        }
        assertEquals(new Verdict.Send(), late(held, found(396), Scope.PASS));
    }

    private static Verdict late(WindowRecord line, Found found, Scope scope) {
        return judge(List.of(line), List.of(found), scope, LATER).getFirst();
    }

    @Test
    void nextToWhatIsGoneOneInAHundredMayGo() {
        assertInstanceOf(Verdict.Held.class, after(State.GONE, LIMITS, 197));
        assertEquals(new Verdict.Send(), after(State.GONE, LIMITS, 198));
        assertEquals(new Verdict.Send(), after(State.READ, LIMITS, 150));
    }

    /** A reimport is what is advised after a change of settings: a purge goes on meanwhile. */
    @Test
    void nextToWhatIsGoneThatHoldsUnderNewSettingsToo() {
        var others = new PassTally.Limits(0.5, 0.01, Optional.empty(), "new", false);
        assertInstanceOf(Verdict.Held.class, after(State.GONE, others, 110));
    }

    @Test
    void nextToWhatIsGoneNoneMayGoIfTheQueryNamesTheClock() {
        var own = new PassTally.Limits(0.5, 0.01, Optional.of("now()"), "", false);
        assertInstanceOf(Verdict.Held.class, after(State.GONE, own, 199));
        assertEquals(new Verdict.Send(), after(State.READ, own, 150));
    }

    /** What comes of a window of 200 rows behind one in that state. */
    private static Verdict after(State before, PassTally.Limits limits, long rows) {
        Older older = (_, _) -> new Older.Seen(Optional.of(known(0, before, 9)), false);
        WindowRecord line =
                Line.of(known(1, State.READ, 200))
                        .read(found(200), T0, "old")
                        .state(State.READ)
                        .record();
        var judge =
                new Judge(
                        limits,
                        new PassTally(limits),
                        Scope.PASS,
                        LATER,
                        new Approvals(limits),
                        older);
        return judge.weigh(List.of(line), List.of(found(rows))).verdict(line, found(rows));
    }

    @Test
    void aGlimpseLeavesALossToAWholePassUnlessOneHasSeenIt() {
        WindowRecord line = known(0, State.READ, 4);
        assertEquals(
                List.of(new Verdict.Doubtful()),
                judge(List.of(line), List.of(found(1)), Scope.GLIMPSE, LONG_AGO));
        var approvals = new Approvals(LIMITS);
        approvals.approve(line, found(1));
        var judge =
                new Judge(
                        LIMITS,
                        new PassTally(LIMITS),
                        Scope.GLIMPSE,
                        LONG_AGO,
                        approvals,
                        NOTHING_KNOWN);
        judge.weigh(List.of(line), List.of(found(1)));
        assertEquals(new Verdict.Send(), judge.verdict(line, found(1)));
        assertEquals(new Verdict.Doubtful(), judge.verdict(line, found(0)));
    }
}
