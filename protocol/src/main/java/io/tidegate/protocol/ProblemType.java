package io.tidegate.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can stand between a request and its answer; PROTOCOL.md, "Problems", says what a sender does
 * on each. The wire name is the last part of {@code type}.
 */
public enum ProblemType {
    /**
     * The body is no batch of version 1: not well-formed, cut, miscounted, or lies about itself.
     */
    INVALID_BATCH(400),
    /** The request as such is wrong: path, query, headers, or a body that is no batch. */
    INVALID_REQUEST(400),
    UNSUPPORTED_VERSION(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    /** The number is not the next one; {@code expected} is. */
    SEQUENCE_GAP(409),
    /** The body is not what its digest says, or not what was committed under that number. */
    DIGEST_MISMATCH(409),
    /** A later part without its open window or origin. */
    WINDOW_NOT_OPEN(409),
    /** A newer epoch has begun; {@code epoch} names it. */
    FENCED(409),
    /** The ingest does not know so high an epoch: it was restored; {@code epoch} is its own. */
    UNKNOWN_EPOCH(409),
    /** The stream was founded with other data or another interval. */
    STREAM_CONFLICT(409),
    /** Another instance was heard a short while ago, or the epoch is not the named one. */
    CONTESTED(409),
    TOO_LARGE(413),
    UNSUPPORTED_ENCODING(415),
    /** More rows are bad than an answer may list. */
    TOO_MANY_REJECTED(422),
    TOO_MANY_REQUESTS(429),
    INTERNAL(500),
    UNAVAILABLE(503);

    /** What every {@code type} begins with. */
    public static final String BASE = "https://tidegate.io/problems/";

    private final int status;
    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemType(int status) {
        this.status = status;
    }

    /** The HTTP status it travels under. */
    public int status() {
        return status;
    }

    /** Such as {@code sequence-gap}. */
    public String wireName() {
        return wireName;
    }

    /** Such as {@code https://tidegate.io/problems/sequence-gap}. */
    public String uri() {
        return BASE + wireName;
    }

    /** The type of that URI; empty for a type that a later version may know. */
    public static Optional<ProblemType> of(String uri) {
        return Arrays.stream(values()).filter(t -> t.uri().equals(uri)).findFirst();
    }
}
