package io.tidegate.agent.uplink.wire;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidegate.agent.loop.Clock;
import io.tidegate.config.AgentConfig.Compression;
import io.tidegate.config.AgentConfig.Ingest;
import io.tidegate.config.AgentConfig.Proxy;
import io.tidegate.config.Secret;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes wires for tests, and asks over them. */
final class Callers {
    /** Soon loses patience when nothing moves. */
    static final Patience HASTY =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(400),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(60));

    /** Soon loses patience with the whole, though something moves. */
    static final Patience BRIEF =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(60));

    static final Patience CALM =
            new Patience(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(60));

    private Callers() {}

    static Ingest ingest(String url, Path caFile) {
        return new Ingest(
                URI.create(url),
                "tidegate",
                Optional.of(Secret.of("k3y")),
                Compression.AUTO,
                Optional.ofNullable(caFile),
                Optional.empty(),
                Optional.empty(),
                new Proxy.None());
    }

    static Ingest through(Ingest i, Proxy proxy) {
        return new Ingest(
                i.url(),
                i.kind(),
                i.token(),
                i.compression(),
                i.caFile(),
                i.clientKey(),
                i.clientCertificate(),
                proxy);
    }

    static Ingest withClientKey(Ingest i, Pki pki) {
        return new Ingest(
                i.url(),
                i.kind(),
                i.token(),
                i.compression(),
                i.caFile(),
                Optional.of(pki.key()),
                Optional.of(pki.certificate()),
                i.proxy());
    }

    static Uplink uplink(Ingest ingest, Patience patience) {
        return uplink(ingest, Map.of(), patience);
    }

    static Uplink uplink(Ingest ingest, Map<String, String> environment, Patience patience) {
        return new Uplink(ingest, "9.9", environment, Clock.system(), patience);
    }

    static Uplink plain(RawServer server, Patience patience) {
        return uplink(ingest("http://127.0.0.1:" + server.port(), null), patience);
    }

    static CompletableFuture<Response> send(Wire wire, Request request) {
        var future = new CompletableFuture<Response>();
        wire.exchange(request, future::complete);
        return future;
    }

    static Response await(CompletableFuture<Response> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            return fail(e);
        }
    }

    static Response ask(Wire wire, Request request) {
        return await(send(wire, request));
    }

    static Response ask(Wire wire) {
        return ask(wire, Request.get("/v1/agents/a1/positions"));
    }

    static Response.Heard heard(Response response) {
        return assertInstanceOf(Response.Heard.class, response);
    }

    static Response.Lost lost(Response response) {
        return assertInstanceOf(Response.Lost.class, response);
    }

    static Request batch(int bytes) {
        byte[] body = new byte[bytes];
        new java.util.Random(bytes).nextBytes(body);
        return new Request(
                "POST",
                "/v1/agents/a1/streams/acd1/live/batches/1/1",
                Optional.of(
                        new Request.Content(
                                "application/x-ndjson",
                                Optional.of("zstd"),
                                Optional.of("sha-256=:abc:"),
                                body)));
    }
}
