package io.tidegate.agent.uplink;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.AgentRecord;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.AgentConfig.Compression;
import io.tidegate.protocol.StateReport;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** A delivery loop over a real store, with a wire and an ingest in memory and a clock by hand. */
final class Desk implements AutoCloseable {
    static final String S1 = "acd1";
    static final String S2 = "acd2";

    final Path dataDir;
    final TestClock clock = TestClock.at("2026-11-25T10:00:00Z");
    final ScriptedIngest ingest = new ScriptedIngest(clock);
    final FakeWire wire = new FakeWire(ingest);
    final Map<String, StateReport> reports = new HashMap<>();
    SqliteStore store;
    TestIntake intake;
    DeliveryLoop loop;
    Compression compression = Compression.AUTO;
    UnaryOperator<Store> around = s -> s;

    Desk(Path dataDir) {
        this.dataDir = dataDir;
        open("gzip");
    }

    private void open(String encoding) {
        store = SqliteStore.open(dataDir, clock, () -> "instance-1");
        intake = new TestIntake(store, encoding);
        start();
    }

    /** A new process on the same folder: nothing but the store is remembered. */
    void start() {
        loop =
                new DeliveryLoop(
                        around.apply(store),
                        wire,
                        "a1",
                        Set.of(S1, S2),
                        compression,
                        stream -> Optional.ofNullable(reports.get(stream)),
                        clock,
                        new SplittableRandom(42),
                        () -> {});
    }

    /** The data folder is gone; the source is what it was. */
    void newFolder(Path other) {
        store.close();
        store = SqliteStore.open(other, clock, () -> "instance-2");
        intake = new TestIntake(store, "gzip");
        start();
    }

    /** Turns until there is nothing to do, without letting time pass. */
    void settle() {
        for (int turns = 0; loop.turn(); turns++) {
            if (turns > 10_000) {
                throw new AssertionError("a busy loop");
            }
        }
    }

    /** Lets time pass, a second at a time. */
    void pass(Duration time) {
        for (long s = 0; s < time.toSeconds(); s++) {
            settle();
            clock.advance(Duration.ofSeconds(1));
        }
        settle();
    }

    /** First contact is over, nothing is on its way. */
    Desk connected() {
        settle();
        wire.sent.clear();
        return this;
    }

    AgentRecord agent() {
        return store.read(Tx::agent);
    }

    void fence(Optional<String> why) {
        store.change(
                tx ->
                        tx.putAgent(
                                new AgentRecord(
                                        tx.agent().instance(),
                                        tx.agent().epoch(),
                                        why,
                                        tx.agent().machine())));
    }

    int waiting() {
        return store.read(Tx::usage).batches();
    }

    WindowRecord window(String stream, int hour) {
        Instant from = TestIntake.hour(hour);
        return store.read(tx -> tx.window(stream, from)).orElseThrow();
    }

    Optional<String> pause(String stream) {
        return store.read(tx -> tx.stream(stream))
                .flatMap(s -> s.paused())
                .map(p -> p.by() + ": " + p.reason());
    }

    @Override
    public void close() {
        store.close();
    }
}
