package io.tidegate.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.control.TestSources;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.status.Snapshot.Matter;
import io.tidegate.agent.status.Snapshot.Matters;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.WindowHash;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What waits for a person, as it is told. */
class OpenMattersTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

    @TempDir Path folder;
    private Store store;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder, TestClock.at("2026-11-21T08:00:00Z"), () -> "instance-1");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Matters of(SourceConfig source) {
        return store.read(tx -> OpenMatters.of(tx, source));
    }

    private Matters windows() {
        return of(TestSources.sql("acd1"));
    }

    private void hours(LocalDate day, int from, int to, State state, String reason) {
        Instant midnight = day.atStartOfDay(TestSources.ZONE).toInstant();
        for (int hour = from; hour < to; hour++) {
            Instant at = midnight.plusSeconds(hour * 3600L);
            String why = reason.replace("N", String.valueOf(hour + 100));
            store.change(tx -> tx.putWindow(window(at, state, why)));
        }
    }

    private static WindowRecord window(Instant from, State state, String reason) {
        return new WindowRecord(
                "acd1",
                from,
                from.plusSeconds(3600),
                state,
                Optional.of(WindowHash.of(200, "ab".repeat(32))),
                200,
                3,
                3,
                0,
                false,
                "recipe",
                Optional.of(from),
                Optional.of(WindowHash.of(2, "cd".repeat(32))),
                Optional.empty(),
                false,
                reason);
    }

    @Test
    void heldHoursOfOneReasonAreOneLineOfLocalDaysWithTheCommandsToPaste() {
        hours(DAY, 0, 24, State.HELD, "lost N of 200 rows");
        hours(DAY.plusDays(1), 0, 24, State.HELD, "lost N of 200 rows");
        assertEquals(
                List.of(
                        new Matter(
                                Matter.Kind.HELD,
                                "2026-11-01 to 2026-11-02",
                                48,
                                "lost 100 of 200 rows, others alike (9,600 rows stored, 96 found)",
                                List.of(
                                        "tidegate keep acd1 --from 2026-11-01 --to 2026-11-02",
                                        "tidegate accept acd1 --from 2026-11-01 --to 2026-11-02"),
                                "keep leaves what the cloud has, accept puts what was found in its"
                                        + " place.")),
                windows().first());
    }

    @Test
    void ofWindowsWithRejectedRowsTheseAreCounted() {
        WindowRecord w = window(DAY.atStartOfDay(TestSources.ZONE).toInstant(), State.HELD, "bad");
        var range =
                DayRange.fold(
                                List.of(
                                        new WindowRecord(
                                                w.stream(),
                                                w.from(),
                                                w.to(),
                                                w.state(),
                                                Optional.empty(),
                                                0,
                                                0,
                                                0,
                                                96,
                                                false,
                                                w.recipe(),
                                                w.lastRead(),
                                                Optional.of(WindowHash.of(0, "cd".repeat(32))),
                                                Optional.empty(),
                                                false,
                                                w.reason())),
                                TestSources.ZONE)
                        .getFirst();
        assertEquals("0 rows stored, 96 rejected, 0 good ones found", range.rows());
    }

    @Test
    void otherReasonsAndDaysFurtherAwayAreLinesOfTheirOwn() {
        hours(DAY, 0, 2, State.HELD, "lost much");
        hours(DAY, 2, 3, State.HELD, "rejected much");
        hours(DAY, 3, 4, State.HELD, "lost much");
        hours(DAY.plusDays(2), 0, 1, State.HELD, "lost much");
        assertEquals(
                List.of("2026-11-01: 3", "2026-11-01: 1", "2026-11-03: 1"),
                windows().first().stream().map(m -> m.what() + ": " + m.count()).toList());
    }

    @Test
    void whatIsNotToldIsCounted() {
        for (int day = 0; day < 44; day += 2) {
            hours(DAY.plusDays(day), 0, 3, State.HELD, "lost much");
        }
        Matters all = windows();
        assertEquals(20, all.first().size());
        assertEquals(66, all.count(Matter.Kind.HELD));
    }

    @Test
    void windowsThatAreGoneAreToldWithTheirDaysAndWhatEachWordWouldDo() {
        hours(DAY, 0, 6, State.GONE, "");
        Matter gone = windows().first().getFirst();
        assertEquals(6, windows().count(Matter.Kind.GONE));
        assertEquals("2026-11-01", gone.what());
        assertEquals(
                "tidegate keep acd1 --from 2026-11-01 --to 2026-11-01", gone.commands().getFirst());
        assertEquals("keep confirms them, accept empties them in the cloud too.", gone.hint());
    }

    @Test
    void aCommandForHeldDaysThatWouldEmptyGoneWindowsTooSaysSo() {
        hours(DAY, 0, 6, State.GONE, "");
        hours(DAY, 6, 7, State.HELD, "lost much");
        hours(DAY.plusDays(5), 6, 7, State.HELD, "lost much");
        List<Matter> told = windows().first();
        assertTrue(told.get(0).hint().contains("accept also empties"), told.toString());
        assertFalse(told.get(1).hint().contains("also"), told.toString());
        assertTrue(told.get(2).hint().contains("takes the held windows"), told.toString());
    }

    private void others(int from, int to, String recipe, long rows, State state) {
        for (int day = from; day < to; day++) {
            Instant at = DAY.plusDays(day).atStartOfDay(TestSources.ZONE).toInstant();
            WindowRecord w = window(at, State.STALE, "");
            store.change(
                    tx ->
                            tx.putWindow(
                                    new WindowRecord(
                                            w.stream(),
                                            w.from(),
                                            w.to(),
                                            state,
                                            Optional.of(WindowHash.of(rows, "ab".repeat(32))),
                                            rows,
                                            rows == 0 ? 0 : 3,
                                            rows == 0 ? 0 : 3,
                                            0,
                                            false,
                                            recipe,
                                            w.lastRead(),
                                            Optional.empty(),
                                            Optional.empty(),
                                            false,
                                            "")));
        }
    }

    @Test
    void windowsOfOlderSettingsAreToldWithTheLineThatReadsThemAnew() {
        String now = TestSources.sql("acd1").recipe();
        others(0, 3, "older", 7, State.READ);
        others(3, 5, "older", 0, State.READ); // A weekend, of which nobody knows what it holds now.
        others(5, 6, "oldest", 7, State.READ);
        others(6, 8, now, 7, State.READ);
        others(8, 9, "older", 7, State.READ);
        others(10, 12, "older", 7, State.STALE);
        others(12, 15, "older", 7, State.GONE);
        List<Matter> told = windows().first().stream().filter(OpenMattersTest::isOld).toList();
        assertEquals(12, windows().count(Matter.Kind.OUTDATED));
        assertEquals(
                List.of(
                        "tidegate reimport acd1 --from 2026-11-01 --to 2026-11-06",
                        "tidegate reimport acd1 --from 2026-11-09 --to 2026-11-09"),
                told.stream().flatMap(m -> m.commands().stream()).toList());
        assertEquals(
                List.of(
                        "6 2026-11-01 to 2026-11-06: made under settings that have changed since",
                        "1 2026-11-09: made under settings that have changed since",
                        "2 2026-11-11 to 2026-11-12: being read anew",
                        "3 2026-11-13 to 2026-11-15: gone at the source, or older than it keeps its"
                                + " rows: they keep what they meant"),
                told.stream().map(m -> m.count() + " " + m.what() + ": " + m.reason()).toList());
    }

    @Test
    void whereNothingIsOfOlderSettingsNothingIsTold() {
        others(0, 3, TestSources.sql("acd1").recipe(), 7, State.READ);
        others(3, 5, "", 7, State.READ);
        others(5, 6, "older", 0, State.READ);
        assertEquals(0, windows().count(Matter.Kind.OUTDATED));
        assertEquals(List.of(), windows().first());
    }

    @Test
    void manyWindowsOfOlderSettingsAreOneLine() {
        others(0, 1_500, "older", 7, State.READ);
        assertEquals(1_500, windows().count(Matter.Kind.OUTDATED));
        assertEquals(1, windows().first().size());
    }

    private static boolean isOld(Matter matter) {
        return matter.kind() == Matter.Kind.OUTDATED;
    }

    private void file(String name, FileRecord.State state, int rejected) {
        store.change(
                tx ->
                        tx.putFile(
                                new FileRecord(
                                        "files",
                                        name.repeat(64),
                                        folder.resolve(name + ".csv").toString(),
                                        3,
                                        Instant.EPOCH,
                                        state,
                                        0,
                                        10,
                                        rejected,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        "because")));
    }

    @Test
    void refusedFilesStandApartFromHeldOnesAndAcceptIsOfferedOnlyWhereItHelps() {
        file("a", FileRecord.State.HELD, 0);
        file("b", FileRecord.State.REFUSED, 0);
        file("c", FileRecord.State.REFUSED, 30);
        Matters files = of(TestSources.csv("files", folder));
        assertEquals(
                Map.of(
                        Matter.Kind.HELD,
                        1L,
                        Matter.Kind.REFUSED,
                        2L,
                        Matter.Kind.ASIDE,
                        0L,
                        Matter.Kind.MISSING,
                        0L),
                files.counts());
        List<String> both = List.of("tidegate accept files", "tidegate keep files");
        assertEquals(
                List.of(both, List.of("tidegate keep files"), both),
                files.first().stream().map(Matter::commands).toList());
        assertEquals(
                List.of("a.csv", "b.csv", "c.csv"),
                files.first().stream().map(Matter::what).toList());
        assertTrue(files.first().get(1).hint().contains("drop it again"));
    }
}
