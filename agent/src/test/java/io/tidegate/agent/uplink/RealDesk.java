package io.tidegate.agent.uplink;

import static org.junit.jupiter.api.Assertions.fail;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.wire.Uplink;
import io.tidegate.config.AgentConfig.Compression;
import io.tidegate.config.AgentConfig.Ingest;
import io.tidegate.config.AgentConfig.Proxy;
import io.tidegate.config.Secret;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A delivery loop with a real store and a real wire. Its waits are turned by hand. */
final class RealDesk implements AutoCloseable {
    final TestClock clock;
    final SqliteStore store;
    final TestIntake intake;
    final Uplink uplink;
    final DeliveryLoop loop;
    private final Doorbell bell = new Doorbell();

    RealDesk(TestClock clock, Path dataDir, String url, Path caFile, String encoding) {
        this.clock = clock;
        this.store = SqliteStore.open(dataDir, clock, () -> "instance-1");
        this.intake = new TestIntake(store, encoding);
        this.uplink = new Uplink(ingest(url, caFile), "9.9", Map.of(), Clock.system());
        this.loop =
                new DeliveryLoop(
                        store,
                        uplink,
                        "a1",
                        Set.of("acd1", "acd2", "acd3"),
                        Compression.AUTO,
                        _ -> Optional.empty(),
                        clock,
                        new SplittableRandom(42),
                        bell::ring);
    }

    private static Ingest ingest(String url, Path caFile) {
        return new Ingest(
                URI.create(url),
                "tidegate",
                Optional.of(Secret.of("k3y")),
                Compression.AUTO,
                Optional.ofNullable(caFile),
                Optional.empty(),
                Optional.empty(),
                new Proxy.None());
    }

    /** Turns until that holds. Time passes, by the second, only while no answer is awaited. */
    void until(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!done.getAsBoolean()) {
            step();
            if (System.nanoTime() > end) {
                fail("not done after two minutes: " + loop.state());
            }
        }
    }

    void step() throws InterruptedException {
        if (loop.turn()) {
            return;
        }
        if (loop.awaited() > 0) {
            bell.await(Duration.ofMillis(50));
        } else {
            clock.advance(Duration.ofSeconds(1));
        }
    }

    boolean isEmpty() {
        return store.read(Tx::usage).batches() == 0;
    }

    @Override
    public void close() {
        uplink.close();
        store.close();
    }
}
