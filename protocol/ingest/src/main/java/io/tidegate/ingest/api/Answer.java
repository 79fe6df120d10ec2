package io.tidegate.ingest.api;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.ingest.http.Response;
import io.tidegate.protocol.Answers;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers as HTTP. Without state. */
final class Answer {
    private static final String LATER_SECONDS = "2";

    private Answer() {}

    static Response json(byte[] body) {
        return new Response(200, Answers.JSON, body);
    }

    static Response of(Refusal refusal) {
        return problem(refusal.problem());
    }

    static Response of(ProblemType type, String detail) {
        return problem(Problem.of(type, detail));
    }

    /** Nothing is wrong with the request: it should come again. */
    static Response later(String detail) {
        return of(ProblemType.UNAVAILABLE, detail);
    }

    static Response health(boolean ready) {
        String body = "{\"status\":\"%s\",\"checks\":[]}".formatted(ready ? "UP" : "DOWN");
        return new Response(
                ready ? 200 : 503, Answers.JSON, body.getBytes(StandardCharsets.US_ASCII));
    }

    private static Response problem(Problem problem) {
        return new Response(
                problem.status(), Answers.PROBLEM, Answers.json(problem), headers(problem));
    }

    private static Map<String, String> headers(Problem problem) {
        return switch (problem.type().orElseThrow()) {
            case UNAVAILABLE -> Map.of("Retry-After", LATER_SECONDS);
            case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer");
            case UNSUPPORTED_ENCODING -> Map.of("Accept-Encoding", "zstd, gzip");
            default -> Map.of();
        };
    }
}
