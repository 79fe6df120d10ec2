package io.tidegate.agent;

import static io.tidegate.agent.store.StoreFixture.T0;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.store.StoreFixture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Since when nothing that waits is answered for. */
class AcknowledgedTest {
    @TempDir Path folder;
    private StoreFixture f;
    private Acknowledged acknowledged;

    @BeforeEach
    void open() {
        f = StoreFixture.connected(folder);
        acknowledged = new Acknowledged(f.store, f.clock);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private Optional<Instant> after(Duration time) {
        f.clock.advance(time);
        acknowledged.look();
        return acknowledged.unsentSince();
    }

    private void batch(int hour) {
        f.storeWindow(hour, LIVE, hour + 1);
    }

    private void answered() {
        f.settle(f.attempt(LIVE));
    }

    @Test
    void aQuietNightIsNoOutageAndTheFirstBatchAfterItHasJustBegunToWait() {
        assertEquals(Optional.empty(), after(Duration.ofHours(9)));
        batch(0);
        assertEquals(Optional.of(f.clock.instant().plusSeconds(2)), after(Duration.ofSeconds(2)));
    }

    @Test
    void whatWaitsUnansweredIsRememberedAndAnyAnswerBeginsAnew() {
        batch(0);
        batch(1);
        Instant begun = after(Duration.ofSeconds(2)).orElseThrow();
        assertEquals(Optional.of(begun), after(Duration.ofMinutes(14)));
        answered();
        assertEquals(Optional.of(f.clock.instant().plusSeconds(2)), after(Duration.ofSeconds(2)));
        answered();
        assertEquals(Optional.empty(), after(Duration.ofSeconds(2)));
    }

    @Test
    void aCorrectedWallClockMakesNoOutage() {
        batch(0);
        after(Duration.ofSeconds(2));
        f.clock.setInstant(T0.plus(Duration.ofDays(1)));
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
