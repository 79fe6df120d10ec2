package io.tidegate.agent.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.uplink.Standing.Verdict;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.Positions.Position;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class StandingTest {
    @ParameterizedTest
    @CsvSource({
        // ours: epoch, acked, attempted; the ingest's: epoch, seq
        "0, 0, 0,  0, 0,  FIRST_CONTACT",
        "0, 0, 0,  4, 9,  FOLDER_IS_NEW",
        "1, 5, 5,  1, 5,  AGREED",
        "1, 5, 6,  1, 5,  AGREED",
        "1, 5, 6,  1, 6,  AGREED",
        "1, 5, 6,  1, 7,  FOLDER_IS_OLDER",
        "1, 5, 5,  1, 6,  FOLDER_IS_OLDER",
        "1, 5, 6,  1, 4,  INGEST_IS_OLDER",
        "1, 5, 6,  0, 0,  INGEST_IS_OLDER",
        "3, 0, 0,  2, 9,  INGEST_IS_OLDER",
        "3, 5, 6,  4, 0,  TAKEN_OVER",
    })
    void bothSidesAreComparedLaneByLane(
            long epoch, long acked, long attempted, long theirs, long seq, Verdict verdict) {
        var lanes = List.of(new LanePosition("acd1", Lane.LIVE, acked, attempted));
        var positions = new Positions(theirs, List.of(new Position("acd1", Lane.LIVE, seq, 100)));
        assertEquals(verdict, new Standing(epoch, lanes, lanes).judge(positions));
    }

    @ParameterizedTest
    @CsvSource({"0, AGREED", "1, FOLDER_IS_OLDER"})
    void aLaneThatThisFolderDoesNotKnowShowsThatItIsOlder(long seq, Verdict verdict) {
        var positions = new Positions(1, List.of(new Position("gone", Lane.BACKFILL, seq, 100)));
        assertEquals(verdict, new Standing(1, List.of(), List.of()).judge(positions));
    }

    @ParameterizedTest
    @CsvSource({"0, AGREED", "1, INGEST_IS_OLDER"})
    void aLaneThatTheIngestDoesNotKnowStandsAtZero(long acked, Verdict verdict) {
        var lanes = List.of(new LanePosition("acd1", Lane.LIVE, acked, acked));
        assertEquals(verdict, new Standing(1, lanes, lanes).judge(new Positions(1, List.of())));
    }
}
