package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.T0;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;

/** How files that follow each other are written: what the first told holds for the others. */
class FileDialectTest {
    @TempDir Path home;
    private DropFixture f;

    private void open(CsvSourceBuilder source) {
        f = new DropFixture(home, source);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private void carry(int second, String name, String charset, String text) throws Exception {
        Path file = f.drop.resolve(name);
        Files.write(file, text.getBytes(Charset.forName(charset)));
        Files.setLastModifiedTime(file, FileTime.from(T0.plusSeconds(second)));
        f.carry();
    }

    private static String named(String time, String queue) {
        return row(time, 3).replace("Sales", queue);
    }

    @Test
    void aFileInWindowsLettersIsTakenWithoutASettingAndTheNextIsReadAlike() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", "windows-1252", HEADER + named("08:00", "Störung"));
        carry(60, "b.csv", "windows-1252", HEADER + named("08:15", "Aufträge"));
        f.restart();
        carry(120, "c.csv", "windows-1252", HEADER + named("08:30", "Sales"));
        assertEquals(List.of(State.COMMITTED, State.COMMITTED, State.COMMITTED), f.states());
        assertEquals(9, f.ingest.sum("offered"));
    }

    @Test
    void anEncodingThatIsNotClearIsHeldUntilALineIsPasted() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", "windows-1252", HEADER + named("08:00", "à la carte"));
        assertEquals(State.HELD, f.file().state());
        assertTrue(
                f.file().reason().contains("source.drops.csv.encoding = windows-1252"),
                f.file().reason());
        f.accept(f.file());
        f.carry();
        assertEquals(State.HELD, f.file().state(), "a yes does not say which");
        f.restart(CsvSourceBuilder.intervals().encoding("windows-1252").recipe("r2"));
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
    }

    @Test
    void aFileInAnotherEncodingIsHeldAndAYesHoldsForItAlone() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", "windows-1252", HEADER + named("08:00", "Störung"));
        carry(60, "b.csv", "UTF-8", HEADER + named("08:15", "Störung"));
        assertEquals(List.of(State.COMMITTED, State.HELD), f.states());
        f.accept(f.files().getLast());
        f.carry();
        assertEquals(List.of(State.COMMITTED, State.COMMITTED), f.states());
        carry(120, "c.csv", "windows-1252", HEADER + named("08:30", "Störung"));
        carry(180, "d.csv", "UTF-8", HEADER + named("08:45", "Störung"));
        assertEquals(
                List.of(State.COMMITTED, State.COMMITTED, State.COMMITTED, State.HELD), f.states());
    }

    @Test
    void wideTextWithoutMarkIsTaken() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", "UTF-16LE", HEADER + named("08:00", "Störung"));
        assertEquals(State.COMMITTED, f.file().state());
    }

    @Test
    void linesThatAreNoDataAreNeitherRowsNorRejects() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(
                0,
                "a.csv",
                "UTF-8",
                "Daily report\n\n"
                        + HEADER
                        + row("08:00", 3)
                        + "Total,,,3,3,180\n"
                        + HEADER
                        + row("08:15", 4)
                        + "End of report\n");
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(2, f.file().rows());
        assertEquals(0, f.file().rejected());
        assertEquals(7, f.ingest.sum("offered"));
    }

    @Test
    void aLastLineThatIsCutIsStillWaitedFor() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + "Total");
        f.run(Duration.ofMinutes(2));
        assertEquals(List.of(), f.files());
        f.run(Duration.ofMinutes(20));
        assertEquals(State.HELD, f.file().state());
        assertTrue(f.file().reason().contains("its last line seems to be cut"), f.file().reason());
    }

    @Test
    void aCompleteTotalsRowMayBeALastLineWithoutEnd() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + "Total,,,3,3,180");
        f.run(Duration.ofMinutes(2));
        f.deliver();
        assertEquals(1, f.file().rows());
        assertEquals(0, f.file().rejected());
    }

    @Test
    void aDayInTheFilesNameIsReadAtEachReading() throws Exception {
        open(
                CsvSourceBuilder.intervals()
                        .zone("UTC")
                        .pattern("*.txt")
                        .namePart("Day", "ctQueue_{}_*.txt")
                        .joined("timestamp", "Day", "period")
                        .dateFormat("MMddyy"));
        carry(
                0,
                "ctQueue_112026_0830.txt",
                "UTF-8",
                HEADER.replace("timestamp", "period") + "1,Sales,08:00,3,3,180\n");
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(3, f.ingest.sum("offered"));
        carry(
                60,
                "queues.txt",
                "UTF-8",
                HEADER.replace("timestamp", "period") + "1,S,08:00,3,3,9\n");
        assertEquals(List.of(State.COMMITTED, State.REFUSED), f.states());
    }
}
