package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.agent.store.StoreFixture.FIVE;
import static io.tidegate.agent.store.StoreFixture.SIX;
import static io.tidegate.agent.store.StoreFixture.hour;
import static io.tidegate.agent.store.StoreFixture.line;
import static io.tidegate.agent.store.StoreFixture.unit;
import static io.tidegate.protocol.Lane.BACKFILL;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.WindowHash;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** New epochs, and how the ledger comes to agree with what the ingest has. */
class EpochTest {
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

    private void newEpoch() {
        f.store.change(tx -> tx.newEpoch(2));
    }

    @Test
    void aNewEpochNumbersFromOneAndKeepsTheBytes() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, LIVE, 2);
        f.settle(f.attempt(LIVE));
        SpooledBatch before = f.attempt(LIVE);
        newEpoch();
        SpooledBatch after = f.attempt(LIVE);
        assertEquals(2, after.epoch());
        assertEquals(1, after.seq());
        assertArrayEquals(
                before.part().orElseThrow().digest(), after.part().orElseThrow().digest());
    }

    @Test
    void anAnswerToABatchOfTheEarlierEpochChangesNothing() {
        f.storeWindow(0, LIVE, 1);
        SpooledBatch before = f.attempt(LIVE);
        newEpoch();
        f.settle(before);
        f.store.change(tx -> tx.setAside(before, "late"));
        assertEquals(State.READ, f.window(0).state());
        assertEquals(1, f.store.read(Tx::usage).batches());
    }

    @Test
    void aWindowOfWhichAPartWasReleasedIsReadAgain() {
        f.storePart(0, LIVE, 1, true, false);
        f.storePart(0, LIVE, 1, false, true);
        f.storeWindow(1, LIVE, 2);
        f.settle(f.attempt(LIVE));
        newEpoch();
        assertEquals(State.STALE, f.window(0).state());
        SpooledBatch next = f.attempt(LIVE);
        assertEquals(unit(1), next.unit());
        assertEquals(1, next.seq());
    }

    @Test
    void aWindowThatIsBeingReadAndOfWhichAllPartsWereReleasedIsLost() {
        f.storePart(0, LIVE, 1, true, false);
        f.settle(f.attempt(LIVE));
        newEpoch();
        assertThrows(UnitLostException.class, () -> f.storePart(0, LIVE, 1, false, true));
        assertEquals(State.STALE, f.window(0).state());
    }

    @Test
    void aWindowThatIsBeingReadAndOfWhichNothingWasReleasedGoesOn() {
        f.storePart(0, LIVE, 1, true, false);
        f.attempt(LIVE);
        newEpoch();
        f.storePart(0, LIVE, 1, false, true);
        f.settle(f.attempt(LIVE));
        f.settle(f.attempt(LIVE));
        assertEquals(1, f.window(0).acked());
    }

    @Test
    void skipsAndWhatTheyEndedDoNotReachTheNewEpoch() {
        f.storePart(0, LIVE, 1, true, false);
        f.attempt(LIVE);
        f.restart();
        newEpoch();
        assertEquals(Optional.empty(), f.store.write(tx -> tx.attempt(ACD, LIVE)));
        assertEquals(State.STALE, f.window(0).state());
    }

    @Test
    void anEpochDoesNotComeAgain() {
        assertThrows(IllegalStateException.class, () -> f.store.change(tx -> tx.newEpoch(1)));
    }

    private static WindowRecord ingests(Instant from, Instant to, long revision, WindowHash hash) {
        WindowRecord l = line(0, State.READ, revision, hash);
        return new WindowRecord(
                ACD,
                from,
                to,
                State.READ,
                l.content(),
                77,
                revision,
                revision,
                0,
                false,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "");
    }

    private void adopt(Instant from, Instant to, long revision, WindowHash hash) {
        f.store.change(tx -> tx.adopt(ingests(from, to, revision, hash)));
    }

    @Test
    void whatAnEmptyLedgerAdoptsIsReadAndAckedAndNumbersGoOnAboveIt() {
        adopt(hour(0), hour(1), 9, FIVE);
        WindowRecord line = f.window(0);
        assertEquals(State.READ, line.state());
        assertEquals(9, line.acked());
        assertEquals(77, line.offered());
        assertEquals(Optional.of(FIVE), line.content());
        assertEquals(10, f.store.<Long>write(tx -> tx.nextRevision(ACD)));
    }

    @Test
    void aLineOfTheSameContentStaysAsItIs() {
        f.storeWindow(0, LIVE, 3);
        f.settle(f.attempt(LIVE));
        adopt(hour(0), hour(1), 3, FIVE);
        assertEquals(State.READ, f.window(0).state());
        assertEquals(3, f.window(0).acked());
    }

    @Test
    void aLineOfOtherContentIsComparedWithTheIngestsAndReadAgain() {
        f.storeWindow(0, LIVE, 3);
        f.settle(f.attempt(LIVE));
        adopt(hour(0), hour(1), 8, SIX);
        assertEquals(State.STALE, f.window(0).state());
        assertEquals(Optional.of(SIX), f.window(0).content());
        assertEquals(8, f.window(0).acked());
    }

    @Test
    void anIngestThatWasRestoredTakesTheAckBack() {
        f.storeWindow(0, LIVE, 3);
        f.settle(f.attempt(LIVE));
        adopt(hour(0), hour(1), 2, SIX);
        assertEquals(State.STALE, f.window(0).state());
        assertEquals(2, f.window(0).acked());
    }

    @Test
    void aLaterRevisionThatWaitsInTheSpoolStands() {
        f.storeWindow(0, LIVE, 2);
        f.settle(f.attempt(LIVE));
        f.storeWindow(0, LIVE, 3);
        adopt(hour(0), hour(1), 2, SIX);
        assertEquals(State.READ, f.window(0).state());
        assertEquals(Optional.of(FIVE), f.window(0).content());
        assertEquals(3, f.attempt(LIVE).revision());
    }

    @Test
    void whatANewLedgerReadBeforeItKnewWhatIsStoredIsReadAgainHoweverHighItsRevision() {
        f.storeWindow(0, LIVE, 3);
        adopt(hour(0), hour(1), 2, SIX);
        assertEquals(State.STALE, f.window(0).state());
        assertEquals(Optional.of(SIX), f.window(0).content());
        assertEquals(0, f.store.read(Tx::usage).batches());
    }

    @Test
    void anEarlierRevisionThatWaitsInTheSpoolIsNotSentOverALaterOne() {
        f.storeWindow(0, LIVE, 3);
        adopt(hour(0), hour(1), 5, SIX);
        assertEquals(0, f.store.read(Tx::usage).batches());
        assertEquals(State.STALE, f.window(0).state());
    }

    @Test
    void linesWithOtherEdgesAreForgottenWithTheirParts() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, BACKFILL, 2);
        f.storeWindow(30, LIVE, 3);
        f.attempt(LIVE);
        adopt(hour(0), hour(24), 9, SIX);
        assertEquals(
                List.of(hour(0), hour(30)),
                f.store.read(tx -> tx.windows(ACD, hour(-9), hour(99))).stream()
                        .map(WindowRecord::from)
                        .toList());
        assertEquals(hour(24), f.window(0).to());
        assertEquals(State.UNREAD, f.window(0).state(), "nobody has compared it with the source");
        assertEquals(Optional.empty(), f.attempt(LIVE).part());
        assertEquals(Optional.empty(), f.store.write(tx -> tx.attempt(ACD, BACKFILL)));
    }

    @Test
    void whatHasRevisionsThatAnEarlierFolderUsedLeavesTheSpoolAndIsReadAgain() {
        f.storeWindow(0, LIVE, 1);
        f.storeWindow(1, BACKFILL, 2);
        f.storeWindow(2, LIVE, 3);
        f.attempt(LIVE);
        newEpoch();
        f.store.change(tx -> tx.forgetUpTo(ACD, 2));
        assertEquals(State.STALE, f.window(0).state());
        assertEquals(State.STALE, f.window(1).state());
        assertEquals(State.READ, f.window(2).state());
        assertEquals(3, f.attempt(LIVE).revision());
        assertEquals(Optional.empty(), f.store.write(tx -> tx.attempt(ACD, BACKFILL)));
    }

    @Test
    void aWindowThatIsBeingReadUnderSuchARevisionIsBegunAnew() {
        f.storePart(0, LIVE, 1, true, false);
        newEpoch();
        f.store.change(tx -> tx.forgetUpTo(ACD, 2));
        assertThrows(UnitLostException.class, () -> f.storePart(0, LIVE, 1, false, true));
        assertEquals(State.STALE, f.window(0).state());
        f.storeWindow(0, LIVE, 3);
        assertEquals(3, f.attempt(LIVE).revision());
    }

    @Test
    void aHeldWindowStaysHeldWhateverTheIngestHas() {
        f.store.change(tx -> tx.putWindow(line(0, State.HELD, 3)));
        adopt(hour(0), hour(1), 9, SIX);
        assertEquals(State.HELD, f.window(0).state());
        assertEquals(Optional.of(SIX), f.window(0).content());
    }

    @Test
    void aRevisionThatWasTakenBeforeTheIngestWasFoundAheadIsNotStored() {
        adopt(hour(0), hour(1), 9, FIVE);
        assertThrows(
                UnitLostException.class,
                () ->
                        f.store.change(
                                tx ->
                                        tx.append(
                                                new NewBatch(
                                                        LIVE, unit(0), 3, f.part(true, true)))));
        assertEquals(State.READ, f.window(0).state());
    }
}
