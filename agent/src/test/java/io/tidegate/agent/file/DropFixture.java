package io.tidegate.agent.file;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Store;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.StateReport;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A drop folder, its intake with a real store behind it, and a model of the ingest. */
final class DropFixture implements AutoCloseable {
    static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
    static final String STREAM = "drops";
    static final String HEADER =
            "queueidentifier,queuename,timestamp,offered,answered,handlingtime\n";

    final Path home;
    final Path drop;
    final DropWriter writer;
    final TestClock clock = new TestClock(T0).ticking();
    ModelIngest ingest = new ModelIngest();
    SqliteStore store;
    FileIntake intake;
    Optional<String> full = Optional.empty();

    /** Called for each value that becomes a pseudonym, in the middle of a row. */
    Runnable reading = () -> {};

    /** What the intake is given for a store. */
    UnaryOperator<Store> around = s -> s;

    /** Called before each part is stored and before each file. */
    Runnable killing = () -> {};

    /** Called whenever the intake looks at the clock, as it does for every block that it reads. */
    Runnable ticking = () -> {};

    private CsvSourceBuilder source;

    DropFixture(Path home, CsvSourceBuilder source) {
        this.home = home;
        this.drop = home.resolve("drop");
        this.writer = new DropWriter(drop, T0);
        this.source = source.directory(drop);
        drop.toFile().mkdirs();
        open();
        store.change(tx -> tx.newEpoch(1));
    }

    /** An interval row of queue 1, on 2026-11-20, UTC. */
    static String row(String time, int offered) {
        return "1,Sales,2026-11-20T%s:00Z,%d,%d,%d\n"
                .formatted(time, offered, offered, offered * 60);
    }

    private void open() {
        store = SqliteStore.open(home.resolve("data"), clock, () -> "i");
        intake = intake(source.build());
    }

    private FileIntake intake(SourceConfig config) {
        var data = DataType.of(config.data()).orElseThrow();
        return new FileIntake(
                config,
                around.apply(store),
                new BatchEncoder(
                        "berlin",
                        STREAM,
                        data,
                        config.intervalLength(),
                        config.zone(),
                        () -> "zstd"),
                value -> {
                    reading.run();
                    return "k1:" + Integer.toHexString(value.hashCode());
                },
                _ -> {
                    killing.run();
                    return full;
                },
                new Ticking(),
                home.resolve("data"));
    }

    private final class Ticking implements Clock {
        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public long nanoTime() {
            ticking.run();
            return clock.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            clock.sleep(time);
        }
    }

    SourceConfig config() {
        return source.build();
    }

    /** What the cloud is told. */
    StateReport report() {
        return store.read(tx -> FileReport.of(tx, config())).orElseThrow();
    }

    /** As after a kill: what is not in the store is gone. */
    void restart() {
        store.close();
        open();
    }

    /** A restart with other settings. */
    void restart(CsvSourceBuilder other) {
        source = other.directory(drop);
        restart();
    }

    /** Turns the intake, and the clock, for that long. */
    void run(Duration time) throws InterruptedException {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            while (intake.turn()) {
                // As long as there is work.
            }
            clock.advance(Duration.ofSeconds(1));
        }
    }

    /** Long enough for whatever is complete. */
    void settle() throws InterruptedException {
        run(Duration.ofSeconds(15));
    }

    /** Intake and delivery of all that is complete. */
    void carry() throws Exception {
        settle();
        deliver();
        run(Duration.ofSeconds(5));
    }

    int deliver() throws Exception {
        return ingest.deliver(store, STREAM);
    }

    /** Everything remembered of files, oldest first. */
    List<FileRecord> files() {
        return store.read(
                tx -> tx.files(STREAM, EnumSet.allOf(FileRecord.State.class), Integer.MAX_VALUE));
    }

    /** The one file that is remembered. */
    FileRecord file() {
        List<FileRecord> all = files();
        if (all.size() != 1) {
            throw new AssertionError("one file was expected: " + all);
        }
        return all.getFirst();
    }

    /** A person's yes, as {@code tidegate accept} writes it. */
    void accept(FileRecord r) {
        store.change(
                tx ->
                        tx.putFile(
                                new FileRecord(
                                        r.stream(),
                                        r.sha256(),
                                        r.path(),
                                        r.size(),
                                        r.modified(),
                                        FileRecord.State.STALE,
                                        r.revision(),
                                        r.rows(),
                                        r.rejected(),
                                        r.from(),
                                        r.to(),
                                        r.takenAt(),
                                        r.committedAt(),
                                        true,
                                        "")));
    }

    List<FileRecord.State> states() {
        return files().stream().map(FileRecord::state).toList();
    }

    List<RejectRecord> rejects() {
        return store.read(tx -> tx.rejects(Optional.of(STREAM), 1_000));
    }

    @Override
    public void close() {
        store.close();
    }
}
