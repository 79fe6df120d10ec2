package io.tidegate.agent.uplink.wire;

import java.util.Optional;

/**
 * A request to the ingest. Safe to repeat: every request of the protocol is.
 *
 * @param method {@code GET}, {@code POST} or {@code PUT}
 * @param path below the ingest's URL, with its query, beginning with {@code /v1/}
 */
public record Request(String method, String path, Optional<Content> content) {
    /**
     * What it carries.
     *
     * @param type {@code Content-Type}
     * @param encoding {@code Content-Encoding}; empty for none
     * @param digest {@code Content-Digest}; empty for none
     * @param bytes not copied, not to be changed
     */
    public record Content(
            String type, Optional<String> encoding, Optional<String> digest, byte[] bytes) {
        /** Names the size only: the bytes hold rows. */
        @Override
        public String toString() {
            return type + " of " + bytes.length + " bytes";
        }
    }

    public static Request get(String path) {
        return new Request("GET", path, Optional.empty());
    }

    /** A request with JSON in it. */
    public static Request json(String method, String path, byte[] json) {
        return new Request(
                method,
                path,
                Optional.of(
                        new Content("application/json", Optional.empty(), Optional.empty(), json)));
    }
}
