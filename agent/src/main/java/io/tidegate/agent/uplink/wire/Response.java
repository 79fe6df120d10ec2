package io.tidegate.agent.uplink.wire;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a request: an HTTP response, whoever gave it, or none. */
public sealed interface Response {
    /**
     * Something answered in full: the ingest, or anything between.
     *
     * @param headers names in lower case; of a repeated one the first
     * @param body at most 1 MiB
     */
    record Heard(int status, Map<String, String> headers, byte[] body) implements Response {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** Names the status only: nobody knows what a stranger put into the rest. */
        @Override
        public String toString() {
            return "HTTP " + status;
        }
    }

    /**
     * No complete answer came. The request may have been carried out all the same.
     *
     * @param sentence for a person, with the remedy where there is one
     * @param stale whether a connection that had stood idle was found dead, or the other end said
     *     that it did not begin: worth another try at once
     */
    record Lost(Why why, String sentence, boolean stale) implements Response {}

    /** At what the exchange failed. */
    enum Why {
        /** The token cannot be read. */
        TOKEN,
        /** The host's name is not known. */
        NAME,
        /** No connection to the host. */
        CONNECT,
        /** The proxy did not let us through. */
        PROXY,
        /** TLS: certificate, name, version. */
        TLS,
        /** It took too long. */
        TIME,
        /** The connection ended before the answer did. */
        CUT,
        /** The answer was too large or not HTTP. */
        NONSENSE,
        /** The agent stops. */
        CLOSED
    }
}
