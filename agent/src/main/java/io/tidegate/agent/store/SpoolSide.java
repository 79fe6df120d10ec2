package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.loop.Clock;
import io.tidegate.protocol.Lane;

import java.util.List;

/** What intake does with the spool. */
final class SpoolSide {
    private final BatchTable batches;
    private final LaneTable lanes;
    private final UnitLedger ledger;
    private final StreamTable streams;
    private final RejectTable rejects;
    private final Clock clock;

    SpoolSide(
            BatchTable batches,
            LaneTable lanes,
            UnitLedger ledger,
            StreamTable streams,
            RejectTable rejects,
            Clock clock) {
        this.batches = batches;
        this.lanes = lanes;
        this.ledger = ledger;
        this.streams = streams;
        this.rejects = rejects;
        this.clock = clock;
    }

    void append(NewBatch batch) {
        Unit unit = batch.unit();
        EncodedPart part = batch.part();
        if (part.first()) {
            endFile(unit, batch.lane());
        }
        LaneLine lane = lanes.lane(unit.stream(), batch.lane());
        if (part.first()) {
            refuseSecondRevision(batch, lane);
            rejects.forget(unit, RejectRecord.DELIVERY);
        } else {
            refuseLost(batch, lane);
        }
        lanes.put(lane);
        batches.append(batch.lane(), unit, batch.revision(), part, clock.instant());
        turnDoor(batch);
        streams.count(unit.stream(), Counter.ROWS_STORED, part.rows());
    }

    /** A file waits for its reading to go on; of a source that is a query now it never will. */
    private void endFile(Unit next, Lane lane) {
        if (next instanceof Unit.Window) {
            lanes.lane(next.stream(), lane)
                    .open()
                    .filter(Unit.File.class::isInstance)
                    .ifPresent(this::abandon);
        }
    }

    /**
     * Drops windows whose intake was cut short by a stop; returns them. A file stays open, since
     * its reading may go on behind its last stored part; its intake decides.
     */
    List<Unit> dropUnfinished() {
        List<Unit> units =
                lanes.lanes().stream()
                        .flatMap(lane -> lane.open().stream())
                        .filter(Unit.Window.class::isInstance)
                        .toList();
        units.forEach(this::abandon);
        return units;
    }

    private void refuseSecondRevision(NewBatch batch, LaneLine lane) {
        Unit unit = batch.unit();
        require(lane.open().isEmpty(), unit + " would cut into " + lane.open());
        require(
                batches.holding(unit).parts() == 0 && lanes.openFor(unit).isEmpty(),
                "an earlier revision of " + unit + " is still stored");
        if (batch.revision() <= ledger.acked(unit)) {
            // Between taking the revision and storing the part, the ledger was compared with an
            // ingest that knew more.
            throw new UnitLostException(unit);
        }
    }

    private static void refuseLost(NewBatch batch, LaneLine lane) {
        if (lane.isOpenFor(batch.unit(), batch.revision())) {
            return;
        }
        require(lane.open().isEmpty(), batch.unit() + " would cut into " + lane.open());
        throw new UnitLostException(batch.unit());
    }

    private void turnDoor(NewBatch batch) {
        EncodedPart part = batch.part();
        if (part.first() && !part.last()) {
            lanes.open(batch.lane(), batch.unit(), batch.revision());
        } else if (part.last() && !part.first()) {
            lanes.close(batch.lane(), batch.unit());
        }
    }

    boolean onItsWay(Unit unit) {
        return onItsWay(unit, batches.holding(unit));
    }

    private boolean onItsWay(Unit unit, BatchTable.Holding held) {
        return held.parts() == 0
                ? lanes.openFor(unit).isPresent()
                : held.attempted() || !held.first();
    }

    void dropUnattempted(Unit unit) {
        BatchTable.Holding held = batches.holding(unit);
        require(!onItsWay(unit, held), "a part of " + unit + " was attempted");
        if (held.parts() == 0) {
            return; // Then no lane is open for it either.
        }
        for (StoredBatch part : batches.parts(unit)) {
            drop(part);
            if (ledger.revision(unit).filter(r -> r == part.revision()).isPresent()) {
                ledger.stale(unit);
            }
        }
        closeDoor(unit);
    }

    void abandon(Unit unit) {
        lanes.openFor(unit).ifPresent(lane -> abandon(unit, lane));
    }

    private void abandon(Unit unit, LaneLine lane) {
        boolean attempted = onItsWay(unit);
        batches.parts(unit).stream().filter(p -> p.seq().isEmpty()).forEach(this::drop);
        lanes.close(lane.lane(), unit);
        if (attempted) {
            batches.appendSkip(lane.lane(), unit, lane.openRevision(), clock.instant());
        }
    }

    /** Takes all of the unit out of the spool; what was attempted leaves a skip in its place. */
    void tear(Unit unit) {
        for (StoredBatch part : batches.parts(unit)) {
            if (part.seq().isPresent()) {
                countDropped(part);
                batches.hollow(part);
            } else {
                drop(part);
            }
        }
        closeDoor(unit);
    }

    private void closeDoor(Unit unit) {
        for (Lane lane : Lane.values()) {
            lanes.close(lane, unit);
        }
    }

    private void drop(StoredBatch part) {
        countDropped(part);
        batches.delete(part);
    }

    private void countDropped(StoredBatch part) {
        streams.count(part.stream(), Counter.ROWS_DROPPED, part.rows());
    }

    /** Refuses a ledger that speaks of what is not there. */
    void verify(Unit unit) {
        UnitLedger.Claim claim = ledger.claim(unit);
        require(
                claim.revision().isPresent() || batches.holding(unit).parts() == 0,
                unit + " has parts in the spool and no line in the ledger");
        require(
                !claim.made() || batches.holdsLastPart(unit, claim.revision().orElseThrow()),
                unit + " is said to be read, and its last part is not in the spool");
    }

    void refuseEncoded(Unit unit) {
        require(
                ledger.revision(unit).orElse(0L) == 0
                        && batches.holding(unit).parts() == 0
                        && lanes.openFor(unit).isEmpty(),
                unit + " was encoded before and cannot be forgotten");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
