package io.tidegate.agent.uplink.wire;

import io.tidegate.config.Secret;
import io.tidegate.config.UnavailableSecretException;

import java.util.Optional;

/** The bearer token as it was last read. Read on a thread that may block, used on the wire's. */
final class Token {
    private final Optional<Secret> secret;
    private volatile String value = "";

    Token(Optional<Secret> secret) {
        this.secret = secret;
    }

    /** As it goes into a header; empty if none is set. */
    String value() {
        return value;
    }

    /**
     * Reads it anew. Blocks.
     *
     * @throws UnavailableSecretException if it cannot be read, or cannot be sent; the old one stays
     */
    void read() throws UnavailableSecretException {
        String token = secret.isEmpty() ? "" : secret.get().reveal().strip();
        if (token.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new UnavailableSecretException(
                    "ingest.token holds blanks or characters that cannot be sent; check that it is"
                            + " the token alone");
        }
        value = token;
    }
}
