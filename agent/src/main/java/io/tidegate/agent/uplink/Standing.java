package io.tidegate.agent.uplink;

import io.tidegate.agent.store.LanePosition;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Positions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How what the ingest has stands to what this folder remembers (PROTOCOL.md, 6.8).
 *
 * @param epoch this folder's; 0 before the first contact
 * @param before the lanes when the ingest was asked
 * @param now the lanes when its answer came: batches may have been on their way meanwhile
 */
record Standing(long epoch, List<LanePosition> before, List<LanePosition> now) {
    /** What is to be concluded. */
    enum Verdict {
        /** Both remember the same. */
        AGREED,
        /** Nothing was ever sent to this ingest under this name. */
        FIRST_CONTACT,
        /** This folder is new, and the ingest knows an earlier one. */
        FOLDER_IS_NEW,
        /** This folder is an older copy of itself. */
        FOLDER_IS_OLDER,
        /** The ingest has forgotten what it had answered for. */
        INGEST_IS_OLDER,
        /** Another folder has begun an epoch since. */
        TAKEN_OVER
    }

    Verdict judge(Positions ingest) {
        if (epoch == 0) {
            return ingest.epoch() == 0 ? Verdict.FIRST_CONTACT : Verdict.FOLDER_IS_NEW;
        }
        if (ingest.epoch() > epoch) {
            return Verdict.TAKEN_OVER;
        }
        return ingest.epoch() < epoch ? Verdict.INGEST_IS_OLDER : lanes(ingest);
    }

    private Verdict lanes(Positions ingest) {
        Map<Key, Long> has = new HashMap<>();
        ingest.lanes().forEach(p -> has.put(new Key(p.stream(), p.lane()), p.seq()));
        for (LanePosition lane : before) {
            if (has.getOrDefault(Key.of(lane), 0L) < lane.acked()) {
                return Verdict.INGEST_IS_OLDER;
            }
        }
        now.forEach(lane -> has.computeIfPresent(Key.of(lane), (_, s) -> s - lane.attempted()));
        return has.values().stream().anyMatch(ahead -> ahead > 0)
                ? Verdict.FOLDER_IS_OLDER
                : Verdict.AGREED;
    }

    private record Key(String stream, Lane lane) {
        static Key of(LanePosition lane) {
            return new Key(lane.stream(), lane.lane());
        }
    }
}
