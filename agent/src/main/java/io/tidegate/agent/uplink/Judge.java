package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Answer.Reach.ENDPOINT;
import static io.tidegate.agent.uplink.Answer.Reach.STREAM;

import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.HttpAnswer;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.Replies;
import io.tidegate.protocol.Reply;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says what a response means. Believes only the ingest's own word: what a proxy or a portal says is
 * never more than a reason to try again later. Owned by the delivery thread.
 */
final class Judge {
    private final InstantSource clock;
    private final Contact contact;

    /**
     * @param contact told who answered
     */
    Judge(InstantSource clock, Contact contact) {
        this.clock = clock;
        this.contact = contact;
    }

    Answer batch(SpooledBatch sent, Response response) {
        Told<BatchReply> told =
                read(response, a -> Replies.batch(a, sent.epoch(), sent.seq()), STREAM);
        return switch (told) {
            case Told.Word<BatchReply>(var reply) -> new Answer.Settled(reply);
            case Told.Trouble<BatchReply>(var answer) -> answer;
        };
    }

    /** For what is about the agent as a whole. */
    <T> Told<T> read(Response response, Function<HttpAnswer, Reply<T>> reader) {
        return read(response, reader, ENDPOINT);
    }

    /** For what is about one stream. */
    <T> Told<T> readOfStream(Response response, Function<HttpAnswer, Reply<T>> reader) {
        return read(response, reader, STREAM);
    }

    private <T> Told<T> read(
            Response response, Function<HttpAnswer, Reply<T>> reader, Answer.Reach own) {
        return switch (response) {
            case Response.Lost lost -> {
                contact.lost(lost);
                yield new Told.Trouble<>(lost(lost));
            }
            case Response.Heard heard -> heard(heard, reader.apply(answer(heard)), own);
        };
    }

    private static HttpAnswer answer(Response.Heard heard) {
        // A compressed body was not asked for; it is read as it stands, and believed as little.
        return new HttpAnswer(
                heard.status(), heard.header("content-type").orElse(""), heard.body());
    }

    private static Answer lost(Response.Lost lost) {
        return lost.stale()
                ? new Answer.AtOnce()
                : new Answer.Later(
                        ENDPOINT, Optional.empty(), lost.why().name(), lost.sentence(), false);
    }

    private <T> Told<T> heard(Response.Heard heard, Reply<T> reply, Answer.Reach own) {
        contact.heard(heard, !(reply instanceof Reply.Foreign<T>));
        return switch (reply) {
            case Reply.Fine<T>(var value) -> new Told.Word<>(value);
            case Reply.Refused<T>(var problem) ->
                    new Told.Trouble<>(
                            problem.type()
                                    .map(type -> known(type, problem, heard, own))
                                    .orElseGet(() -> unknown(problem, heard, own)));
            case Reply.Foreign<T>(var status, var why) ->
                    new Told.Trouble<>(foreign(status, why, heard));
        };
    }

    private Answer known(
            ProblemType type, Problem problem, Response.Heard heard, Answer.Reach own) {
        return switch (type) {
            case INVALID_BATCH, INVALID_REQUEST, UNSUPPORTED_VERSION, TOO_MANY_REJECTED ->
                    new Answer.Refused(named(type, problem));
            case UNAUTHORIZED -> new Answer.Unauthorized();
            case FORBIDDEN -> new Answer.Forbidden(reason(problem));
            case SEQUENCE_GAP -> new Answer.Gap(problem.expected().orElseThrow());
            case DIGEST_MISMATCH -> new Answer.DigestMismatch();
            case WINDOW_NOT_OPEN -> new Answer.NotOpen();
            case FENCED, UNKNOWN_EPOCH -> new Answer.Fenced();
            case STREAM_CONFLICT -> new Answer.Conflict(reason(problem));
            case CONTESTED -> new Answer.Contested(problem.epoch());
            case TOO_LARGE -> new Answer.TooLarge(true);
            case UNSUPPORTED_ENCODING -> new Answer.WrongEncoding();
            case NOT_FOUND, METHOD_NOT_ALLOWED ->
                    new Answer.Unknown(
                            "the ingest does not know this path (HTTP %d); check ingest.url"
                                    .formatted(problem.status()));
            // One batch may be too much for the ingest; that is no reason to stop the others.
            case INTERNAL, REQUEST_TIMEOUT -> later(own, problem, heard);
            case TOO_MANY_REQUESTS, UNAVAILABLE -> later(ENDPOINT, problem, heard);
        };
    }

    /** A problem of a later version: the status decides. */
    private Answer unknown(Problem problem, Response.Heard heard, Answer.Reach own) {
        return switch (problem.status()) {
            case 400, 422 -> new Answer.Refused(reason(problem));
            case 401 -> new Answer.Unauthorized();
            case 403 -> new Answer.Forbidden(reason(problem));
            case 413 -> new Answer.TooLarge(true);
            case 415 -> new Answer.WrongEncoding();
            case 408, 425, 429 -> later(own, problem, heard);
            default ->
                    problem.status() >= 500 ? later(own, problem, heard) : unheardOf(own, problem);
        };
    }

    /** As a 403; but what is said about one batch makes only its stream wait. */
    private static Answer unheardOf(Answer.Reach own, Problem problem) {
        String sentence =
                "the ingest answered HTTP %d, which this version does not understand: %s"
                        .formatted(problem.status(), reason(problem));
        return switch (own) {
            case STREAM ->
                    new Answer.Later(
                            own, Optional.of(Pace.FORBIDDEN.most()), "unheard-of", sentence, true);
            case ENDPOINT -> new Answer.Unknown(sentence);
        };
    }

    /**
     * Not the ingest's word. A gateway's 413 or 415 is worth heeding all the same: what follows
     * from it waits for the ingest's own positions, and loses nothing.
     */
    private Answer foreign(int status, String why, Response.Heard heard) {
        return switch (status) {
            case 413 -> new Answer.TooLarge(false);
            case 415 -> new Answer.WrongEncoding();
            default ->
                    new Answer.Later(
                            ENDPOINT,
                            RetryAfter.of(heard, clock.instant()),
                            "HTTP " + status,
                            "a proxy, portal or gateway answered for the ingest (HTTP %d: %s)"
                                    .formatted(status, why),
                            false);
        };
    }

    private Answer later(Answer.Reach reach, Problem problem, Response.Heard heard) {
        return new Answer.Later(
                reach,
                RetryAfter.of(heard, clock.instant()),
                "HTTP " + problem.status(),
                "the ingest answered HTTP %d: %s".formatted(problem.status(), reason(problem)),
                true);
    }

    /** What the ingest says of it, or at least what kind of refusal it is. */
    private static String reason(Problem problem) {
        return problem.detail().isBlank()
                ? problem.type().map(ProblemType::wireName).orElse("it gives no reason")
                : problem.detail();
    }

    private static String named(ProblemType type, Problem problem) {
        return type.wireName() + (problem.detail().isEmpty() ? "" : ": " + problem.detail());
    }
}
