package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.STREAM;
import static io.tidegate.agent.file.DropFixture.T0;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Unit;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Scope;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The life of a dropped file, from found to committed. */
class FileIntakeTest {
    @TempDir Path home;
    private DropFixture f;

    @BeforeEach
    void open() {
        f = new DropFixture(home, CsvSourceBuilder.intervals());
    }

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void aCompleteFileIsTakenOnceAndCommitted() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + row("08:15", 4));
        f.settle();
        assertEquals(State.TAKEN, f.file().state());
        assertEquals(1, f.deliver());
        f.run(Duration.ofMinutes(5));
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(2, f.file().rows());
        assertEquals(Optional.of(Instant.parse("2026-11-20T08:30:00Z")), f.file().to());
        assertEquals(7, f.ingest.sum("offered"));
        assertEquals(0, f.deliver());
        var header = f.ingest.headers().getFirst();
        assertEquals(Mode.UPSERT, header.mode());
        var origin = (Scope.Origin) header.scope();
        assertEquals("a.csv", origin.name());
        assertEquals(T0, origin.modified());
    }

    @Test
    void aFileThatIsStillWrittenToIsNotRead() throws Exception {
        f.writer.begin("a.csv", HEADER + row("08:00", 3));
        for (int i = 0; i < 10; i++) {
            f.run(Duration.ofSeconds(8));
            f.writer.at(T0.plusSeconds(i)).goOn("a.csv", row("09:%02d".formatted(i % 4 * 15), i));
        }
        assertEquals(List.of(), f.files());
        f.settle();
        assertEquals(State.TAKEN, f.file().state());
    }

    @Test
    void aWriterThatPausesInTheMiddleOfARowIsWaitedFor() throws Exception {
        f.writer.begin("a.csv", HEADER + row("08:00", 3) + "1,Sales,2026-11-20T08:15:00Z,1");
        f.run(Duration.ofSeconds(25));
        assertEquals(List.of(), f.files());
        f.writer.goOn("a.csv", "8,18,600\n");
        f.carry();
        assertEquals(21, f.ingest.sum("offered"));
    }

    @Test
    void aFileThatIsTakenWaitsNoLonger() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        do {
            f.clock.advance(Duration.ofSeconds(5));
            f.intake.turn();
        } while (f.states().isEmpty());
        assertEquals(List.of(State.TAKEN), f.states());
        assertEquals(0, f.intake.progress().waitingCount());
    }

    @Test
    void aFileWhoseLastLineHasNoEndIsNamedAndTakenAfterALongerRest() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.at(f.clock.instant()).drop("ne.csv", (HEADER + row("09:00", 12)).stripTrailing());
        f.run(Duration.ofSeconds(55));
        assertEquals(List.of(State.COMMITTED), f.states());
        assertEquals(
                "ne.csv waits: its last line has no end; taken when it has been still for 60 s",
                f.intake.progress().unfinished().orElseThrow());
        f.run(Duration.ofSeconds(15));
        assertEquals(List.of(State.COMMITTED, State.TAKEN), f.states());
        assertEquals(Optional.empty(), f.intake.progress().unfinished());
    }

    @Test
    void anOldFileWhoseLastLineHasNoEndIsTakenAtOnce() throws Exception {
        f.writer
                .at(T0.minus(Duration.ofHours(2)))
                .drop("ne.csv", (HEADER + row("08:00", 3)).stripTrailing());
        f.settle();
        assertEquals(State.TAKEN, f.file().state());
    }

    @Test
    void theTimeOfAFileThatWasSeenToChangeIsNotBelieved() throws Exception {
        f.writer.at(T0.minus(Duration.ofHours(2))).begin("a.csv", HEADER + row("08:00", 3));
        f.run(Duration.ofSeconds(5));
        f.writer.goOn("a.csv", row("08:15", 4).stripTrailing());
        f.run(Duration.ofSeconds(50));
        assertEquals(List.of(), f.files());
        f.run(Duration.ofSeconds(20));
        assertEquals(State.TAKEN, f.file().state());
    }

    @Test
    void aFileWithoutLineEndThatGrowsAfterAllCountsOnce() throws Exception {
        String half = (HEADER + row("08:00", 3)).stripTrailing();
        f.writer.drop("a.csv", half);
        f.run(Duration.ofSeconds(90));
        f.deliver();
        f.writer.at(f.clock.instant()).drop("a.csv", half + "\n" + row("08:15", 4));
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
    }

    @Test
    void binaryRubbishWithoutLineEndIsRefusedAsSoon() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.at(f.clock.instant()).drop("b.csv", "\u0001\u0002\u0003");
        f.writer.at(T0.minus(Duration.ofHours(2))).reserve("c.csv", 100);
        f.run(Duration.ofSeconds(75));
        assertEquals(List.of(State.REFUSED, State.COMMITTED, State.REFUSED), f.states());
    }

    @Test
    void aLastLineThatIsCutIsNotTakenAndInTheEndAPersonIsAsked() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + "1,Sales,2026-11-20T08");
        f.run(Duration.ofMinutes(10));
        assertEquals(List.of(), f.files());
        f.run(Duration.ofMinutes(15));
        assertEquals(State.HELD, f.file().state());
        assertTrue(f.file().reason().contains("last line"), f.file().reason());
    }

    @Test
    void whereRowsAreAppendedAFileWithoutLineEndIsHeldNotTaken() throws Exception {
        f.close();
        f =
                new DropFixture(
                        home.resolve("other"),
                        CsvSourceBuilder.intervals().mode(SourceConfig.CsvMode.APPEND));
        f.writer.drop("b.csv", (HEADER + row("09:00", 12)).stripTrailing());
        f.run(Duration.ofMinutes(14));
        assertEquals(List.of(), f.states());
        assertTrue(f.intake.progress().unfinished().orElseThrow().contains("a person is asked"));
        f.run(Duration.ofMinutes(3));
        assertEquals(List.of(State.HELD), f.states());
        assertTrue(f.file().from().isPresent(), "its days are known");
    }

    @Test
    void aCopyThatIsReservedInAdvanceIsWaitedFor() throws Exception {
        String text = HEADER + row("08:00", 3);
        f.writer.reserve("a.csv", text.length());
        f.run(Duration.ofMinutes(1));
        assertEquals(List.of(), f.files());
        assertEquals("a.csv", f.intake.progress().waiting().getFirst().name());
        f.writer.drop("a.csv", text);
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void aFileThatIsRenamedIntoTheFolderIsTaken() throws Exception {
        f.writer.copyThenRename("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void theSameNameWithNewContentIsANewFile() throws Exception {
        for (int day = 1; day <= 5; day++) {
            f.writer
                    .at(T0.plusSeconds(day))
                    .drop("export.csv", HEADER + row("0" + day + ":00", day));
            f.carry();
        }
        assertEquals(5, f.files().size());
        assertEquals(15, f.ingest.sum("offered"));
    }

    @Test
    void theSameContentUnderAnotherNameIsNotSentAgain() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.at(T0.plusSeconds(60)).drop("copy of a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals("a.csv", Path.of(f.file().path()).getFileName().toString());
        assertEquals(1, f.ingest.headers().size());
        assertEquals("known", f.intake.progress().last().orElseThrow().outcome());
    }

    @Test
    void filesGoInTheOrderInWhichTheyWereWritten() throws Exception {
        f.writer.at(T0.plusSeconds(3)).drop("a.csv", HEADER + row("08:00", 3));
        f.writer.at(T0.plusSeconds(1)).drop("c.csv", HEADER + row("08:00", 1));
        f.writer.at(T0.plusSeconds(1)).drop("b.csv", HEADER + row("08:00", 1) + row("08:15", 1));
        f.carry();
        assertEquals(
                List.of("b.csv", "c.csv", "a.csv"),
                f.ingest.headers().stream().map(h -> ((Scope.Origin) h.scope()).name()).toList());
    }

    @Test
    void aFileThatIsTruncatedAfterItWasTakenIsAnotherFile() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + row("08:15", 4));
        f.carry();
        f.writer.at(T0.plusSeconds(60)).truncate("a.csv", (HEADER + row("08:00", 3)).length());
        f.carry();
        assertEquals(2, f.files().size());
        assertEquals(7, f.ingest.sum("offered"));
    }

    @Test
    void aFileThatGrowsIsTakenAgainAsAWholeAndCountsOnce() throws Exception {
        f.writer.drop("today.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.at(T0.plusSeconds(900)).goOn("today.csv", row("08:15", 4));
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
        assertEquals(2, f.ingest.rows().size());
    }

    @Test
    void onlyRegularFilesThatFitThePatternAreRead() throws Exception {
        f.writer.drop("a.txt", HEADER + row("08:00", 1));
        Files.createDirectory(f.drop.resolve("folder.csv"));
        Path outside = Files.writeString(home.resolve("outside.csv"), HEADER + row("08:00", 1));
        Files.createSymbolicLink(f.drop.resolve("link.csv"), outside);
        f.writer.drop("B.CSV", HEADER + row("08:00", 2));
        f.carry();
        assertEquals(2, f.ingest.sum("offered"));
        assertEquals(1, f.files().size());
    }

    @Test
    void aFolderThatIsAwayIsAStateThatEndsByItself() throws Exception {
        Files.delete(f.drop);
        f.run(Duration.ofMinutes(1));
        String problem = f.intake.progress().obstacle().orElseThrow().why();
        assertTrue(problem.contains("is not there; check source.drops.csv.directory"), problem);
        Files.createDirectory(f.drop);
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(Optional.empty(), f.intake.progress().obstacle());
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void afterARestartNothingIsLostAndNothingDoubled() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.settle();
        f.restart();
        f.settle();
        assertEquals(1, f.deliver());
        f.restart();
        f.settle();
        assertEquals(0, f.deliver());
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void aLostDataFolderWithAllFilesStillThereEndsWithTheSameRows() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.writer.at(T0.plusSeconds(60)).drop("b.csv", HEADER + row("08:00", 5));
        f.carry();
        f.close();
        try (var fresh = new DropFixture(home.resolve("fresh"), CsvSourceBuilder.intervals())) {
            fresh.ingest = f.ingest;
            fresh.writer.at(T0).drop("a.csv", HEADER + row("08:00", 3));
            fresh.writer.at(T0.plusSeconds(60)).drop("b.csv", HEADER + row("08:00", 5));
            fresh.carry();
            assertEquals(5, f.ingest.sum("offered"));
            assertEquals(1, f.ingest.rows().size());
        }
        f = new DropFixture(home.resolve("other"), CsvSourceBuilder.intervals());
    }

    @Test
    void aFullSpoolLeavesFilesInTheFolder() throws Exception {
        f.full = Optional.of("1024 MiB wait to be sent");
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.settle();
        assertEquals(List.of(), f.files());
        assertEquals(
                f.full.map(why -> new FileProgress.Obstacle(why, true)),
                f.intake.progress().obstacle());
        f.full = Optional.empty();
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void aPausedStreamReadsNothingUntilItIsResumed() throws Exception {
        f.run(Duration.ofSeconds(3));
        StreamRecord before = f.store.read(tx -> tx.stream(STREAM)).orElseThrow();
        f.store.change(tx -> tx.putStream(paused(before)));
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.settle();
        assertEquals(List.of(), f.files());
        f.store.change(tx -> tx.putStream(before));
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
    }

    private static StreamRecord paused(StreamRecord s) {
        return new StreamRecord(
                s.name(),
                s.cutBase(),
                s.cutFrom(),
                s.bound(),
                s.shape(),
                Optional.of(new StreamRecord.Pause("local", "by tidegate pause")),
                s.reconciled(),
                s.reconciledDeep(),
                s.lastRead());
    }

    @Test
    void theStreamSaysHowFarItReachesAndWhenItWasRead() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.at(T0.plusSeconds(5)).drop("b.csv", HEADER + row("06:00", 3));
        f.carry();
        StreamRecord stream = f.store.read(tx -> tx.stream(STREAM)).orElseThrow();
        assertEquals(Optional.of(Instant.parse("2026-11-20T08:15:00Z")), stream.bound());
        assertTrue(stream.lastRead().orElseThrow().isAfter(T0));
        assertEquals(2L, f.store.read(tx -> tx.counters(STREAM)).get(Counter.ROWS_READ));
    }

    @Test
    void aFileThatTheIngestLostIsSentAgainFromWhereItLies() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.ingest = new ModelIngest();
        f.store.change(tx -> tx.lost(new Unit.File(STREAM, f.file().sha256())));
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
        assertEquals(State.COMMITTED, f.file().state());
    }

    @Test
    void aLostFileIsFoundByItsBytesUnderAnyNameAndKeepsItsPlaceAmongFiles() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.delete("a.csv");
        f.writer.at(T0.plusSeconds(9_000)).drop("restored.csv", HEADER + row("08:00", 3));
        f.run(Duration.ofMinutes(1));
        f.ingest = new ModelIngest();
        f.store.change(tx -> tx.lost(new Unit.File(STREAM, f.file().sha256())));
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
        assertEquals(T0, ((Scope.Origin) f.ingest.headers().getFirst().scope()).modified());
    }

    @Test
    void aLostFileThatIsNowhereIsReportedAndTakenOnceItIsPutBack() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.delete("a.csv");
        f.ingest = new ModelIngest();
        f.store.change(tx -> tx.lost(new Unit.File(STREAM, f.file().sha256())));
        f.run(Duration.ofMinutes(1));
        assertEquals(State.STALE, f.file().state());
        assertTrue(f.file().reason().contains("put it back"), f.file().reason());
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.run(Duration.ofMinutes(6));
        f.deliver();
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void aFileThatTheIngestRefusedIsTriedAgainWithOtherSettings() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.settle();
        var batch =
                f.store
                        .write(tx -> tx.attempt(STREAM, io.tidegate.protocol.Lane.LIVE))
                        .orElseThrow();
        f.store.change(tx -> tx.setAside(batch, "422"));
        f.run(Duration.ofMinutes(1));
        assertEquals(State.ASIDE, f.file().state());
        f.restart(CsvSourceBuilder.intervals().recipe("r2"));
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void aFileThatIsGoneBeforeItIsTakenLeavesNoTrace() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.run(Duration.ofSeconds(5));
        f.writer.delete("a.csv");
        f.settle();
        assertEquals(List.of(), f.files());
        assertFalse(Files.exists(home.resolve("data/rejects")));
    }
}
