package io.tidegate.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.NewBatch;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.WindowHash;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Since when nothing that waits is answered for. */
class AcknowledgedTest {
    private static final Instant T0 = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir Path folder;
    private final TestClock clock = new TestClock(T0);
    private Store store;
    private Acknowledged acknowledged;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder, clock, () -> "instance-1");
        store.change(tx -> tx.newEpoch(1));
        acknowledged = new Acknowledged(store, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<Instant> after(Duration time) {
        clock.advance(time);
        acknowledged.look();
        return acknowledged.unsentSince();
    }

    private void batch(int hour) {
        Instant from = T0.plus(Duration.ofHours(hour));
        byte[] body = {1, 2, 3};
        var part = new EncodedPart(true, true, 1, "zstd", body, sha256(body));
        store.change(
                tx -> {
                    var unit = new Unit.Window("acd1", from);
                    tx.append(new NewBatch(Lane.LIVE, unit, hour + 1, part));
                    tx.putWindow(line(from, hour + 1));
                });
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static WindowRecord line(Instant from, long revision) {
        return new WindowRecord(
                "acd1",
                from,
                from.plusSeconds(3600),
                WindowRecord.State.READ,
                Optional.of(WindowHash.of(1, "ab".repeat(32))),
                1,
                revision,
                0,
                0,
                false,
                "recipe",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "");
    }

    private void answered() {
        var head = store.write(tx -> tx.attempt("acd1", Lane.LIVE)).orElseThrow();
        store.change(tx -> tx.settle(head, List.of()));
    }

    @Test
    void aQuietNightIsNoOutageAndTheFirstBatchAfterItHasJustBegunToWait() {
        assertEquals(Optional.empty(), after(Duration.ofHours(9)));
        batch(0);
        assertEquals(Optional.of(clock.instant().plusSeconds(2)), after(Duration.ofSeconds(2)));
    }

    @Test
    void whatWaitsUnansweredIsRememberedAndAnyAnswerBeginsAnew() {
        batch(0);
        batch(1);
        Instant begun = after(Duration.ofSeconds(2)).orElseThrow();
        assertEquals(Optional.of(begun), after(Duration.ofMinutes(14)));
        answered();
        assertEquals(Optional.of(clock.instant().plusSeconds(2)), after(Duration.ofSeconds(2)));
        answered();
        assertEquals(Optional.empty(), after(Duration.ofSeconds(2)));
    }

    @Test
    void aCorrectedWallClockMakesNoOutage() {
        batch(0);
        after(Duration.ofSeconds(2));
        clock.setInstant(T0.plus(Duration.ofDays(1)));
        assertEquals(Optional.of(T0.plus(Duration.ofDays(1))), after(Duration.ofSeconds(60)));
    }

    @Test
    void theStoreIsLookedAtOnceASecondAtMost() {
        assertEquals(Optional.empty(), after(Duration.ZERO));
        batch(0);
        assertEquals(Optional.empty(), after(Duration.ofMillis(500)));
        assertEquals(Optional.of(T0.plusSeconds(1)), after(Duration.ofMillis(500)));
    }
}
