package io.tidegate.ingest.api;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.ingest.http.Response;
import io.tidegate.protocol.Answers;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Answers as HTTP. Without state. */
final class Answer {
    private static final Duration LATER = Duration.ofSeconds(2);

    private Answer() {}

    static Response json(byte[] body) {
        return new Response(200, Answers.JSON, body);
    }

    static Response of(Refusal refusal) {
        return problem(refusal.problem(), Optional.empty());
    }

    static Response of(ProblemType type, String detail) {
        return problem(Problem.of(type, detail), Optional.empty());
    }

    /** Nothing is wrong with the request: it should come again. */
    static Response later(String detail) {
        return problem(Problem.of(ProblemType.UNAVAILABLE, detail), Optional.of(LATER));
    }

    static Response health(boolean ready) {
        String body = "{\"status\":\"%s\",\"checks\":[]}".formatted(ready ? "UP" : "DOWN");
        return new Response(
                ready ? 200 : 503, Answers.JSON, body.getBytes(StandardCharsets.US_ASCII));
    }

    private static Response problem(Problem problem, Optional<Duration> retryAfter) {
        return new Response(problem.status(), Answers.PROBLEM, Answers.json(problem), retryAfter);
    }
}
