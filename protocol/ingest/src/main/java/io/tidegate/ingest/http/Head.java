package io.tidegate.ingest.http;

import java.util.Map;
import java.util.Optional;

/**
 * A request before its body.
 *
 * @param path as sent, without the query, nothing decoded
 * @param query decoded; of repeated names the first
 * @param headers by lower-case name; of repeated ones the first
 */
public record Head(
        String method, String path, Map<String, String> query, Map<String, String> headers) {

    /**
     * @param name in lower case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Names method and path only: headers hold tokens. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
