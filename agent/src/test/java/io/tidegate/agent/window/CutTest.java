package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

class CutTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant BASE = at("2026-11-18T23:00:00Z");

    @TempDir Path folder;
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder, TestClock.at("2026-11-20T08:00:00Z"), () -> "one");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void daysLieBeforeTheBaseAndPiecesAfterIt() {
        List<WindowRecord> windows =
                windows(cut(60), "2026-11-17T12:00:00Z", "2026-11-19T01:30:00Z");
        assertEquals(
                List.of(
                        "2026-11-16T23:00:00Z/PT24H",
                        "2026-11-17T23:00:00Z/PT24H",
                        "2026-11-18T23:00:00Z/PT1H",
                        "2026-11-19T00:00:00Z/PT1H",
                        "2026-11-19T01:00:00Z/PT1H"),
                shown(windows));
    }

    @Test
    void theBaseIsTheMidnightBeforeTheLookBack() {
        assertEquals(BASE, Cut.base(BERLIN, at("2026-11-19T09:00:00Z")));
    }

    @Test
    void whatTheLedgerHasStandsAndAChangedSettingFillsAroundIt() {
        put("2026-11-19T02:00:00Z", "2026-11-19T03:00:00Z");
        put("2026-11-19T03:30:00Z", "2026-11-19T03:45:00Z");
        List<WindowRecord> windows =
                windows(cut(120), "2026-11-19T01:00:00Z", "2026-11-19T05:00:00Z");
        assertEquals(
                List.of(
                        "2026-11-19T01:00:00Z/PT1H",
                        "2026-11-19T02:00:00Z/PT1H",
                        "2026-11-19T03:00:00Z/PT30M",
                        "2026-11-19T03:30:00Z/PT15M",
                        "2026-11-19T03:45:00Z/PT1H15M"),
                shown(windows));
        assertEquals(State.READ, windows.get(1).state());
        assertEquals(State.UNREAD, windows.get(2).state());
    }

    @Test
    void aLineThatReachesIntoTheRangeIsNotOverlapped() {
        put("2026-11-18T23:00:00Z", "2026-11-19T02:00:00Z");
        assertEquals(
                List.of("2026-11-18T23:00:00Z/PT3H", "2026-11-19T02:00:00Z/PT15M"),
                shown(windows(cut(15), "2026-11-19T01:30:00Z", "2026-11-19T02:10:00Z")));
    }

    @Test
    void aLineThatEndsWithinAPieceIsNotOverlappedEither() {
        put("2026-11-19T01:00:00Z", "2026-11-19T01:30:00Z");
        assertEquals(
                List.of("2026-11-19T01:30:00Z/PT30M"),
                shown(windows(cut(60), "2026-11-19T01:40:00Z", "2026-11-19T01:50:00Z")));
    }

    @Test
    void aDayThatIsTooLargeIsCutIntoPiecesAndThoseIntoSmallerOnes() {
        Cut cut = cut(60);
        WindowRecord day = windows(cut, "2026-10-24T22:00:00Z", "2026-10-25T01:00:00Z").get(0);
        List<WindowRecord> quarters = cut.pieces(day);
        assertEquals(4, quarters.size());
        assertEquals("2026-10-24T22:00:00Z/PT7H", shown(quarters).get(0));
        List<WindowRecord> hours = cut.pieces(quarters.get(0));
        assertEquals(6, hours.size());
        assertTrue(cut.pieces(cut.pieces(hours.get(0)).get(0)).size() > 1);
    }

    @Test
    void whatWasEncodedOnceIsNeverCut() {
        WindowRecord blank =
                Line.blank("acd1", at("2026-11-19T01:00:00Z"), at("2026-11-19T02:00:00Z"));
        assertEquals(List.of(), cut(60).pieces(Line.of(blank).revision(3).record()));
    }

    @Test
    void intervalsAreNotCutBelowTheirLength() {
        WindowRecord hour =
                Line.blank("acd1", at("2026-11-19T01:00:00Z"), at("2026-11-19T02:00:00Z"));
        Cut cut = new Cut("acd1", BERLIN, Duration.ofHours(1), Duration.ofMinutes(30), BASE);
        assertEquals(List.of(), cut.pieces(hour));
    }

    private void put(String from, String to) {
        WindowRecord line =
                Line.of(Line.blank("acd1", at(from), at(to))).state(State.READ).record();
        store.change(tx -> tx.putWindow(line));
    }

    private List<WindowRecord> windows(Cut cut, String from, String to) {
        return store.read(tx -> cut.windows(tx, at(from), at(to)));
    }

    private static Cut cut(int minutes) {
        return new Cut("acd1", BERLIN, Duration.ofMinutes(minutes), Duration.ofMinutes(1), BASE);
    }

    private static List<String> shown(List<WindowRecord> windows) {
        return windows.stream()
                .map(w -> w.from() + "/" + Duration.between(w.from(), w.to()))
                .toList();
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
