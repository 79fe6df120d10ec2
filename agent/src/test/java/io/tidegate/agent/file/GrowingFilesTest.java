package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.STREAM;
import static io.tidegate.agent.file.DropFixture.T0;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.protocol.Scope;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A file that is appended to all day is one file, whose newest version counts. */
class GrowingFilesTest {
    private static final String CALLS = "queueidentifier,queuename,timestamp,answered,duration\n";

    @TempDir Path home;
    private DropFixture f;
    private String log = CALLS;
    private int second;

    private void open(CsvSourceBuilder source) {
        f = new DropFixture(home, source.growing());
    }

    private void calls() {
        open(CsvSourceBuilder.contacts().mode(CsvMode.APPEND));
    }

    @AfterEach
    void close() {
        f.close();
    }

    private static String call(int minute) {
        return "1,Sales,2026-11-20T08:%02d:00Z,1,60\n".formatted(minute);
    }

    /** Writes what is to stand there now, a second later. */
    private void writes(String text) {
        log = text;
        f.writer.at(T0.plusSeconds(++second)).drop("log.csv", log);
    }

    private void grows(String text) {
        writes(log + text);
    }

    private void carries() throws Exception {
        f.run(Duration.ofSeconds(5));
        f.deliver();
        f.run(Duration.ofSeconds(5));
    }

    private int rows() {
        return f.ingest.rows().size();
    }

    @Test
    void eachVersionReplacesTheOneBeforeAndNothingCountsTwice() throws Exception {
        calls();
        for (int minute = 0; minute < 10; minute++) {
            grows(call(minute));
            carries();
            assertEquals(minute + 1, rows());
        }
        assertEquals(1, f.files().size(), "one origin");
        assertEquals(State.COMMITTED, f.file().state());
    }

    @Test
    void aRowThatIsHalfWrittenWaitsAndIsNoReject() throws Exception {
        calls();
        grows(call(0) + call(1) + "1,Sales,2026-11-20T08:02");
        carries();
        assertEquals(2, rows());
        grows(":00Z,1,6");
        carries();
        assertEquals(2, rows());
        grows("0\n");
        carries();
        assertEquals(3, rows());
        assertTrue(f.rejects().isEmpty());
    }

    @Test
    void aLineEndWithinQuotesIsNoEndOfARow() throws Exception {
        calls();
        grows(call(0) + "1,\"Sales\n");
        f.run(Duration.ofMinutes(1));
        assertTrue(f.rejects().isEmpty());
        grows("and more\",2026-11-20T08:02:00Z,1,60\n");
        f.run(Duration.ofMinutes(6));
        f.deliver();
        assertEquals(2, rows());
        assertTrue(f.rejects().isEmpty());
    }

    @Test
    void whatHasNotGrownIsNotSentAgainNotEvenAfterARestart() throws Exception {
        calls();
        grows(call(0) + call(1) + "1,Sa");
        carries();
        long received = f.ingest.received();
        f.restart();
        carries();
        f.run(Duration.ofMinutes(5));
        f.deliver();
        assertEquals(received, f.ingest.received());
        grows("les,2026-11-20T08:02:00Z,1,60\n");
        carries();
        assertEquals(3, rows());
    }

    @Test
    void aRotatedFileIsAnotherOne() throws Exception {
        calls();
        grows(call(0) + call(1));
        carries();
        writes(CALLS + call(30));
        carries();
        assertEquals(3, rows());
        grows(call(31));
        carries();
        assertEquals(4, rows());
        assertEquals(2, f.files().size());
    }

    @Test
    void aFileThatWasMovedAwayInARotationIsKnown() throws Exception {
        calls();
        grows(call(0) + call(1));
        carries();
        Files.move(f.writer.path("log.csv"), f.writer.path("log-1.csv"));
        writes(CALLS + call(30));
        carries();
        carries();
        assertEquals(3, rows());
    }

    @Test
    void aRewrittenBeginningWhoseTimesReachBackIsAskedAbout() throws Exception {
        calls();
        grows(call(0) + call(1));
        carries();
        writes(CALLS + call(1) + call(0) + call(2));
        carries();
        assertEquals(2, rows());
        FileRecord held = held();
        assertTrue(held.reason().contains("keep what is stored"), held.reason());
        writes(CALLS + call(1) + call(2));
        carries();
        assertEquals(2, rows(), "another beginning changes nothing");
        grows(call(3));
        carries();
        assertEquals(2, rows(), "it grows and is still held");
        f.accept(held());
        carries();
        assertEquals(5, rows(), "a person said that all of it is new");
    }

    private FileRecord held() {
        return f.files().stream().filter(r -> r.state() == State.HELD).findFirst().orElseThrow();
    }

    @Test
    void intervalsOfARewrittenFileCountAsItsNewestVersionSays() throws Exception {
        open(CsvSourceBuilder.intervals());
        log = DropFixture.HEADER;
        grows(DropFixture.row("08:00", 3));
        carries();
        grows(DropFixture.row("08:15", 4));
        carries();
        assertEquals(7, f.ingest.sum("offered"));
        writes(DropFixture.HEADER + DropFixture.row("08:15", 5) + DropFixture.row("08:30", 1));
        carries();
        assertEquals(9, f.ingest.sum("offered"));
    }

    @Test
    void aLostDataFolderFindsTheFileThatHasGrownAndDoublesNothing() throws Exception {
        calls();
        grows(call(0));
        carries();
        grows(call(1));
        carries();
        Scope.Origin stored = (Scope.Origin) f.ingest.headers().getLast().scope();
        f.close();
        Files.move(home.resolve("data"), home.resolve("lost"));
        var ingest = f.ingest;
        calls();
        f.ingest = ingest;
        f.store.change(tx -> tx.putFile(adopted(stored)));
        f.store.change(tx -> tx.raiseRevision(STREAM, stored.revision()));
        grows(call(2));
        carries();
        assertEquals(3, rows());
        assertEquals(1, f.files().size());
    }

    /** As the comparison with the ingest writes it: neither path nor size is known. */
    private static FileRecord adopted(Scope.Origin o) {
        return new FileRecord(
                STREAM,
                o.sha256(),
                o.name(),
                0,
                o.modified(),
                State.COMMITTED,
                o.revision(),
                2,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.EPOCH),
                false,
                "");
    }

    @Test
    void aVersionWaitsUntilTheOneBeforeIsSettled() throws Exception {
        calls();
        grows(call(0));
        f.run(Duration.ofSeconds(5));
        f.store.write(tx -> tx.attempt(STREAM, io.tidegate.protocol.Lane.LIVE));
        grows(call(1));
        f.run(Duration.ofSeconds(5));
        f.deliver();
        assertEquals(1, rows());
        carries();
        assertEquals(2, rows());
    }

    @Test
    void linesOfUtf16EndWithBothBytes() throws Exception {
        Path file = home.resolve("wide.csv");
        Files.write(
                file, "\uFEFFa,b\n1,\u0A00".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        assertEquals(10, LineEnds.last(file, Files.size(file), "").offset());
        calls();
    }
}
