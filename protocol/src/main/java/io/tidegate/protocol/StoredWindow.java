package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * A window as the ingest holds it, reckoned from the rows that it stored.
 *
 * @param hash over the stored rows: those that were sent less those that were rejected
 * @param offered intervals: their sum; contacts and agent-status: the rows
 * @param answered their sum; 0 for agent-status
 * @param handlingMillis sum of {@code handlingtime} or {@code duration} in milliseconds; 0 for
 *     agent-status
 */
public record StoredWindow(
        Instant from,
        Instant to,
        long revision,
        WindowHash hash,
        long offered,
        long answered,
        long handlingMillis) {

    ObjectNode json() {
        return Fields.newObject()
                .put("from", WireTime.format(from))
                .put("to", WireTime.format(to))
                .put("revision", revision)
                .put("rows", hash.rows())
                .put("hash", hash.hex())
                .put("offered", offered)
                .put("answered", answered)
                .put("handlingtime", Fields.decimalSeconds(handlingMillis));
    }

    static StoredWindow read(Fields json) throws FieldException {
        return new StoredWindow(
                json.time("from"),
                json.time("to"),
                json.whole("revision"),
                WindowHash.of(json.whole("rows"), json.sha256("hash")),
                json.sum("offered"),
                json.sum("answered"),
                json.seconds("handlingtime"));
    }
}
