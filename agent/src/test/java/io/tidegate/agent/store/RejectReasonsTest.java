package io.tidegate.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Why rows are rejected, summed up. */
class RejectReasonsTest {
    @TempDir Path folder;

    @Test
    void theMostFrequentReasonsComeFirstWithTheirNumberAndNewestTimeAndNoMoreThanAsked() {
        try (var fixture = StoreFixture.connected(folder)) {
            var negative = fixture.reject(0, "is negative");
            var unknown = fixture.reject(0, "is no channel");
            fixture.clock.advance(Duration.ofMinutes(1));
            var later = fixture.reject(1, "is negative");
            fixture.store.change(
                    tx -> {
                        tx.putRejects(StoreFixture.unit(0), "ingest", List.of(negative, unknown));
                        tx.putRejects(StoreFixture.unit(1), "ingest", List.of(later));
                    });
            var first = new RejectReason("offered", "is negative", 2, later.at());
            var second = new RejectReason("offered", "is no channel", 1, unknown.at());
            assertEquals(List.of(first, second), reasons(fixture, StoreFixture.ACD, 5));
            assertEquals(List.of(first), reasons(fixture, StoreFixture.ACD, 1));
            assertEquals(List.of(), reasons(fixture, "other", 5));
        }
    }

    private static List<RejectReason> reasons(StoreFixture fixture, String stream, int limit) {
        return fixture.store.read(tx -> tx.rejectReasons(stream, limit));
    }
}
