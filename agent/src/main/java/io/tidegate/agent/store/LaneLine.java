package io.tidegate.agent.store;

import io.tidegate.protocol.Lane;

import java.util.Optional;

/**
 * A lane as it stands on disk.
 *
 * @param open the unit whose last part is not stored yet
 * @param openRevision of that unit; 0 if none is open
 */
record LaneLine(
        String stream,
        Lane lane,
        long acked,
        long attempted,
        Optional<Unit> open,
        long openRevision) {

    LanePosition position() {
        return new LanePosition(stream, lane, acked, attempted);
    }

    LaneLine at(long nowAcked, long nowAttempted) {
        return new LaneLine(stream, lane, nowAcked, nowAttempted, open, openRevision);
    }

    LaneLine openFor(Optional<Unit> unit, long revision) {
        return new LaneLine(stream, lane, acked, attempted, unit, revision);
    }

    Optional<OpenUnit> isOpen() {
        return open.map(unit -> new OpenUnit(unit, openRevision));
    }

    boolean isOpenFor(Unit unit, long revision) {
        return openRevision == revision && open.filter(unit::equals).isPresent();
    }
}
