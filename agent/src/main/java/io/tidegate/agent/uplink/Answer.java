package io.tidegate.agent.uplink;

import io.tidegate.protocol.BatchReply;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came of a request other than what was asked for; of a batch: anything that can come. Each
 * has its one consequence, by the table of answers in the protocol.
 */
sealed interface Answer {
    /** The batch is durable at the ingest: committed, a duplicate, or superseded. */
    record Settled(BatchReply reply) implements Answer {}

    /** The ingest waits for another number. */
    record Gap(long expected) implements Answer {}

    /** The body was changed on its way, or the number is taken by another one. */
    record DigestMismatch() implements Answer {}

    /** The ingest has lost, or never had, the earlier parts. */
    record NotOpen() implements Answer {}

    /** Not the ingest's present epoch. */
    record Fenced() implements Answer {}

    /**
     * Another instance holds the epoch, or the epoch is not the one that was named.
     *
     * @param epoch the ingest's present one, if it says so
     */
    record Contested(OptionalLong epoch) implements Answer {}

    /** The stream was founded with other data or another interval. */
    record Conflict(String detail) implements Answer {}

    /** This batch will never be taken. */
    record Refused(String detail) implements Answer {}

    /** The token is not valid. */
    record Unauthorized() implements Answer {}

    /** The token is valid, and this is not allowed. */
    record Forbidden(String detail) implements Answer {}

    /**
     * Too many bytes.
     *
     * @param ours whether the ingest itself says so, not something between
     */
    record TooLarge(boolean ours) implements Answer {}

    /** The encoding is not understood. */
    record WrongEncoding() implements Answer {}

    /**
     * The ingest does not know what was asked for, or says what this version does not know.
     *
     * @param sentence for a person
     */
    record Unknown(String sentence) implements Answer {}

    /** An idle connection was found dead, or the ingest did not begin: once more, now. */
    record AtOnce() implements Answer {}

    /**
     * Again, later. Also whatever is not the ingest's own word: it decides nothing.
     *
     * @param reach what should wait
     * @param kind which trouble, in a word or two: a new one is worth a line in the log
     * @param sentence for a person
     * @param ended whether the attempt is certainly over: otherwise it may still reach the ingest
     */
    record Later(
            Reach reach, Optional<Duration> retryAfter, String kind, String sentence, boolean ended)
            implements Answer {}

    /** Whom a trouble concerns. */
    enum Reach {
        STREAM,
        ENDPOINT
    }
}
