package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.WindowHash;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/** A store in a folder of its own, and the shortest words for what tests put into it. */
public final class StoreFixture implements AutoCloseable {
    static final String ACD = "acd1";
    public static final Instant T0 = Instant.parse("2026-11-20T08:00:00Z");
    static final WindowHash FIVE = WindowHash.of(5, "ab".repeat(32));
    static final WindowHash SIX = WindowHash.of(6, "cd".repeat(32));

    final Path dataDir;
    public final TestClock clock = new TestClock(T0);
    private final Random random = new Random(7);
    public SqliteStore store;

    StoreFixture(Path dataDir) {
        this.dataDir = dataDir;
        open();
    }

    /** With an epoch, as after the first contact with an ingest. */
    public static StoreFixture connected(Path dataDir) {
        var fixture = new StoreFixture(dataDir);
        fixture.store.change(tx -> tx.newEpoch(1));
        return fixture;
    }

    void open() {
        store = SqliteStore.open(dataDir, clock, () -> "instance-1");
    }

    void restart() {
        store.close();
        open();
    }

    Path file() {
        return dataDir.resolve("store").resolve("tidegate.db");
    }

    static Instant hour(int n) {
        return T0.plus(Duration.ofHours(n));
    }

    static Unit.Window unit(int hour) {
        return new Unit.Window(ACD, hour(hour));
    }

    static WindowRecord line(int hour, WindowRecord.State state, long revision) {
        return line(hour, state, revision, FIVE);
    }

    static WindowRecord line(int hour, WindowRecord.State state, long revision, WindowHash hash) {
        return line(ACD, hour, state, revision, hash);
    }

    static WindowRecord line(String stream, int hour, WindowRecord.State state, long revision) {
        return line(stream, hour, state, revision, FIVE);
    }

    static WindowRecord line(int hour, WindowRecord.State state, long revision, String reason) {
        return line(ACD, hour, state, revision, FIVE, reason);
    }

    private static WindowRecord line(
            String stream, int hour, WindowRecord.State state, long revision, WindowHash hash) {
        return line(stream, hour, state, revision, hash, "");
    }

    private static WindowRecord line(
            String stream,
            int hour,
            WindowRecord.State state,
            long revision,
            WindowHash hash,
            String reason) {
        return new WindowRecord(
                stream,
                hour(hour),
                hour(hour + 1),
                state,
                revision == 0 ? Optional.empty() : Optional.of(hash),
                revision == 0 ? 0 : 90,
                revision,
                0,
                0,
                false,
                "recipe",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                reason);
    }

    EncodedPart part(boolean first, boolean last) {
        return part(first, last, 2_000);
    }

    EncodedPart part(boolean first, boolean last, int bytes) {
        byte[] body = new byte[bytes];
        random.nextBytes(body);
        return new EncodedPart(first, last, 10, "zstd", body, sha256(body));
    }

    static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Stores a window of one part, as intake does: parts and line in one transaction. */
    public void storeWindow(int hour, Lane lane, long revision) {
        EncodedPart part = part(true, true);
        store.change(
                tx -> {
                    tx.append(new NewBatch(lane, unit(hour), revision, part));
                    tx.putWindow(line(hour, WindowRecord.State.READ, revision));
                });
    }

    /** Stores some parts of a window, first and last as named. */
    void storePart(int hour, Lane lane, long revision, boolean first, boolean last) {
        EncodedPart part = part(first, last);
        store.change(
                tx -> {
                    if (first) {
                        tx.putWindow(line(hour, WindowRecord.State.UNREAD, 0));
                    }
                    tx.append(new NewBatch(lane, unit(hour), revision, part));
                    if (last) {
                        tx.putWindow(line(hour, WindowRecord.State.READ, revision));
                    }
                });
    }

    WindowRecord window(int hour) {
        return store.read(tx -> tx.window(ACD, hour(hour))).orElseThrow();
    }

    public SpooledBatch attempt(Lane lane) {
        return store.write(tx -> tx.attempt(ACD, lane)).orElseThrow();
    }

    SpooledBatch head(Lane lane, Tx tx) {
        return tx.attempt(ACD, lane).orElseThrow();
    }

    RejectRecord reject(int hour, String reason) {
        return new RejectRecord(unit(hour), "row 1", "offered", reason, "ingest", clock.instant());
    }

    public void settle(SpooledBatch batch) {
        store.change(tx -> tx.settle(batch, java.util.List.of()));
    }

    @Override
    public void close() {
        store.close();
    }
}
