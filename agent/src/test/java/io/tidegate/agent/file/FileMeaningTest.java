package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.T0;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.protocol.Mode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What files mean together: which rows stand at the end. */
class FileMeaningTest {
    @TempDir Path home;
    private DropFixture f;

    private void open(CsvSourceBuilder source) {
        f = new DropFixture(home, source);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private void carry(int second, String name, String text) throws Exception {
        f.writer.at(T0.plusSeconds(second)).drop(name, text);
        f.carry();
    }

    private State stateOf(String name) {
        return f.files().stream()
                .filter(r -> r.path().endsWith(name))
                .map(FileRecord::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFileThatLowersAStoredIntervalIsHeldWithTheIntervals() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 18) + row("08:15", 4));
        carry(1, "b.csv", HEADER + row("08:00", 7) + row("08:15", 5) + row("08:30", 6));
        assertEquals(State.HELD, stateOf("b.csv"));
        assertEquals(
                "it would lower 1 stored interval: 1 at 2026-11-20 09:00 offered 7, 18 stored. If it"
                        + " is right, accept it. If files hold parts of an interval that belong"
                        + " together, give each part a source of its own by csv.pattern, or add: "
                        + " source.drops.csv.across-files = add  . If the newer file is always"
                        + " right, add:  source.drops.csv.across-files = last",
                f.files().getLast().reason());
        assertEquals(22, f.ingest.sum("offered"));
    }

    @Test
    void aFilePutBackToItsEarlierContentIsTheNewestAgain() throws Exception {
        open(CsvSourceBuilder.intervals().acrossFiles(AcrossFiles.LAST));
        String ten = HEADER + row("08:00", 10);
        carry(0, "x.csv", ten);
        carry(10, "x.csv", HEADER + row("08:00", 20) + row("08:15", 1));
        assertEquals(21, f.ingest.sum("offered"));
        carry(20, "x.csv", ten);
        assertEquals(11, f.ingest.sum("offered"), "08:00 as it is now, 08:15 as the other said");
        List<FileRecord> files = f.files();
        f.restart();
        f.carry();
        assertEquals(files, f.files());
        carry(30, "x.csv", HEADER + row("08:00", 20) + row("08:15", 1));
        assertEquals(21, f.ingest.sum("offered"));
    }

    @Test
    void aFileThatOnlyGetsANewTimeOrALaterCopyIsNotSentAgain() throws Exception {
        open(CsvSourceBuilder.intervals().acrossFiles(AcrossFiles.LAST));
        String ten = HEADER + row("08:00", 10);
        carry(0, "x.csv", ten);
        carry(5, "y.csv", HEADER + row("08:00", 20));
        carry(10, "x.csv", ten);
        carry(15, "copy.csv", ten);
        assertEquals(20, f.ingest.sum("offered"));
    }

    @Test
    void anAcceptedFileLowersAndTheNextIsComparedWithIt() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 18));
        carry(1, "b.csv", HEADER + row("08:00", 7));
        f.accept(f.files().getLast());
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
        carry(2, "c.csv", HEADER + row("08:00", 8));
        assertEquals(8, f.ingest.sum("offered"));
        carry(3, "d.csv", HEADER + row("08:00", 7) + row("09:00", 1));
        assertEquals(State.HELD, stateOf("d.csv"));
    }

    @Test
    void anOlderFileThatComesLateNeitherIsHeldNorChangesWhatANewerOneSaid() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(100, "new.csv", HEADER + row("08:00", 18));
        carry(50, "old.csv", HEADER + row("08:00", 7) + row("06:00", 2));
        assertEquals(State.COMMITTED, stateOf("old.csv"));
        assertEquals(20, f.ingest.sum("offered"));
        carry(200, "newest.csv", HEADER + row("08:00", 17));
        assertEquals(State.HELD, stateOf("newest.csv"), "18 still stands");
    }

    @Test
    void whatFilesSaidIsRememberedThroughARestart() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 18));
        f.restart();
        carry(1, "b.csv", HEADER + row("08:00", 7));
        assertEquals(State.HELD, stateOf("b.csv"));
    }

    @Test
    void anotherQueueAndAnotherChannelAreOtherIntervals() throws Exception {
        open(CsvSourceBuilder.intervals());
        String chats = HEADER.replace("\n", ",channel\n");
        carry(0, "a.csv", chats + row("08:00", 18).replace("\n", ",calls\n"));
        carry(1, "b.csv", chats + row("08:00", 3).replace("\n", ",chats\n"));
        carry(2, "c.csv", chats + "2,Service,2026-11-20T08:00:00Z,1,1,60,calls\n");
        assertEquals(22, f.ingest.sum("offered"));
    }

    @Test
    void todaysCallsRewrittenEveryQuarterOfAnHourCountOnce() throws Exception {
        open(CsvSourceBuilder.intervals());
        var text = new StringBuilder(HEADER);
        for (int quarter = 0; quarter < 12; quarter++) {
            text.append(row("%02d:%02d".formatted(6 + quarter / 4, quarter % 4 * 15), quarter));
            carry(quarter * 900, "today.csv", text.toString());
        }
        assertEquals(66, f.ingest.sum("offered"));
        assertEquals(12, f.ingest.rows().size());
    }

    @Test
    void withLastAFileThatLowersIsTakenAndWithAddBothStand() throws Exception {
        open(CsvSourceBuilder.intervals().acrossFiles(AcrossFiles.LAST));
        carry(0, "a.csv", HEADER + row("08:00", 18));
        carry(1, "b.csv", HEADER + row("08:00", 7));
        assertEquals(7, f.ingest.sum("offered"));
        f.restart(CsvSourceBuilder.intervals().acrossFiles(AcrossFiles.ADD).recipe("r2"));
        f.ingest = new ModelIngest();
        carry(2, "site1.csv", HEADER + row("09:00", 18));
        carry(3, "site2.csv", HEADER + row("09:00", 7));
        assertEquals(25, f.ingest.sum("offered"));
        assertEquals(Mode.APPEND, f.ingest.headers().getLast().mode());
    }

    @Test
    void rowsOfOneIntervalInOneFileAreCombinedAsConfigured() throws Exception {
        String twice = HEADER + row("08:00", 41) + row("08:15", 2) + row("08:00", 4);
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", twice);
        assertEquals(47, f.ingest.sum("offered"));
        assertEquals(2, f.file().rows());
        f.restart(CsvSourceBuilder.intervals().same(SameKey.LAST).recipe("r2"));
        f.ingest = new ModelIngest();
        carry(1, "b.csv", twice.replace("Sales", "Sale"));
        assertEquals(State.HELD, stateOf("b.csv"), "4 is less than 45");
    }

    @Test
    void withRejectNoneOfTheRowsOfOneIntervalIsTaken() throws Exception {
        open(CsvSourceBuilder.intervals().same(SameKey.REJECT));
        carry(0, "a.csv", HEADER + row("08:00", 41) + row("08:15", 2) + row("08:00", 4));
        assertEquals(2, f.ingest.sum("offered"));
        assertEquals(2, f.file().rejected());
        assertEquals(2, f.rejects().size());
    }

    @Test
    void manyRowsOfOneIntervalAreCombinedOnDiskWithTheSameResult() throws Exception {
        open(CsvSourceBuilder.intervals());
        List<String> rows = new ArrayList<>();
        for (int queue = 0; queue < 400; queue++) {
            for (int quarter = 0; quarter < 68; quarter++) {
                String time = "%02d:%02d".formatted(quarter % 8, quarter % 4 * 15);
                String day = "2026-11-%02d".formatted(1 + quarter / 4);
                String line = "%d,Q%d,%sT%s:00Z,%d,%d,60\n";
                rows.add(line.formatted(queue, queue, day, time, 1, 1));
                rows.add(line.formatted(queue, queue, day, time, 2, 1));
            }
        }
        Collections.shuffle(rows, new Random(1));
        carry(0, "a.csv", HEADER + String.join("", rows));
        assertEquals(400 * 68, f.file().rows());
        assertEquals(400 * 68 * 3, f.ingest.sum("offered"));
        assertEquals(400 * 68, f.ingest.rows().size());
        assertTrue(isEmpty(home.resolve("data/spill/drops")));
    }

    private static boolean isEmpty(Path folder) {
        String[] left = folder.toFile().list();
        return left == null || left.length == 0;
    }

    @Test
    void contactsGoByTheirIdentifierAndOneWithoutIsRejected() throws Exception {
        open(CsvSourceBuilder.contacts().privacy("contactidentifier", Privacy.HMAC));
        String header = "contactidentifier,queueidentifier,queuename,timestamp,answered,duration\n";
        String c1 = "c1,1,Sales,2026-11-20T08:00:01Z,1,60\n";
        carry(
                0,
                "a.csv",
                header
                        + c1
                        + "c2,1,Sales,2026-11-20T08:00:02Z,0,\n,1,Sales,2026-11-20T08:00:03Z,1,1\n");
        assertEquals(2, f.ingest.rows().size());
        assertEquals("contactidentifier", f.rejects().getFirst().column());
        carry(
                1,
                "b.csv",
                header
                        + c1.replace(",60", ",75")
                        + "c3,2,Service,2026-11-20T09:00:00Z,true,0:30\n");
        assertEquals(3, f.ingest.rows().size());
        assertEquals(105_000, sumOf("duration"));
    }

    private long sumOf(String column) {
        return f.ingest.rows().stream()
                .mapToLong(r -> Math.max(0, r.number(r.type().column(column).orElseThrow())))
                .sum();
    }

    @Test
    void contactsWithoutIdentifierNeedAnotherMode() throws Exception {
        open(CsvSourceBuilder.contacts());
        String text =
                "queueidentifier,queuename,timestamp,answered\n1,Sales,2026-11-20T08:00:01Z,1\n"
                        + "1,Sales,2026-11-20T08:00:01Z,1\n";
        carry(0, "a.csv", text);
        assertEquals(State.REFUSED, f.file().state());
        assertTrue(f.file().reason().contains("contactidentifier"), f.file().reason());
        f.restart(CsvSourceBuilder.contacts().mode(CsvMode.APPEND).recipe("r2"));
        f.carry();
        assertEquals(2, f.ingest.rows().size());
        assertEquals(Mode.APPEND, f.ingest.headers().getFirst().mode());
    }

    @Test
    void agentStatesGoByTheirStartAndGetTheirEndLater() throws Exception {
        open(CsvSourceBuilder.agentStatus().mode(CsvMode.UPSERT));
        String header = "agentidentifier;starttime;activity;endtime\n";
        carry(0, "a.csv", header + "bob;2026-11-20 08:00;Break;\n");
        carry(
                1,
                "b.csv",
                header
                        + "bob;2026-11-20 08:00;Break;2026-11-20 08:15\nbob;2026-11-20 08:15;Ready;\n");
        assertEquals(2, f.ingest.rows().size());
        carry(2, "c.csv", header + "eve;2026-11-19 00:00;Late;2026-11-19 24:00\n");
        assertEquals(State.COMMITTED, stateOf("c.csv"));
    }

    @Test
    void aReplacingFileSaysSo() throws Exception {
        open(CsvSourceBuilder.intervals().mode(CsvMode.REPLACE).acrossFiles(AcrossFiles.LAST));
        carry(0, "a.csv", HEADER + row("08:00", 18));
        carry(1, "b.csv", HEADER + row("08:00", 7));
        assertEquals(Mode.REPLACE, f.ingest.headers().getLast().mode());
        assertEquals(State.COMMITTED, stateOf("b.csv"));
    }

    @Test
    void aReplacingFileWithABadRowIsHeldSinceItWouldEmptyWhatIsStored() throws Exception {
        open(CsvSourceBuilder.intervals().mode(CsvMode.REPLACE));
        carry(0, "a.csv", HEADER + row("08:00", 18) + row("08:15", 7) + row("08:30", 5));
        String bad = row("08:15", 7).replace(",7,7,", ",seven,7,");
        carry(1, "b.csv", HEADER + row("08:00", 18) + bad + row("08:30", 5));
        assertEquals(State.HELD, stateOf("b.csv"));
        String reason = f.files().getLast().reason();
        assertTrue(reason.startsWith("1 of 3 rows were rejected, the first: "), reason);
        assertTrue(reason.contains("would empty their place in the cloud"), reason);
        assertEquals(1, f.ingest.headers().size());
    }

    @Test
    void aReplacingFileThatLowersOrRemovesIsHeldAndTakenWhenAPersonSaysSo() throws Exception {
        open(CsvSourceBuilder.intervals().mode(CsvMode.REPLACE));
        carry(0, "a.csv", HEADER + row("08:00", 18) + row("08:15", 7) + row("08:30", 5));
        carry(1, "b.csv", HEADER + row("08:00", 18) + row("08:30", 5));
        assertEquals(State.HELD, stateOf("b.csv"));
        assertTrue(
                f.files()
                        .getLast()
                        .reason()
                        .startsWith(
                                "it would lower 1 stored interval: 1 at 2026-11-20 09:15 offered 0, 7 stored."),
                f.files().getLast().reason());
        f.accept(f.files().getLast());
        f.carry();
        assertEquals(State.COMMITTED, stateOf("b.csv"));
        carry(2, "c.csv", HEADER + row("08:00", 19) + row("08:15", 1) + row("08:30", 5));
        assertEquals(State.COMMITTED, stateOf("c.csv"), "what was removed is remembered as such");
        String other = row("08:00", 3).replace("1,Sales", "2,Support");
        carry(3, "d.csv", HEADER + other + row("08:45", 3).replace("1,Sales", "2,Support"));
        assertEquals(State.COMMITTED, stateOf("d.csv"), "it speaks for its own queue");
    }
}
