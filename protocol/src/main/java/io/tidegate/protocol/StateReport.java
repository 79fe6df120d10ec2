package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an agent says about a stream, so that "no calls" and "connector blind" look different.
 *
 * @param epoch of the sender; makes the report a sign of life of its instance
 * @param completeUntil all rows before it that the source showed were sent and committed; empty if
 *     nothing was read yet
 * @param lastRead when the source was last read with success; empty if never
 * @param held windows and files that wait for a person
 * @param paused whether the stream is not read
 * @param outside rows that no window reaches: without time, in the future, before the horizon
 */
public record StateReport(
        OptionalLong epoch,
        Optional<Instant> completeUntil,
        Optional<Instant> lastRead,
        long held,
        boolean paused,
        long outside) {

    ObjectNode json() {
        ObjectNode json = Fields.newObject();
        epoch.ifPresent(value -> json.put("epoch", value));
        json.put("completeUntil", completeUntil.map(WireTime::format).orElse(null));
        json.put("lastRead", lastRead.map(WireTime::format).orElse(null));
        return json.put("held", held).put("paused", paused).put("outside", outside);
    }

    static StateReport read(Fields json) throws FieldException {
        return new StateReport(
                json.optionalWhole("epoch"),
                json.optionalTime("completeUntil"),
                json.optionalTime("lastRead"),
                json.whole("held"),
                json.flag("paused"),
                json.whole("outside"));
    }
}
