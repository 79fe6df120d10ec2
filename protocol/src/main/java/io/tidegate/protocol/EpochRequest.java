package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Asks for a new epoch.
 *
 * @param from the epoch that {@code positions} named: the present one, or nothing happens
 * @param seen the highest epoch that the sender ever used; the new one is above it too, so that no
 *     number of a forgotten life comes back
 * @param instance who asks: made at random once per data folder
 */
public record EpochRequest(long from, long seen, String instance) {
    public EpochRequest {
        Require.that(Require.isInstance(instance), "instance is [A-Za-z0-9._-]{1,128}");
        Require.that(from >= 0 && from < Require.MOST, "from is an epoch");
        Require.that(seen >= 0 && seen < Require.MOST, "seen is an epoch");
    }

    ObjectNode json() {
        return Fields.newObject().put("from", from).put("seen", seen).put("instance", instance);
    }

    static EpochRequest read(Fields json) throws FieldException {
        return new EpochRequest(
                json.whole("from"), json.optionalWhole("seen").orElse(0), json.text("instance"));
    }
}
