package io.tidegate.agent;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.loop.Loop;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.DeliveryLoop;
import io.tidegate.agent.uplink.Listed;
import io.tidegate.agent.uplink.UplinkState;
import io.tidegate.agent.uplink.wire.Uplink;
import io.tidegate.agent.verify.IngestSide;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Loaded;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Future;

/** The way out: the connection to the ingest and the loop that uses it. */
final class Delivery implements IngestSide, AutoCloseable {
    private final AgentConfig.Ingest ingest;
    private final Uplink uplink;
    private final Store store;
    private final Clock clock;
    private final Acknowledged acknowledged;
    private final DeliveryLoop loop;
    private final Doorbell bell = new Doorbell();

    Delivery(Loaded loaded, Store store, SourceReports reports, Clock clock) {
        AgentConfig config = loaded.config().orElseThrow();
        this.store = store;
        this.clock = clock;
        this.acknowledged = new Acknowledged(store, clock);
        this.ingest = config.ingest().orElseThrow();
        this.uplink = new Uplink(ingest, Daemon.version(), System.getenv(), clock);
        Set<String> streams = new TreeSet<>(config.sources().keySet());
        streams.addAll(loaded.sources().keySet());
        this.loop =
                new DeliveryLoop(
                        store,
                        uplink,
                        config.name(),
                        streams,
                        ingest.compression(),
                        stream -> store.read(tx -> reports.of(tx, stream)),
                        clock,
                        new SplittableRandom(),
                        bell::ring);
        store.onChange(bell::ring);
    }

    Loop loop() {
        return this::turn;
    }

    private boolean turn() {
        boolean worked = loop.turn();
        acknowledged.look();
        return worked;
    }

    Doorbell bell() {
        return bell;
    }

    /** What intake should encode with from here on. Any thread. */
    String encoding() {
        return loop.encoding();
    }

    @Override
    public Future<Listed<StoredWindow>> windows(
            String stream, Instant from, Instant to, Optional<String> next) {
        return loop.windows(stream, from, to, next);
    }

    @Override
    public Future<Listed<StoredOrigin>> origins(String stream, Optional<String> next) {
        return loop.origins(stream, next);
    }

    Snapshot.Uplink state() {
        UplinkState state = loop.state();
        return new Snapshot.Uplink(
                word(state),
                reason(state),
                ingest.url().toString(),
                state.protocol(),
                state.lastContact(),
                nextTry(state),
                acknowledged.unsentSince());
    }

    /** A fence stands in the store until a person says so; a contest ends by itself. */
    private String word(UplinkState state) {
        if (store.read(Tx::agent).fenced().isPresent()) {
            return "fenced";
        }
        if (state.fenced().isPresent()) {
            return "contested";
        }
        boolean answered = state.waiting().isEmpty() && state.lastContact().isPresent();
        return answered ? "connected" : "waiting";
    }

    private static String reason(UplinkState state) {
        return state.fenced().or(() -> state.waiting().map(UplinkState.Wait::why)).orElse("");
    }

    /** None while a try is under way, or a fence stands. */
    private Optional<OffsetDateTime> nextTry(UplinkState state) {
        return state.waiting()
                .filter(_ -> state.fenced().isEmpty())
                .map(UplinkState.Wait::until)
                .filter(clock.instant()::isBefore)
                .map(until -> OffsetDateTime.ofInstant(until, clock.zone()));
    }

    @Override
    public void close() {
        uplink.close();
    }
}
