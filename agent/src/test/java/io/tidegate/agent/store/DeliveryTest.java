package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.agent.store.StoreFixture.unit;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Numbers, answers and what follows from them. */
class DeliveryTest {
    @TempDir Path folder;
    private StoreFixture f;

    @BeforeEach
    void open() {
        f = StoreFixture.connected(folder);
    }

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void aBatchKeepsItsNumberAndItsBytesThroughARestart() {
        f.storeWindow(0, LIVE, 1);
        SpooledBatch before = f.attempt(LIVE);
        f.restart();
        SpooledBatch after = f.attempt(LIVE);
        assertEquals(1, after.seq());
        assertEquals(before.id(), after.id());
        assertArrayEquals(before.part().orElseThrow().body(), after.part().orElseThrow().body());
        f.settle(after);
        assertEquals(List.of(new LanePosition(ACD, LIVE, 1, 1)), f.store.read(Tx::positions));
        assertEquals(1, f.window(0).acked());
    }

    @Test
    void numbersRunWithoutGapPerLaneInTheOrderOfStoring() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, BACKFILL, 2);
        f.storeWindow(2, LIVE, 3);
        for (long seq : new long[] {1, 2}) {
            SpooledBatch batch = f.attempt(LIVE);
            assertEquals(seq, batch.seq());
            assertEquals(unit(seq == 1 ? 0 : 2), batch.unit());
            f.settle(batch);
        }
        assertEquals(1, f.attempt(BACKFILL).seq());
        assertEquals(Optional.empty(), f.store.write(tx -> tx.attempt(ACD, LIVE)));
    }

    @Test
    void nothingIsAttemptedBeforeThereIsAnEpoch(@TempDir Path other) {
        try (var fresh = new StoreFixture(other)) {
            fresh.storeWindow(0, LIVE, 1);
            assertThrows(IllegalStateException.class, () -> fresh.attempt(LIVE));
        }
    }

    @Test
    void liveGoesBeforeBackfillAndTheLongestWaitingFirst() {
        f.storeWindow(0, BACKFILL, 1);
        f.clock.advance(Duration.ofSeconds(1));
        Unit.Window other = new Unit.Window("zzz", StoreFixture.T0);
        f.store.change(
                tx -> {
                    tx.putWindow(StoreFixture.line("zzz", 0, State.READ, 1));
                    tx.append(new NewBatch(LIVE, other, 1, f.part(true, true)));
                });
        f.clock.advance(Duration.ofSeconds(1));
        f.storeWindow(1, LIVE, 2);
        assertEquals(
                List.of("zzz LIVE", "acd1 LIVE", "acd1 BACKFILL"),
                f.store.read(Tx::lanesWithWork).stream()
                        .map(p -> p.stream() + " " + p.lane())
                        .toList());
    }

    @Test
    void aWindowOfSeveralPartsIsAckedWithItsLastAlone() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, true);
        f.settle(f.attempt(LIVE));
        assertEquals(0, f.window(0).acked());
        f.settle(f.attempt(LIVE));
        assertEquals(1, f.window(0).acked());
    }

    @Test
    void rejectsOfAllPartsOfAUnitAreListedAndANewRevisionBeginsAnew() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, true);
        f.store.change(tx -> tx.settle(f.head(LIVE, tx), List.of(f.reject(0, "a"))));
        f.store.change(tx -> tx.settle(f.head(LIVE, tx), List.of(f.reject(0, "b"))));
        assertEquals(2, f.store.<Long>read(tx -> tx.countRejects(ACD)));
        f.storeWindow(0, LIVE, 2);
        f.store.change(tx -> tx.settle(f.head(LIVE, tx), List.of(f.reject(0, "c"))));
        assertEquals(
                List.of("c"),
                f.store.read(tx -> tx.rejects(Optional.of(ACD), 9)).stream()
                        .map(RejectRecord::reason)
                        .toList());
    }

    @Test
    void aRefusedWindowIsSetAsideAsAWholeAndASkipTakesTheNumber() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, true);
        f.storeWindow(1, LIVE, 2);
        SpooledBatch refused = f.attempt(LIVE);
        f.store.change(tx -> tx.setAside(refused, "422: no such queue"));
        assertEquals(State.ASIDE, f.window(0).state());
        assertEquals("422: no such queue", f.window(0).reason());
        SpooledBatch skip = f.attempt(LIVE);
        assertEquals(1, skip.seq());
        assertEquals(Optional.empty(), skip.part());
        f.settle(skip);
        SpooledBatch next = f.attempt(LIVE);
        assertEquals(2, next.seq());
        assertEquals(unit(1), next.unit());
        assertEquals(0, f.window(0).acked());
    }

    @Test
    void aWindowWhoseEarlierPartsAreLostIsReadAgain() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, true);
        f.settle(f.attempt(LIVE));
        SpooledBatch second = f.attempt(LIVE);
        f.store.change(tx -> tx.readAgain(second));
        assertEquals(State.STALE, f.window(0).state());
        SpooledBatch skip = f.attempt(LIVE);
        assertEquals(2, skip.seq());
        assertEquals(Optional.empty(), skip.part());
        f.settle(skip);
        assertEquals(Optional.empty(), f.store.write(tx -> tx.attempt(ACD, LIVE)));
    }

    @Test
    void aLaterPartOfAWindowThatWasSetAsideMeanwhileIsNotTaken() {
        f.storePart(0, LIVE, 1, true, false);
        SpooledBatch first = f.attempt(LIVE);
        f.store.change(tx -> tx.setAside(first, "refused"));
        assertThrows(UnitLostException.class, () -> f.storePart(0, LIVE, 1, false, true));
        assertEquals(State.ASIDE, f.window(0).state());
    }

    @Test
    void halvesTakeThePlaceAndTheNumbersOfTheWhole() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, LIVE, 2);
        SpooledBatch whole = f.attempt(LIVE);
        EncodedPart left = f.part(true, false);
        EncodedPart right = f.part(false, true);
        f.store.change(tx -> tx.replace(whole, List.of(left, right)));
        SpooledBatch one = f.attempt(LIVE);
        assertEquals(1, one.seq());
        assertArrayEquals(left.digest(), one.part().orElseThrow().digest());
        f.settle(one);
        assertEquals(0, f.window(0).acked());
        SpooledBatch two = f.attempt(LIVE);
        assertEquals(2, two.seq());
        assertArrayEquals(right.digest(), two.part().orElseThrow().digest());
        f.settle(two);
        assertEquals(1, f.window(0).acked());
        assertEquals(unit(1), f.attempt(LIVE).unit());
    }

    @Test
    void halvesThatDoNotOpenAndEndWhatTheWholeDidAreRefused() {
        f.storeWindow(0, LIVE, 1);
        SpooledBatch whole = f.attempt(LIVE);
        List<EncodedPart> open = List.of(f.part(true, false), f.part(false, false));
        assertThrows(
                IllegalStateException.class, () -> f.store.change(tx -> tx.replace(whole, open)));
        assertTrue(f.attempt(LIVE).part().isPresent());
    }

    @Test
    void settlingTwiceIsAProgrammersError() {
        f.storeWindow(0, LIVE, 1);
        SpooledBatch batch = f.attempt(LIVE);
        f.settle(batch);
        assertThrows(IllegalStateException.class, () -> f.settle(batch));
    }

    @Test
    void settleAndTheNextAttemptShareOneCommit() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, LIVE, 2);
        SpooledBatch first = f.attempt(LIVE);
        SpooledBatch second =
                f.store.write(
                        tx -> {
                            tx.settle(first, List.of());
                            return tx.attempt(ACD, LIVE).orElseThrow();
                        });
        assertEquals(2, second.seq());
    }

    @Test
    void aTransactionThatFailsLeavesNeitherNumberNorSettlement() {
        f.storeWindow(0, LIVE, 1);
        assertThrows(
                ArithmeticException.class,
                () ->
                        f.store.change(
                                tx -> {
                                    tx.settle(tx.attempt(ACD, LIVE).orElseThrow(), List.of());
                                    throw new ArithmeticException();
                                }));
        assertEquals(List.of(new LanePosition(ACD, LIVE, 0, 0)), f.store.read(Tx::positions));
        assertEquals(1, f.store.read(Tx::usage).batches());
    }

    @Test
    void aTransactionIsOfNoUseOutsideItsCall() {
        Tx kept = f.store.write(tx -> tx);
        assertThrows(IllegalStateException.class, kept::agent);
    }

    @Test
    void aTransactionInsideATransactionIsRefused() {
        assertThrows(
                IllegalStateException.class, () -> f.store.change(_ -> f.store.change(Tx::usage)));
    }

    @Test
    void readingChangesNothing() {
        assertThrows(IllegalStateException.class, () -> f.store.read(tx -> tx.nextRevision(ACD)));
        assertEquals(1, f.store.<Long>write(tx -> tx.nextRevision(ACD)));
    }

    @Test
    void storedRowsAreSentOrDroppedOrWaiting() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, LIVE, 2);
        f.storeWindow(2, LIVE, 3);
        f.settle(f.attempt(LIVE));
        f.store.change(tx -> tx.setAside(f.head(LIVE, tx), "refused"));
        var counters = f.store.read(tx -> tx.counters(ACD));
        assertEquals(30, counters.get(Counter.ROWS_STORED));
        assertEquals(10, counters.get(Counter.ROWS_SENT));
        assertEquals(10, counters.get(Counter.ROWS_DROPPED));
        assertEquals(10, f.store.read(tx -> tx.usage(ACD)).rows());
        assertEquals(2_000, counters.get(Counter.BYTES_SENT));
    }

    @Test
    void aListenerIsCalledAfterTheCommitOfWhatItWaitsForAndNotBefore() {
        var seen = new java.util.ArrayList<Integer>();
        f.store.onChange(() -> seen.add(f.store.read(Tx::usage).batches()));
        f.storeWindow(0, LIVE, 1);
        SpooledBatch batch = f.attempt(LIVE);
        f.settle(batch);
        assertEquals(List.of(1, 0), seen);
    }

    @Test
    void usageKnowsTheLanesAndTheOldest() {
        f.storeWindow(0, LIVE, 1);
        f.clock.advance(Duration.ofMinutes(1));
        f.storeWindow(1, BACKFILL, 2);
        var usage = f.store.read(Tx::usage);
        assertEquals(new SpoolUsage(2_000, 2_000, 2, 20, Optional.of(StoreFixture.T0)), usage);
        assertEquals(4_000, usage.bytes());
        assertFalse(f.store.read(tx -> tx.usage("other")).oldest().isPresent());
    }
}
