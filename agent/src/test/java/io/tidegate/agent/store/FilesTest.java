package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.agent.store.StoreFixture.T0;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.FileRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/** The memory of dropped files. */
class FilesTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @TempDir Path folder;
    private StoreFixture f;

    @BeforeEach
    void open() {
        f = StoreFixture.connected(folder);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private static FileRecord file(String sha256, String name, State state, long revision) {
        return new FileRecord(
                ACD,
                sha256,
                "/drop/" + name,
                123,
                T0,
                state,
                revision,
                10,
                1,
                Optional.of(T0),
                Optional.empty(),
                Optional.of(T0),
                Optional.empty(),
                false,
                "");
    }

    private void put(FileRecord file) {
        f.store.change(tx -> tx.putFile(file));
    }

    private FileRecord stored(String sha256) {
        return f.store.read(tx -> tx.file(ACD, sha256)).orElseThrow();
    }

    private void take(String sha256, long revision) {
        f.store.change(
                tx -> {
                    tx.append(
                            new NewBatch(
                                    LIVE,
                                    new Unit.File(ACD, sha256),
                                    revision,
                                    f.part(true, true)));
                    tx.putFile(file(sha256, "x.csv", State.TAKEN, revision));
                });
    }

    @Test
    void aFileComesBackAsItWasWritten() {
        put(file(A, "x.csv", State.HELD, 0));
        f.restart();
        assertEquals(file(A, "x.csv", State.HELD, 0), stored(A));
    }

    @Test
    void filesComeByTimeThenName() {
        put(file(A, "z.csv", State.STALE, 0));
        put(file(B, "a.csv", State.HELD, 0));
        assertEquals(
                List.of(B, A),
                f.store.read(tx -> tx.files(ACD, Set.of(State.STALE, State.HELD), 9)).stream()
                        .map(FileRecord::sha256)
                        .toList());
    }

    @Test
    void filesCanBeGoneThroughAFewAtATime() {
        put(file(B, "a.csv", State.HELD, 0));
        put(file(A, "z.csv", State.STALE, 0));
        assertEquals(List.of(stored(A)), f.store.read(tx -> tx.filesAfter(ACD, "", 1)));
        assertEquals(List.of(stored(B)), f.store.read(tx -> tx.filesAfter(ACD, A, 1)));
        assertEquals(List.of(), f.store.read(tx -> tx.filesAfter(ACD, B, 1)));
    }

    @Test
    void aPathIsThatOfTheFileLastWrittenThere() {
        put(file(A, "x.csv", State.STALE, 0));
        put(file(B, "x.csv", State.STALE, 0));
        assertEquals(B, f.store.read(tx -> tx.fileAt(ACD, "/drop/x.csv")).orElseThrow().sha256());
        put(file(A, "x.csv", State.STALE, 0));
        assertEquals(A, f.store.read(tx -> tx.fileAt(ACD, "/drop/x.csv")).orElseThrow().sha256());
    }

    @Test
    void filesWhoseHashesBeginAlikeAreToldApart() {
        String c = A.substring(1) + "b";
        put(file(A, "x.csv", State.HELD, 0));
        put(file(c, "y.csv", State.STALE, 0));
        assertEquals(State.HELD, stored(A).state());
        assertEquals(State.STALE, stored(c).state());
        assertEquals(List.of(stored(c)), f.store.read(tx -> tx.filesAfter(ACD, A, 9)));
        f.store.change(tx -> tx.dropFile(ACD, c));
        assertEquals(List.of(stored(A)), f.store.read(tx -> tx.filesAfter(ACD, "", 9)));
    }

    /** Their sums of 32 bits are the same. */
    @Test
    void filesWhosePathsHaveTheSameSumAreToldApart() {
        List<String> names = namesOfOneSum();
        put(file(A, names.getFirst(), State.HELD, 0));
        put(file(B, names.getLast(), State.HELD, 0));
        for (String name : names) {
            String path = "/drop/" + name;
            assertEquals(path, f.store.read(tx -> tx.fileAt(ACD, path)).orElseThrow().path());
        }
    }

    private static List<String> namesOfOneSum() {
        var random = new Random(7);
        var seen = new HashMap<Integer, String>();
        while (true) {
            String name = Long.toHexString(random.nextLong());
            String before = seen.put(FileTable.pathHash("/drop/" + name), name);
            if (before != null && !before.equals(name)) {
                return List.of(before, name);
            }
        }
    }

    /** Names of 30 characters, everything known of them, in the order in which they come. */
    @Test
    void aFileThatIsSentTakesLessThan200BytesOnDisk() throws IOException {
        f.store.change(tx -> LongStream.range(0, 20_000).forEach(i -> tx.adopt(sent(i))));
        f.restart();
        long bytes = Files.size(f.file()) / 20_000;
        assertTrue(bytes < 200, "bytes per file: " + bytes);
    }

    private static FileRecord sent(long number) {
        return new FileRecord(
                ACD,
                "%016x".formatted(number * 0x9E3779B97F4A7C15L).repeat(4),
                "/var/exports/acd/calls_2026-01-02_%09d.csv".formatted(number),
                1_024,
                T0.plusMillis(number),
                State.COMMITTED,
                number + 1,
                17,
                0,
                Optional.of(T0.plusSeconds(number)),
                Optional.of(T0.plusSeconds(number + 900)),
                Optional.of(T0.plusMillis(number)),
                Optional.of(T0.plusMillis(number + 5)),
                false,
                "");
    }

    @Test
    void aTakenFileIsCommittedWithItsLastPart() {
        take(A, 1);
        f.settle(f.attempt(LIVE));
        assertEquals(State.COMMITTED, stored(A).state());
        assertEquals(Optional.of(T0), stored(A).committedAt());
    }

    @Test
    void aFileIsNotTakenBeforeItsLastPartIsStored() {
        assertThrows(IllegalStateException.class, () -> put(file(A, "x.csv", State.TAKEN, 1)));
    }

    @Test
    void anOlderCopyDoesNotUndoWhatTheIngestSaid() {
        take(A, 1);
        FileRecord copy = stored(A);
        f.settle(f.attempt(LIVE));
        put(copy);
        assertEquals(State.COMMITTED, stored(A).state());
        f.store.change(tx -> tx.lost(new Unit.File(ACD, A)));
        put(copy);
        assertEquals(State.STALE, stored(A).state());
    }

    @Test
    void aFileThatIsWantedAnewWhileItIsOnItsWayIsTakenAgainAfterwards() {
        take(A, 1);
        SpooledBatch batch = f.attempt(LIVE);
        put(file(A, "x.csv", State.STALE, 1));
        f.settle(batch);
        assertEquals(State.STALE, stored(A).state());
        take(A, 2);
        assertEquals(State.TAKEN, stored(A).state());
    }

    @Test
    void aRefusedFileIsSetAside() {
        take(A, 1);
        SpooledBatch batch = f.attempt(LIVE);
        f.store.change(tx -> tx.setAside(batch, "422"));
        assertEquals(State.ASIDE, stored(A).state());
        assertEquals("422", stored(A).reason());
    }

    @Test
    void aFileThatTheIngestHasUnderALaterRevisionIsNotSentAgain() {
        take(A, 1);
        f.store.change(tx -> tx.adopt(file(A, "x.csv", State.COMMITTED, 7)));
        assertEquals(State.COMMITTED, stored(A).state());
        assertEquals(7, stored(A).revision());
        assertEquals(0, f.store.read(Tx::usage).batches());
        assertEquals(8, f.store.<Long>write(tx -> tx.nextRevision(ACD)));
    }

    @Test
    void aFileUnderARevisionThatAnEarlierFolderUsedIsTakenAsIfForTheFirstTime() {
        take(A, 1);
        take(B, 9);
        f.store.change(tx -> tx.forgetUpTo(ACD, 8));
        assertEquals(State.STALE, stored(A).state());
        assertEquals(0, stored(A).revision());
        assertEquals(State.TAKEN, stored(B).state());
        assertEquals(1, f.store.read(Tx::usage).batches());
    }

    @Test
    void onlyAFileThatWasNeverEncodedIsForgotten() {
        put(file(A, "x.csv", State.STALE, 0));
        f.store.change(tx -> tx.dropFile(ACD, A));
        assertEquals(Optional.empty(), f.store.read(tx -> tx.file(ACD, A)));
        take(B, 1);
        assertThrows(IllegalStateException.class, () -> f.store.change(tx -> tx.dropFile(ACD, B)));
    }
}
