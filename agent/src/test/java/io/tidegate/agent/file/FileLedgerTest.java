package io.tidegate.agent.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What new settings do to files that went wrong, however many there are. */
class FileLedgerTest {
    private static final int FILES = 1_200;

    @TempDir Path home;

    /** A store whose process ends before a write. */
    private record Mortal(Store store, int[] left) implements Store {
        @Override
        public <T> T write(Function<Tx, T> work) {
            if (left[0]-- == 0) {
                throw new IllegalStateException("killed");
            }
            return store.write(work);
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

    private FileLedger ledger(Store store, String recipe) {
        return new FileLedger(
                new FileStream(
                        CsvSourceBuilder.intervals()
                                .directory(home.resolve("drop"))
                                .recipe(recipe)
                                .build(),
                        store,
                        null,
                        value -> value,
                        _ -> Optional.empty(),
                        TestClock.at("2026-11-20T12:00:00Z"),
                        home));
    }

    private static FileRecord refused(int number) {
        return new FileRecord(
                DropFixture.STREAM,
                "%064x".formatted(number),
                "/drop/%d.csv".formatted(number),
                10,
                DropFixture.T0,
                State.REFUSED,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "a column is lacking");
    }

    private static int stale(Store store) {
        return store.read(tx -> tx.files(DropFixture.STREAM, EnumSet.of(State.STALE), 2 * FILES))
                .size();
    }

    @Test
    void filesToBeTriedAgainAreMarkedAPageAtATimeAndAKillInBetweenForgetsNone() {
        var clock = TestClock.at("2026-11-20T12:00:00Z");
        try (var store = SqliteStore.open(home.resolve("data"), clock, () -> "i")) {
            ledger(store, "r1").adoptSettings();
            List<FileRecord> files =
                    IntStream.range(0, FILES).mapToObj(FileLedgerTest::refused).toList();
            store.change(tx -> files.forEach(tx::putFile));
            FileLedger killed = ledger(new Mortal(store, new int[] {1}), "r2");
            assertThrows(IllegalStateException.class, killed::adoptSettings);
            assertEquals(500, stale(store), "a transaction is no longer than a page");
            ledger(store, "r2").adoptSettings();
            assertEquals(FILES, stale(store));
        }
    }
}
