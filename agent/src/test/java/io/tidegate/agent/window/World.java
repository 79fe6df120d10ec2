package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.row.Checked;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Row;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** An ACD, an intake with its store, and a cloud, at a time that is turned by hand. */
final class World implements AutoCloseable {
    static final String STREAM = "acd1";
    static final int MOST_TURNS = 20_000;
    static final String CONTACTS =
            "contactidentifier queueidentifier queuename timestamp:timestamptz answered duration";
    static final String INTERVALS =
            "queueidentifier queuename timestamp:timestamptz offered answered handlingtime";
    static final String STATUS =
            "agentidentifier starttime:timestamptz activity endtime:timestamptz";

    final Settings settings;
    final TestClock clock;
    final Acd acd;
    final Cloud cloud = new Cloud();
    private Path folder;
    UnaryOperator<Store> around = store -> store;
    Function<Lane, Optional<String>> full = _ -> Optional.empty();
    SqliteStore store;
    SqlIntake intake;

    World(Path folder, Settings settings, String now) {
        this.folder = folder;
        this.settings = settings;
        this.clock = TestClock.at(now);
        this.acd =
                new Acd(
                        clock,
                        settings.zone,
                        switch (settings.data) {
                            case CONTACTS -> CONTACTS;
                            case INTERVALS -> INTERVALS;
                            case AGENT_STATUS -> STATUS;
                        });
    }

    /** Starts the agent, again after {@link #stop}. */
    World start() {
        store = open(folder, clock);
        intake = intake(settings, acd, around.apply(store), lane -> full.apply(lane), clock);
        return this;
    }

    /** A store that may send, with what it held before. */
    static SqliteStore open(Path folder, TestClock clock) {
        SqliteStore store = SqliteStore.open(folder, clock, () -> "instance");
        if (store.read(tx -> tx.agent().epoch()) == 0) {
            store.change(tx -> tx.newEpoch(1));
        }
        return store;
    }

    static SqlIntake intake(
            Settings settings,
            Source source,
            Store store,
            Function<Lane, Optional<String>> full,
            TestClock clock) {
        var config = settings.config();
        var encoder =
                new BatchEncoder(
                        "berlin-1",
                        STREAM,
                        settings.data,
                        config.intervalLength(),
                        settings.zone,
                        () -> "zstd");
        return new SqlIntake(
                config,
                source,
                store,
                encoder,
                value -> "#" + value,
                full::apply,
                clock,
                new Random(7));
    }

    /** A reader of its own, which asks for the hour of a row that came for another time. */
    static WindowReader reader(
            SourceConfig config, DataType data, Acd acd, Checks checks, TestClock clock) {
        var astray = new Astray(config, acd, checks, new Hours());
        return new WindowReader(config, data, acd, checks, astray, clock);
    }

    /** Windows of an hour without a beginning. */
    private static final class Hours implements Astray.Places {
        @Override
        public Astray.Window window(Instant time) {
            Instant from = time.truncatedTo(ChronoUnit.HOURS);
            return new Astray.Window(from, from.plus(Duration.ofHours(1)));
        }

        @Override
        public Instant begin(Instant now) {
            return Instant.MIN;
        }

        @Override
        public void list(Astray.Window own, Map<String, Rejection> lost) {}

        @Override
        public boolean isHarmlessNews() {
            return true;
        }
    }

    void stop() {
        store.close();
    }

    /** The data folder is lost, and the new one has learnt from the cloud what it has. */
    void loseFolder(Path other) {
        stop();
        folder = other;
        start();
        cloud.newEpoch();
        store.change(tx -> cloud.windows.forEach((from, w) -> tx.adopt(cloud.record(from, w))));
    }

    /** As if the process had been killed and started again. */
    void restart() {
        stop();
        start();
    }

    /** Turns until there is nothing to do, and lets the cloud take what there is. */
    World run() throws InterruptedException {
        turn();
        cloud.takeAll(store);
        return this;
    }

    void turn() throws InterruptedException {
        for (int turns = 0; intake.turn(); turns++) {
            if (turns > MOST_TURNS) {
                throw new AssertionError("there is no end to it");
            }
        }
    }

    /** Lets time go by, a minute at a time. */
    World pass(Duration time) throws InterruptedException {
        return pass(time, Duration.ofMinutes(1));
    }

    World pass(Duration time, Duration step) throws InterruptedException {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(step)) {
            clock.advance(step);
            run();
        }
        return this;
    }

    /** A contact of a queue, and its number in the row. */
    Object[] contact(String id, Instant at) {
        return acd.add(id, "4711", "Sales", at, 1L, 60L);
    }

    void contacts(Instant from, Instant to, Duration every) {
        int n = 0;
        for (Instant at = from; at.isBefore(to); at = at.plus(every)) {
            contact("c" + at.getEpochSecond() + "-" + n++, at);
        }
    }

    /** The rows that the ACD loses, to be brought back. */
    List<Object[]> lose(Predicate<Object[]> which) {
        List<Object[]> lost = new ArrayList<>(acd.rows.stream().filter(which).toList());
        acd.rows.removeAll(lost);
        return lost;
    }

    /** Contacts of that time and later. */
    static Predicate<Object[]> since(Instant when) {
        return r -> !((Instant) r[3]).isBefore(when);
    }

    /**
     * What the cloud should hold: every row of the ACD that keeps the rules, before that instant.
     */
    List<String> expected(Instant from, Instant before) {
        List<String> shown = new ArrayList<>();
        try {
            var config = settings.config();
            var check =
                    new RowCheck(
                            config,
                            DataType.of(config.data()).orElseThrow(),
                            acd.shape(),
                            value -> "#" + value);
            var taker =
                    new RowTaker() {
                        @Override
                        public void taken(Row row) {
                            Instant at = io.tidegate.protocol.WireTime.instant(row.time());
                            if (!at.isBefore(from) && at.isBefore(before)) {
                                shown.add(Checked.shown(row));
                            }
                        }

                        @Override
                        public void rejected(Rejection rejection) {}

                        @Override
                        public void ignored() {}
                    };
            check.begin(clock.instant().plus(Duration.ofMinutes(5)));
            for (Object[] row : acd.rows) {
                check.check(Acd.raw(row), taker);
            }
            check.finish(taker);
        } catch (ShapeException | InterruptedException e) {
            throw new AssertionError(e);
        }
        shown.sort(null);
        return shown;
    }

    /** The cloud holds exactly what the ACD holds before that instant. */
    void agree(Instant before) {
        agree(Instant.EPOCH, before);
    }

    void agree(Instant from, Instant before) {
        List<String> missing = new ArrayList<>(expected(from, before));
        List<String> extra = new ArrayList<>(cloud.shown());
        List<String> common = List.copyOf(missing);
        extra.forEach(missing::remove);
        common.forEach(extra::remove);
        assertEquals(
                "0 missing [], 0 extra []",
                "%d missing %s, %d extra %s"
                        .formatted(
                                missing.size(),
                                missing.subList(0, Math.min(3, missing.size())),
                                extra.size(),
                                extra.subList(0, Math.min(3, extra.size()))));
    }

    /** The live read's bound as it should be now. */
    Instant settled() {
        return clock.instant().minus(settings.settle);
    }

    StreamRecord stream() {
        return store.read(tx -> tx.stream(STREAM)).orElseThrow();
    }

    WindowRecord window(String from) {
        return store.read(tx -> tx.window(STREAM, Instant.parse(from))).orElseThrow();
    }

    long count(State state) {
        return store.read(tx -> tx.countWindows(STREAM)).get(state);
    }

    long rejects() {
        return store.read(tx -> tx.countRejects(STREAM));
    }

    @Override
    public void close() {
        store.close();
    }
}
