package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.STREAM;
import static io.tidegate.agent.file.DropFixture.T0;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WatchedStore;
import io.tidegate.config.SourceConfig.After;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.config.SourceConfig.Privacy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Kills, changes under the reader's hands, and putting away. */
class FileFaultTest {
    private static final String CONTACTS =
            "contactidentifier,queueidentifier,queuename,timestamp,answered,duration\n";
    private static final int MANY = 90_000;

    @TempDir Path home;
    private DropFixture f;

    private void open(CsvSourceBuilder source) {
        f = new DropFixture(home, source);
    }

    @AfterEach
    void close() {
        f.close();
    }

    /** A file of several parts: contacts whose identifiers hardly compress. */
    private static String large() {
        var random = new Random(5);
        var text = new StringBuilder(CONTACTS);
        for (int i = 0; i < MANY; i++) {
            text.append(Long.toHexString(random.nextLong()))
                    .append(Long.toHexString(random.nextLong()))
                    .append(
                            ",1,Sales,2026-11-20T08:%02d:%02dZ,1,1\n"
                                    .formatted(i / 60 % 60, i % 60));
        }
        return text.toString();
    }

    @Test
    void aLargeFileTakesEffectAsAWhole() throws Exception {
        open(CsvSourceBuilder.contacts());
        f.writer.drop("a.csv", large());
        f.settle();
        int parts = f.store.read(io.tidegate.agent.store.Tx::usage).batches();
        assertTrue(parts > 2, "several parts: " + parts);
        for (int i = 1; i < parts; i++) {
            f.ingest.deliverOne(f.store, STREAM);
            assertEquals(0, f.ingest.rows().size());
        }
        f.ingest.deliverOne(f.store, STREAM);
        assertEquals(MANY, f.ingest.rows().size());
        assertEquals(State.COMMITTED, f.file().state());
    }

    @Test
    void noTransactionIsHeldWhileAFileIsRead() throws Exception {
        open(CsvSourceBuilder.agentStatus().privacy("agentidentifier", Privacy.HMAC));
        List<WatchedStore> watched = new ArrayList<>();
        f.around =
                store -> {
                    watched.add(new WatchedStore(store));
                    return watched.getLast();
                };
        f.restart();
        f.reading = () -> watched.getLast().requireFree();
        f.writer.drop(
                "a.csv",
                "agentidentifier;starttime;activity;endtime\n"
                        + "bob;2026-11-20 08:00;Break;2026-11-20 08:15\n");
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
        assertTrue(watched.getLast().asked() >= 2, "once to check it and once to encode it");
    }

    @Test
    void aKillInTheMiddleOfAFileLosesNothingAndDoublesNothing() throws Exception {
        open(CsvSourceBuilder.contacts().mode(CsvMode.APPEND));
        f.writer.drop("a.csv", large());
        for (int part = 1; part <= 2; part++) {
            killAt(part);
            f.ingest.deliverOne(f.store, STREAM);
            f.restart();
        }
        f.settle();
        f.deliver();
        assertEquals(MANY, f.ingest.rows().size());
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(MANY, f.file().rows());
    }

    /** Ends the work when so many parts are in the spool, as a kill would. */
    private void killAt(int parts) throws InterruptedException {
        int[] asked = {0};
        f.killing =
                () -> {
                    boolean now =
                            f.store.read(io.tidegate.agent.store.Tx::usage).batches() >= parts
                                    || ++asked[0] > 100;
                    if (now) {
                        throw new Killed();
                    }
                };
        assertThrows(Killed.class, f::settle);
        f.killing = () -> {};
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadIsDroppedAndTakenAsItIsThen() throws Exception {
        open(CsvSourceBuilder.contacts().mode(CsvMode.APPEND).privacy("duration", Privacy.DROP));
        String first = large();
        f.writer.drop("a.csv", first);
        boolean[] done = {false};
        f.killing =
                () -> {
                    if (!done[0] && f.store.read(io.tidegate.agent.store.Tx::usage).batches() > 0) {
                        done[0] = true;
                        f.writer.replaceUnseen("a.csv", first.replace(",Sales,", ",Other,"));
                    }
                };
        f.settle();
        assertTrue(done[0]);
        f.deliver();
        f.carry();
        assertEquals(MANY, f.ingest.rows().size());
        assertEquals(State.COMMITTED, f.file().state());
        var name = io.tidegate.protocol.DataType.CONTACTS.column("queuename").orElseThrow();
        assertEquals("Other", f.ingest.rows().getFirst().text(name));
    }

    @Test
    void partsThatTheIngestLostAreMadeAnew() throws Exception {
        open(CsvSourceBuilder.contacts());
        f.writer.drop("a.csv", large());
        f.settle();
        f.ingest.deliverOne(f.store, STREAM);
        f.store.change(tx -> tx.newEpoch(2));
        f.ingest = new ModelIngest();
        f.settle();
        f.deliver();
        assertEquals(MANY, f.ingest.rows().size());
    }

    @Test
    void filesAreArchivedOnlyAfterTheIngestHasCommitted() throws Exception {
        open(CsvSourceBuilder.intervals().after(After.ARCHIVE));
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.run(Duration.ofMinutes(5));
        assertTrue(Files.exists(f.writer.path("a.csv")));
        f.deliver();
        f.run(Duration.ofSeconds(5));
        Path kept = f.drop.resolve("archive/2026-11-20/a.csv");
        assertTrue(Files.exists(kept));
        assertFalse(Files.exists(f.writer.path("a.csv")));
        f.store.change(tx -> tx.lost(new Unit.File(STREAM, f.file().sha256())));
        f.ingest = new ModelIngest();
        f.carry();
        assertEquals(3, f.ingest.sum("offered"), "it is read again from the archive");
        f.clock.advance(Duration.ofDays(32));
        f.run(Duration.ofSeconds(5));
        assertFalse(Files.exists(kept));
    }

    @Test
    void aCopyIsPutAwayTooAndTheSameNameTwiceADayFindsRoom() throws Exception {
        open(CsvSourceBuilder.intervals().after(After.ARCHIVE));
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.writer.drop("copy.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.at(T0.plusSeconds(60)).drop("a.csv", HEADER + row("08:00", 4));
        f.carry();
        String[] left = f.drop.toFile().list();
        assertEquals(List.of("archive"), List.of(left));
        assertEquals(3, f.drop.resolve("archive/2026-11-20").toFile().list().length);
    }

    @Test
    void filesAreDeletedOnlyAfterTheIngestHasCommitted() throws Exception {
        open(CsvSourceBuilder.intervals().after(After.DELETE));
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.writer.drop("bad.csv", "no header here");
        f.run(Duration.ofMinutes(5));
        assertTrue(Files.exists(f.writer.path("a.csv")));
        f.deliver();
        f.run(Duration.ofSeconds(5));
        assertFalse(Files.exists(f.writer.path("a.csv")));
        assertTrue(Files.exists(f.writer.path("bad.csv")), "what was not taken stays");
    }

    @Test
    void whatReplacedAFileAtTheLastMomentIsNotDeletedWithIt() throws IOException {
        open(CsvSourceBuilder.intervals());
        Path path = f.writer.drop("a.csv", "old");
        var folder = new Folder(STREAM, f.drop, "*.csv");
        Found seen = folder.look(path).orElseThrow();
        f.writer.replaceUnseen("a.csv", "new");
        var archive = new Archive(f.drop);
        assertFalse(archive.delete(seen, "0".repeat(64)));
        assertEquals("new", Files.readString(path));
        assertTrue(archive.keep(seen, "0".repeat(64), java.time.LocalDate.EPOCH).isEmpty());
        assertEquals("new", Files.readString(path));
    }

    @Test
    void aMoveThatIsRefusedStopsNothing() throws Exception {
        open(CsvSourceBuilder.intervals().after(After.ARCHIVE));
        Files.writeString(f.drop.resolve("archive"), "a file in the way");
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        f.writer.at(T0.plusSeconds(5)).drop("b.csv", HEADER + row("08:15", 4));
        f.carry();
        assertEquals(7, f.ingest.sum("offered"));
        Files.delete(f.drop.resolve("archive"));
        f.run(Duration.ofMinutes(6));
        assertEquals(List.of("archive"), List.of(f.drop.toFile().list()));
    }

    @Test
    void aFileThatCannotBeOpenedIsTriedAgainAndTheOthersGoOn() throws Exception {
        open(CsvSourceBuilder.intervals());
        Assumptions.assumeFalse(
                System.getProperty("user.name").equals("root"), "root may read everything");
        Path locked = f.writer.drop("a.csv", HEADER + row("08:00", 3));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        f.writer.at(T0.plusSeconds(5)).drop("b.csv", HEADER + row("08:15", 4));
        f.carry();
        assertEquals(4, f.ingest.sum("offered"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rw-------"));
        f.run(Duration.ofMinutes(6));
        f.deliver();
        assertEquals(7, f.ingest.sum("offered"));
    }
}
