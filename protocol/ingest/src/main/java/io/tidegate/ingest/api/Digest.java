package io.tidegate.ingest.api;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.ingest.http.Head;
import io.tidegate.protocol.ProblemType;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code Content-Digest} (RFC 9530), of which SHA-256 is needed. */
final class Digest {
    private static final Pattern SHA256 =
            Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/]{43}=):\\s*(?:$|[,;])");

    private Digest() {}

    /** The SHA-256 that the body must have. */
    static byte[] of(Head head) throws Refusal {
        Matcher match = SHA256.matcher(head.header("content-digest").orElse(""));
        if (!match.find()) {
            throw Refusal.of(
                    ProblemType.INVALID_REQUEST, "Content-Digest must hold sha-256=:base64:");
        }
        return Base64.getDecoder().decode(match.group(1));
    }
}
