package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * A file that has taken effect at the ingest.
 *
 * @param rows that it brought when it last took effect, less those that were rejected
 */
public record StoredOrigin(
        String sha256, String name, Instant modified, long revision, Mode mode, long rows) {

    ObjectNode json() {
        return Fields.newObject()
                .put("sha256", sha256)
                .put("name", name)
                .put("modified", WireTime.format(modified))
                .put("revision", revision)
                .put("mode", mode.wireName())
                .put("rows", rows);
    }

    static StoredOrigin read(Fields json) throws FieldException {
        Mode mode =
                Mode.of(json.text("mode"))
                        .orElseThrow(() -> new FieldException("mode", "is not known"));
        return new StoredOrigin(
                json.sha256("sha256"),
                json.text("name"),
                json.time("modified"),
                json.whole("revision"),
                mode,
                json.whole("rows"));
    }
}
