package io.tidegate.agent.uplink;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.github.tomakehurst.wiremock.WireMockServer;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.protocol.ProblemType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the doctor makes of answers that come over real HTTP. */
class IngestDoctorTest {
    private static WireMockServer server;

    @BeforeAll
    static void start() {
        server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void forget() {
        server.resetAll();
    }

    private static List<String> look() throws Exception {
        var ingest =
                new AgentConfig.Ingest(
                        URI.create("http://127.0.0.1:" + server.port()),
                        "tidegate",
                        Optional.of(Secret.of("hush-hush")),
                        AgentConfig.Compression.AUTO,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new AgentConfig.Proxy.None());
        var found = new ArrayList<Finding>();
        new IngestDoctor("berlin", ingest, "1", Map.of(), Clock.system()).look(found::add);
        assertFalse(found.toString().contains("hush-hush"), found.toString());
        return found.stream().skip(1).map(f -> f.level() + " " + f.what()).toList();
    }

    private static void answer(int status, String type, String body, Instant date) {
        server.stubFor(
                any(anyUrl())
                        .willReturn(
                                aResponse()
                                        .withStatus(status)
                                        .withHeader("Content-Type", type)
                                        .withHeader(
                                                "Date",
                                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                                        date.atOffset(ZoneOffset.UTC)))
                                        .withBody(body)));
    }

    private static void refuse(ProblemType type) {
        answer(
                type.status(),
                "application/problem+json",
                "{\"type\":\"%s\",\"title\":\"no\",\"status\":%d,\"detail\":\"not you\"}"
                        .formatted(type.uri(), type.status()),
                Instant.now());
    }

    @Test
    void aGoodAnswerSaysProtocolTokenAndClock() throws Exception {
        answer(200, "application/json", "{\"epoch\":0,\"streams\":[]}", Instant.now());
        assertEquals(
                List.of(
                        "OK it answers over http/1.1 and knows the token; this connector has sent nothing so far",
                        "OK its clock agrees with this machine's"),
                look());
        server.verify(
                1,
                getRequestedFor(urlEqualTo("/v1/agents/berlin/positions"))
                        .withHeader("Authorization", equalTo("Bearer hush-hush")));
        assertEquals(1, server.getAllServeEvents().size());
    }

    @Test
    void aWrongClockIsNamed() throws Exception {
        answer(
                200,
                "application/json",
                "{\"epoch\":1,\"streams\":[]}",
                Instant.now().plusSeconds(3_600));
        assertEquals(
                "WARN its clock is 3,600 s ahead of this machine's",
                look().getLast().replaceAll("3,(599|60\\d)", "3,600"));
    }

    @Test
    void aTokenThatIsNotKnownOrNotAllowedIsToldApart() throws Exception {
        refuse(ProblemType.UNAUTHORIZED);
        assertEquals(List.of("FAIL it does not know the token (401)"), look());
        refuse(ProblemType.FORBIDDEN);
        assertEquals(
                List.of("FAIL it knows the token and refuses this connector (403): not you"),
                look());
    }

    @Test
    void aPathThatIsNotKnownPointsToTheAddress() throws Exception {
        refuse(ProblemType.NOT_FOUND);
        assertEquals(
                List.of("FAIL the ingest does not know this path (HTTP 404); check ingest.url"),
                look());
    }
}
