package io.tidegate.ingest.api;

import io.tidegate.ingest.batch.Encoding;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.ingest.event.IngestEvent;
import io.tidegate.ingest.http.Head;
import io.tidegate.ingest.store.AgentName;
import io.tidegate.protocol.ProblemType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;

/** Decides from the head of a request who asks, whether he may, and for what. Thread-safe. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final String BEARER = "bearer ";

    private final Tokens tokens;

    Admission(Tokens tokens) {
        this.tokens = tokens;
    }

    record Admitted(AgentName agent, Route route) {}

    /**
     * @throws Refusal if there is no use in receiving the body
     */
    Admitted admit(Head head) throws Refusal {
        AgentName agent = agent(head);
        Route route = Route.of(head.method(), head.path());
        if (!route.agent().equals(agent.agent())) {
            IngestEvent.LOGIN_REFUSED
                    .to(LOG)
                    .addKeyValue("agent", agent.agent())
                    .log("Refused a token that belongs to another agent than {}", route.agent());
            throw Refusal.of(ProblemType.FORBIDDEN, "the token belongs to another agent");
        }
        if (route instanceof Route.Batch) {
            requireBatch(head);
        }
        return new Admitted(agent, route);
    }

    private AgentName agent(Head head) throws Refusal {
        String value = head.header("authorization").orElse("");
        boolean bearer = value.toLowerCase(Locale.ROOT).startsWith(BEARER);
        if (!bearer) {
            throw Refusal.of(ProblemType.UNAUTHORIZED, "a bearer token is needed");
        }
        String token = value.substring(BEARER.length()).strip();
        return tokens.agent(token)
                .orElseThrow(
                        () -> {
                            IngestEvent.LOGIN_REFUSED.to(LOG).log("Refused a token nobody has");
                            return Refusal.of(ProblemType.UNAUTHORIZED, "the token is not known");
                        });
    }

    private static void requireBatch(Head head) throws Refusal {
        String type = head.header("content-type").orElse("").split(";", 2)[0].strip();
        if (!type.equalsIgnoreCase("application/x-ndjson")) {
            throw Refusal.of(
                    ProblemType.INVALID_REQUEST, "Content-Type must be application/x-ndjson");
        }
        encoding(head);
        Digest.of(head);
    }

    /** How the body is compressed. */
    static Encoding encoding(Head head) throws Refusal {
        return head.header("content-encoding")
                .map(String::strip)
                .flatMap(Encoding::of)
                .orElseThrow(
                        () ->
                                Refusal.of(
                                        ProblemType.UNSUPPORTED_ENCODING,
                                        "Content-Encoding must be zstd or gzip"));
    }
}
