package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * How far an agent's lanes have come at the ingest.
 *
 * @param epoch the present one; 0 if the agent never opened any
 * @param lanes those that the ingest knows; a lane that is not among them stands at 0
 */
public record Positions(long epoch, List<Position> lanes) {
    public Positions {
        lanes = List.copyOf(lanes);
    }

    /**
     * @param seq the highest committed number of the present epoch; 0 if none
     * @param revision the highest revision of the stream that was ever committed; 0 if none
     */
    public record Position(String stream, Lane lane, long seq, long revision) {}

    ObjectNode json() {
        ObjectNode json = Fields.newObject().put("epoch", epoch);
        ArrayNode streams = json.putArray("streams");
        for (Position lane : lanes) {
            streams.addObject()
                    .put("stream", lane.stream())
                    .put("lane", lane.lane().wireName())
                    .put("seq", lane.seq())
                    .put("revision", lane.revision());
        }
        return json;
    }

    static Positions read(Fields json) throws FieldException {
        List<Position> lanes = new ArrayList<>();
        for (Fields lane : json.objects("streams")) {
            lanes.add(position(lane));
        }
        return new Positions(json.whole("epoch"), lanes);
    }

    private static Position position(Fields json) throws FieldException {
        Lane lane =
                Lane.of(json.text("lane"))
                        .orElseThrow(() -> new FieldException("lane", "is not known"));
        return new Position(json.text("stream"), lane, json.whole("seq"), json.whole("revision"));
    }
}
