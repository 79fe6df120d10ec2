package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.STREAM;
import static io.tidegate.agent.file.DropFixture.T0;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.protocol.Lane;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.function.Function;

/** A kill in the middle of a large file: it goes on behind what is stored. */
class FileResumeTest {
    private static final String CONTACTS =
            "contactidentifier,queueidentifier,queuename,timestamp,answered,duration\n";
    private static final int MANY = 90_000;

    @TempDir Path folder;
    private Path home;
    private DropFixture f;

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A store that is gone with its n-th write, which happened or did not. */
    private static final class Mortal implements Store {
        private final Store store;
        private final boolean afterCommit;
        private int left;

        Mortal(Store store, int writes, boolean afterCommit) {
            this.store = store;
            this.left = writes;
            this.afterCommit = afterCommit;
        }

        @Override
        public <T> T write(Function<Tx, T> work) {
            left--;
            if (left > 0) {
                return store.write(work);
            }
            if (left == 0 && afterCommit) {
                store.write(work);
            }
            throw new Killed();
        }

        @Override
        public <T> T read(Function<Tx, T> work) {
            return store.read(work);
        }

        @Override
        public long writes() {
            return store.writes();
        }

        @Override
        public boolean isDiskFull() {
            return store.isDiskFull();
        }

        @Override
        public void onChange(Runnable listener) {
            store.onChange(listener);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private void open(CsvSourceBuilder source) {
        home = home == null ? folder : home;
        f = new DropFixture(home, source);
    }

    @AfterEach
    void close() {
        f.close();
    }

    /** Contacts whose identifiers hardly compress: a file of several parts. */
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

    private boolean isKilledAtWrite(int write, boolean afterCommit) throws InterruptedException {
        f.around = store -> new Mortal(store, write, afterCommit);
        f.restart();
        f.around = store -> store;
        try {
            f.settle();
            return false;
        } catch (Killed _) {
            return true;
        }
    }

    private void killAtPart(int parts) {
        f.killing =
                () -> {
                    if (f.store.read(Tx::usage).batches() >= parts) {
                        throw new Killed();
                    }
                };
        assertThrows(Killed.class, f::settle);
        f.killing = () -> {};
    }

    private void assertAllOnce() {
        assertEquals(MANY, f.ingest.rows().size());
        assertEquals(MANY, f.ingest.received(), "no row was sent twice");
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(MANY, f.file().rows());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillAtAnyWriteSendsNoPartTwice(boolean afterCommit) throws Exception {
        String large = large();
        int kills = 0;
        for (int write = 1; kills == write - 1; write++) {
            home = Files.createDirectory(folder.resolve("kill-" + write));
            open(CsvSourceBuilder.contacts().mode(CsvMode.APPEND));
            f.writer.drop("a.csv", large);
            kills += isKilledAtWrite(write, afterCommit) ? 1 : 0;
            f.ingest.deliverOne(f.store, STREAM);
            f.restart();
            f.carry();
            assertAllOnce();
            f.close();
        }
        assertTrue(kills > 5, "each part and more: " + kills);
    }

    @Test
    void aKillBehindEachPartSendsNoPartTwice() throws Exception {
        open(CsvSourceBuilder.contacts().mode(CsvMode.APPEND));
        f.writer.drop("a.csv", large());
        for (int part = 1; part <= 3; part++) {
            killAtPart(1);
            f.restart();
            f.deliver();
        }
        f.carry();
        assertAllOnce();
    }

    @Test
    void rowsThatAreCombinedOnDiskGoOnInTheSameOrder() throws Exception {
        open(CsvSourceBuilder.intervals());
        var text = new StringBuilder(DropFixture.HEADER);
        var random = new Random(7);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 60_000; i++) {
                text.append(i / 40).append(',').append(Long.toHexString(random.nextLong()));
                text.append(",2026-11-20T%02d:%02d:00Z,2,2,60\n".formatted(i % 40 / 4, i % 4 * 15));
            }
        }
        f.writer.drop("a.csv", text.toString());
        killAtPart(1);
        f.ingest.deliverOne(f.store, STREAM);
        f.restart();
        killAtPart(1);
        f.restart();
        f.carry();
        assertEquals(60_000, f.ingest.received());
        assertEquals(240_000, f.ingest.sum("offered"));
    }

    @Test
    void underOtherSettingsItBeginsAnew() throws Exception {
        open(CsvSourceBuilder.contacts());
        f.writer.drop("a.csv", large());
        killAtPart(1);
        f.ingest.deliverOne(f.store, STREAM);
        f.restart(CsvSourceBuilder.contacts().map("queuename", "queueidentifier"));
        f.carry();
        assertEquals(MANY, f.ingest.rows().size());
        var name = io.tidegate.protocol.DataType.CONTACTS.column("queuename").orElseThrow();
        assertTrue(f.ingest.rows().stream().allMatch(r -> r.text(name).equals("1")));
    }

    @Test
    void whatTheIngestHasLostBeginsAnew() throws Exception {
        open(CsvSourceBuilder.contacts());
        f.writer.drop("a.csv", large());
        killAtPart(2);
        f.ingest.deliverOne(f.store, STREAM);
        f.restart();
        f.store.change(tx -> tx.newEpoch(2));
        f.ingest = new ModelIngest();
        f.carry();
        assertAllOnce();
    }

    @Test
    void anAnswerThatTheFileIsNotOpenBeginsItAnew() throws Exception {
        open(CsvSourceBuilder.contacts());
        f.writer.drop("a.csv", large());
        killAtPart(2);
        f.ingest.deliverOne(f.store, STREAM);
        f.restart();
        var head = f.store.write(tx -> tx.attempt(STREAM, Lane.LIVE)).orElseThrow();
        f.store.change(tx -> tx.readAgain(head));
        f.ingest = new ModelIngest();
        f.deliver();
        f.carry();
        assertAllOnce();
    }

    @Test
    void anOlderFileThatComesMeanwhileWaitsForIt() throws Exception {
        open(CsvSourceBuilder.contacts().mode(CsvMode.APPEND));
        f.writer.drop("a.csv", large());
        killAtPart(1);
        f.ingest.deliverOne(f.store, STREAM);
        f.writer
                .at(T0.minusSeconds(500))
                .drop("b.csv", CONTACTS + "x,1,Sales,2026-11-20T07:00:00Z,1,1\n");
        f.restart();
        f.carry();
        assertEquals(MANY + 1, f.ingest.rows().size());
        assertEquals(MANY + 1, f.ingest.received());
    }

    @Test
    void aFileThatIsGoneGivesWayToOthers() throws Exception {
        open(CsvSourceBuilder.contacts());
        Path gone = f.writer.drop("a.csv", large());
        killAtPart(1);
        f.ingest.deliverOne(f.store, STREAM);
        Files.delete(gone);
        f.writer
                .at(Instant.parse("2026-11-20T12:00:30Z"))
                .drop("b.csv", CONTACTS + "x,1,Sales,2026-11-20T07:00:00Z,1,1\n");
        f.restart();
        f.carry();
        f.carry();
        assertEquals(1, f.ingest.rows().size());
        assertEquals("b.csv", Path.of(f.file().path()).getFileName().toString());
    }

    @Test
    void anotherContentUnderItsNameTakesItsPlace() throws Exception {
        open(CsvSourceBuilder.contacts());
        f.writer.drop("a.csv", large());
        killAtPart(1);
        f.store.write(tx -> tx.attempt(STREAM, Lane.LIVE));
        f.writer
                .at(Instant.parse("2026-11-20T12:00:30Z"))
                .drop("a.csv", CONTACTS + "x,1,Sales,2026-11-20T07:00:00Z,1,1\n");
        f.restart();
        f.carry();
        f.carry();
        assertEquals(1, f.ingest.rows().size());
    }
}
