package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.T0;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.config.SourceConfig.Privacy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a bad file leads to: one clear reason, nothing lost once it is mended, the others go on. */
class FileBadInputTest {
    @TempDir Path home;
    private DropFixture f;

    private void open(CsvSourceBuilder source) {
        f = new DropFixture(home, source);
    }

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void aFewBadRowsAreListedAndTheOthersTaken() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop(
                "a.csv",
                HEADER
                        + row("08:00", 3)
                        + row("08:15", -1)
                        + row("08:30", 4).replace(",4,4,", ",four,4,")
                        + "1,Sales\n");
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(1, f.file().rows());
        assertEquals(3, f.file().rejected());
        assertEquals(
                List.of("line 3 offered", "line 4 offered", "line 5 "),
                f.rejects().stream().map(r -> r.place() + " " + r.column()).sorted().toList());
        Path list =
                home.resolve(
                        "data/rejects/drops/a.csv-" + f.file().sha256().substring(0, 8) + ".csv");
        List<String> lines = Files.readAllLines(list);
        assertEquals("file,line,offset,column,class,value,reason", lines.getFirst());
        assertEquals(4, lines.size());
        assertTrue(lines.get(1).startsWith("a.csv,3,"), lines.get(1));
        assertTrue(lines.get(1).contains(",offered,number,-1,"), lines.get(1));
        assertTrue(lines.get(2).contains(",offered,text,four,"), lines.get(2));
        assertTrue(lines.get(3).contains(",,line,,has 2 fields"), lines.get(3));
        byte[] bytes = Files.readAllBytes(home.resolve("drop/a.csv"));
        int offset = Integer.parseInt(lines.get(3).split(",")[2]);
        assertEquals("1,Sales\n", new String(bytes, offset, bytes.length - offset, UTF_8));
    }

    @Test
    void aboveTheLimitNothingOfAFileTakesEffectUntilTheSettingsAreMended() throws Exception {
        open(CsvSourceBuilder.intervals());
        var text = new StringBuilder(HEADER.replace("\n", ",channel\n"));
        for (int i = 0; i < 96; i++) {
            String time = "%02d:%02d".formatted(i / 8, i % 4 * 15);
            text.append(row(time, 1).replace("\n", i % 3 == 0 ? ",Telefon\n" : ",calls\n"));
        }
        f.writer.drop("a.csv", text.toString());
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        assertTrue(
                f.file()
                        .reason()
                        .startsWith(
                                "32 of 96 rows were rejected, more than reject-limit allows; the"
                                        + " first: line 2: channel is no channel"),
                f.file().reason());
        assertEquals(0, f.ingest.rows().size());
        f.run(Duration.ofMinutes(10));
        assertEquals(State.REFUSED, f.file().state());
        f.restart(CsvSourceBuilder.intervals().channel("Telefon", "calls").recipe("r2"));
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(96, f.ingest.sum("offered"));
        assertEquals(List.of(), f.rejects());
    }

    @Test
    void rowsThatWereRejectedArriveOnceTheSettingsAreMended() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop(
                "a.csv",
                HEADER.replace("\n", ",channel\n")
                        + row("08:00", 3).replace("\n", ",calls\n")
                        + row("08:15", 4).replace("\n", ",Telefon\n"));
        f.carry();
        assertEquals(3, f.ingest.sum("offered"));
        f.restart(CsvSourceBuilder.intervals().channel("Telefon", "calls").recipe("r2"));
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
        assertEquals(2, f.ingest.rows().size());
    }

    @Test
    void aFileOfWhichNoRowIsGoodIsNotTakenForAnEmptyOne() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER + row("08:00", -3));
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
    }

    @Test
    void aFileWithAHeaderAloneIsTakenAndSaysNothing() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER);
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(0, f.ingest.rows().size());
    }

    @Test
    void aFileWithoutHeaderIsRefusedAndTheOthersGoOn() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", row("08:00", 3) + row("08:15", 3));
        f.writer.at(T0.plusSeconds(5)).drop("b.csv", HEADER + row("08:00", 4));
        f.carry();
        assertEquals(List.of(State.REFUSED, State.COMMITTED), f.states());
        String reason = f.files().getFirst().reason();
        assertTrue(reason.contains("source.drops.csv.header = none"), reason);
        assertFalse(reason.contains("Sales"), reason);
    }

    @Test
    void rubbishIsRefusedAndAMendedFileOfThatNameIsTaken() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", "\u0001\u0002\u0000\u0003\n");
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        f.writer.at(T0.plusSeconds(60)).drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
    }

    @Test
    void aRefusedFileThatIsDroppedAgainWithAnotherTimeIsJudgedAnew() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.at(T0.minus(Duration.ofDays(1))).drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        f.writer.at(T0).drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(3, f.ingest.sum("answered"));
    }

    @Test
    void aMissingColumnIsNamedWithTheLineToPaste() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER.replace("answered", "taken") + row("08:00", 3));
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        assertTrue(f.file().reason().contains("source.drops.map.answered"), f.file().reason());
        f.restart(CsvSourceBuilder.intervals().map("answered", "taken").recipe("r2"));
        f.carry();
        assertEquals(3, f.ingest.sum("answered"));
    }

    @Test
    void aTimeThatDoesNotExistIsARejectAndATemplateRowIsNot() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop(
                "a.csv",
                HEADER
                        + row("08:00", 3)
                        + "1,Sales,2026-03-29 02:15,1,1,60\n"
                        + "1,Sales,2026-03-29 02:30,0,0,0\n");
        f.carry();
        assertEquals(1, f.file().rejected());
        assertEquals("line 3", f.rejects().getFirst().place());
    }

    @Test
    void rowsBeyondTheFilesOwnTimeAreRejected() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + row("12:15", 1));
        f.carry();
        assertEquals(1, f.file().rejected());
        assertTrue(f.rejects().getFirst().reason().contains("future"));
    }

    @Test
    void datesOfWhichTheOrderIsNotClearAreHeldUntilALineIsPasted() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER + "1,Sales,03/11/2026 08:15,3,3,60\n");
        f.carry();
        assertEquals(State.HELD, f.file().state());
        assertTrue(
                f.file().reason().contains("source.drops.csv.date-format = dd/MM/yyyy"),
                f.file().reason());
        f.accept(f.file());
        f.carry();
        assertEquals(State.HELD, f.file().state(), "a yes does not say which");
        f.restart(CsvSourceBuilder.intervals().dateFormat("dd/MM/yyyy").recipe("r2"));
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
    }

    @Test
    void aFileWhoseDatesAreWrittenInAnotherOrderIsHeldWithTheDifference() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", HEADER + "1,Sales,13/11/2026 08:15,3,3,60\n");
        f.carry();
        f.writer.at(T0.plusSeconds(60)).drop("b.csv", HEADER + "1,Sales,11/14/2026 08:15,4,4,60\n");
        f.carry();
        assertEquals(List.of(State.COMMITTED, State.HELD), f.states());
        assertEquals(
                "dates were written day first so far, in this file month first; accept it if that"
                        + " is right for this file alone, or say in source.drops.csv.date-format how"
                        + " they are written from now on",
                f.files().getLast().reason());
        f.accept(f.files().getLast());
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
    }

    @Test
    void whatIdentifiesAPersonIsInNoListNorReasonNorStore() throws Exception {
        open(
                CsvSourceBuilder.agentStatus()
                        .privacy("agentidentifier", Privacy.HMAC)
                        .privacy("activity", Privacy.PLAIN));
        f.writer.drop(
                "a.csv",
                "agentidentifier,starttime,activity,endtime\n"
                        + "bob.secret,2026-11-20T08:00:00Z,Break,2026-11-20T07:00:00Z\n"
                        + "bob.secret,2026-11-20T08:00:00Z,Break,2026-11-20T08:15:00Z\n"
                        + "bob,2026-11-20T08:00:00Z,Break,bob.secret\n"
                        + "\"bob.secret,2026-11-20T08:00:00Z,Break,\n");
        f.settle();
        assertEquals(3, f.file().rejected());
        f.close();
        try (var all = Files.walk(home.resolve("data"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("bob.secret"), file.toString());
            }
        }
    }
}
