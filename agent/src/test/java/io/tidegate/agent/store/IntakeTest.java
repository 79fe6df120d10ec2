package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.agent.store.StoreFixture.hour;
import static io.tidegate.agent.store.StoreFixture.line;
import static io.tidegate.agent.store.StoreFixture.unit;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;

/** What intake may put into the spool, and what becomes of a unit that was not finished. */
class IntakeTest {
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

    private void append(int hour, io.tidegate.protocol.Lane lane, long revision) {
        f.store.change(
                tx -> tx.append(new NewBatch(lane, unit(hour), revision, f.part(true, true))));
    }

    @Test
    void aPartWithoutALineInTheLedgerIsRefusedAtTheCommit() {
        assertThrows(IllegalStateException.class, () -> append(0, LIVE, 1));
        assertEquals(0, f.store.read(Tx::usage).batches());
    }

    @Test
    void aLineThatSaysReadWithoutItsLastPartIsRefusedAtTheCommit() {
        assertThrows(
                IllegalStateException.class,
                () -> f.store.change(tx -> tx.putWindow(line(0, State.READ, 1))));
        f.storePart(0, LIVE, 1, true, false);
        assertThrows(
                IllegalStateException.class,
                () -> f.store.change(tx -> tx.putWindow(line(0, State.READ, 1))));
        f.storePart(0, LIVE, 1, false, true);
        assertEquals(State.READ, f.window(0).state());
    }

    @Test
    void nothingComesBetweenThePartsOfAWindowInItsLane() {
        f.storePart(0, LIVE, 1, true, false);
        assertThrows(IllegalStateException.class, () -> f.storeWindow(1, LIVE, 2));
        assertThrows(IllegalStateException.class, () -> f.storePart(1, LIVE, 2, false, true));
        f.storeWindow(1, BACKFILL, 2);
        f.storePart(0, LIVE, 1, false, true);
        f.storeWindow(2, LIVE, 3);
    }

    @Test
    void partsCanBeSentBeforeTheLastIsStored() {
        f.storePart(0, LIVE, 1, true, false);
        f.settle(f.attempt(LIVE));
        assertTrue(f.store.<Boolean>read(tx -> tx.onItsWay(unit(0))));
        f.storePart(0, LIVE, 1, false, true);
        SpooledBatch last = f.attempt(LIVE);
        assertEquals(2, last.seq());
        f.settle(last);
        assertEquals(1, f.window(0).acked());
        assertFalse(f.store.<Boolean>read(tx -> tx.onItsWay(unit(0))));
    }

    @Test
    void aSecondRevisionIsNotStoredBesideTheFirst() {
        f.storeWindow(0, BACKFILL, 1);
        assertThrows(IllegalStateException.class, () -> append(0, LIVE, 2));
    }

    @Test
    void aRevisionThatTheIngestHasIsNotStoredAgain() {
        f.storeWindow(0, LIVE, 3);
        f.settle(f.attempt(LIVE));
        // Not an error of the program: the ledger may learn of it while the window is read.
        assertThrows(UnitLostException.class, () -> append(0, LIVE, 3));
    }

    @Test
    void aNewerRevisionTakesThePlaceOfOneThatWasNeverAttempted() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, LIVE, 2);
        f.store.change(tx -> tx.dropUnattempted(unit(0)));
        f.storeWindow(0, LIVE, 3);
        assertEquals(unit(1), f.attempt(LIVE).unit());
        f.settle(f.attempt(LIVE));
        assertEquals(3, f.attempt(LIVE).revision());
        assertEquals(Optional.empty(), f.store.read(tx -> tx.window(ACD, hour(2))));
    }

    @Test
    void aWindowWhoseStoredPartsWereDroppedIsReadAgainIfNoNewerRevisionCame() {
        f.storeWindow(0, LIVE, 1);
        f.store.change(tx -> tx.dropUnattempted(unit(0)));
        f.restart();
        assertEquals(State.STALE, f.window(0).state());
    }

    @Test
    void whatWasAttemptedIsNotDropped() {
        f.storeWindow(0, LIVE, 1);
        f.attempt(LIVE);
        assertTrue(f.store.<Boolean>read(tx -> tx.onItsWay(unit(0))));
        assertThrows(
                IllegalStateException.class,
                () -> f.store.change(tx -> tx.dropUnattempted(unit(0))));
    }

    @Test
    void aWindowOfWhichAPartWasSettledIsOnItsWay() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, true);
        assertFalse(f.store.<Boolean>read(tx -> tx.onItsWay(unit(0))));
        f.settle(f.attempt(LIVE));
        assertTrue(f.store.<Boolean>read(tx -> tx.onItsWay(unit(0))));
    }

    @Test
    void anUnfinishedWindowThatNobodyHasSeenGoesAtTheNextStart() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, false);
        f.restart();
        assertEquals(0, f.store.read(Tx::usage).batches());
        assertEquals(State.UNREAD, f.window(0).state());
        f.storeWindow(0, LIVE, 2);
        assertEquals(1, f.attempt(LIVE).seq());
    }

    @Test
    void ofAnUnfinishedWindowTheIngestDropsWhatItHas() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, false);
        f.settle(f.attempt(LIVE));
        f.restart();
        SpooledBatch skip = f.attempt(LIVE);
        assertEquals(2, skip.seq());
        assertEquals(Optional.empty(), skip.part());
        assertFalse(f.store.<Boolean>read(tx -> tx.onItsWay(unit(0))));
        f.storeWindow(0, LIVE, 2);
        f.settle(skip);
        assertEquals(3, f.attempt(LIVE).seq());
    }

    @Test
    void aPartInFlightAtTheEndIsSentAgainAndThenSkippedOver() {
        f.storePart(0, LIVE, 1, true, false);
        SpooledBatch inFlight = f.attempt(LIVE);
        f.storePart(0, LIVE, 1, false, false);
        f.restart();
        SpooledBatch again = f.attempt(LIVE);
        assertEquals(inFlight.id(), again.id());
        assertTrue(again.part().isPresent());
        assertTrue(f.store.<Boolean>read(tx -> tx.onItsWay(unit(0))));
        f.settle(again);
        assertEquals(Optional.empty(), f.attempt(LIVE).part());
        assertEquals(0, f.window(0).acked());
    }

    @Test
    void aWindowWhoseReadingFailedIsAbandonedAndItsLaneIsFree() {
        f.storePart(0, LIVE, 1, true, false);
        f.store.change(tx -> tx.abandon(unit(0)));
        f.store.change(tx -> tx.abandon(unit(0)));
        assertEquals(0, f.store.read(Tx::usage).batches());
        f.storeWindow(1, LIVE, 2);
        assertEquals(unit(1), f.attempt(LIVE).unit());
    }

    @Test
    void aFinishedWindowIsNotAbandoned() {
        f.storeWindow(0, LIVE, 1);
        f.store.change(tx -> tx.abandon(unit(0)));
        assertEquals(1, f.store.read(Tx::usage).batches());
    }
}
