package io.tidegate.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.AgentConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The local HTTP server over a real socket. */
class StatusServerTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Snapshot snapshot = snapshot(Snapshot.State.RUNNING, "connected", "");
    private StatusServer server;

    @BeforeEach
    void start() throws InterruptedException {
        server =
                StatusServer.start(new AgentConfig.Http("127.0.0.1", 0), () -> snapshot)
                        .orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aHealthyAgentIsLiveReadyAndStarted() throws Exception {
        for (String probe : List.of("live", "ready", "started")) {
            var answer = get("/health/" + probe);
            assertEquals(200, answer.statusCode(), probe);
            assertTrue(answer.body().contains("\"status\" : \"UP\""), answer.body());
        }
    }

    @Test
    void anOutageOfTheCloudLeavesItLiveAndReadyWhileTheSpoolHasRoom() throws Exception {
        snapshot = snapshot(Snapshot.State.RUNNING, "waiting", "");
        assertEquals(200, get("/health/live").statusCode());
        assertEquals(200, get("/health/ready").statusCode());
        snapshot = snapshot(Snapshot.State.WAITING, "waiting", "1024 MiB wait to be sent");
        assertEquals(200, get("/health/live").statusCode());
        var ready = get("/health/ready");
        assertEquals(503, ready.statusCode());
        assertTrue(ready.body().contains("1024 MiB wait to be sent"), ready.body());
    }

    @Test
    void aSourceThatCannotBeReadIsNotReadyAndSaysWhy() throws Exception {
        snapshot = snapshot(Snapshot.State.TROUBLED, "connected", "");
        var ready = get("/health/ready");
        assertEquals(503, ready.statusCode());
        assertTrue(ready.body().contains("the reason"), ready.body());
        assertEquals(200, get("/health/live").statusCode());
    }

    @Test
    void thePageShowsTextAsTextWhateverItHolds() throws Exception {
        String page = get("/").body();
        assertTrue(page.contains("&lt;b&gt;calls"), page);
        assertFalse(page.contains("<b>calls"), page);
        assertFalse(page.contains("{{"), page);
    }

    @Test
    void metricsNameTheStreamAndConserveRows() throws Exception {
        String metrics = get("/metrics").body();
        assertTrue(metrics.contains("tidegate_rows_sent_total{stream=\"<b>calls\"} 7.0"), metrics);
        assertTrue(metrics.contains("tidegate_rows_waiting{stream=\"<b>calls\"} 3.0"), metrics);
        assertTrue(metrics.contains("tidegate_windows_held{stream=\"<b>calls\"} 1.0"), metrics);
        assertTrue(metrics.contains("tidegate_windows_gone{stream=\"<b>calls\"} 0.0"), metrics);
        assertTrue(metrics.contains("tidegate_unsent_seconds 0.0"), metrics);
        assertTrue(metrics.contains("tidegate_lag_seconds{stream=\"<b>calls\"} 60.0"), metrics);
    }

    @Test
    void statesThatNobodyWatchesAnyMoreAreCountedEverywhereWithTheRemedy() throws Exception {
        var left =
                new Snapshot.Left(
                        5, Optional.of(Instant.parse("2025-03-01T07:30:00Z")), Duration.ofDays(35));
        var made = new Snapshots();
        made.open = Optional.of(new Snapshot.OpenSpans(12, 3, left));
        snapshot = made.snapshot();
        String text =
                "5 older states had no end within 35 days (status.max-open) and stay open in the"
                        + " cloud, the oldest in the window that begins 2025-03-01 07:30:00 UTC";
        String page = get("/").body();
        assertTrue(page.contains(text), page);
        assertTrue(page.contains("status.log-off"), page);
        String json = get("/status").body();
        assertTrue(json.contains(text), json);
        assertTrue(json.contains("\"left\" : 5"), json);
        assertTrue(json.contains("\"leftSince\" : \"2025-03-01T07:30:00Z\""), json);
        String metrics = get("/metrics").body();
        assertTrue(metrics.contains("tidegate_open_spans_left{stream=\"<b>calls\"} 5.0"), metrics);
    }

    @Test
    void statesThatGoOnAreShownWithHowManyHaveForLong() throws Exception {
        String text = "12 states go on, 3 of them for more than a day";
        assertTrue(get("/").body().contains(text), get("/").body());
        String json = get("/status").body();
        assertTrue(json.contains("\"olderThanADay\" : 3"), json);
        assertTrue(json.contains(text), json);
        String metrics = get("/metrics").body();
        assertTrue(metrics.contains("tidegate_open_spans{stream=\"<b>calls\"} 12.0"), metrics);
        assertTrue(metrics.contains("tidegate_open_spans_old{stream=\"<b>calls\"} 3.0"), metrics);
    }

    @Test
    void nothingButReadingIsAllowed() throws Exception {
        var post =
                HttpRequest.newBuilder(uri("/status"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build();
        assertEquals(405, http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
        var head = HttpRequest.newBuilder(uri("/status")).HEAD().build();
        assertEquals("", http.send(head, HttpResponse.BodyHandlers.ofString()).body());
        assertEquals(404, get("/env").statusCode());
    }

    @Test
    void aNameOfAnotherMachineIsRefused() throws IOException {
        assertTrue(
                raw("GET /status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                        .startsWith("HTTP/1.1 421"));
        assertTrue(
                raw("GET /status HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n")
                        .startsWith("HTTP/1.1 200"));
        assertTrue(
                raw("GET /status HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n")
                        .startsWith("HTTP/1.1 403"));
    }

    @Test
    void aBusyPortIsSaidAndNoOutage() throws InterruptedException {
        assertTrue(
                StatusServer.start(new AgentConfig.Http("127.0.0.1", server.port()), () -> snapshot)
                        .isEmpty());
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static Snapshot snapshot(Snapshot.State state, String uplink, String full) {
        var snapshots = new Snapshots().matter(Snapshot.Matter.Kind.HELD, "2026-11-19", 1, 1);
        snapshots.state = state;
        snapshots.reason = state == Snapshot.State.RUNNING ? "" : "the reason";
        snapshots.uplink = uplink;
        snapshots.full = full;
        return snapshots.snapshot();
    }
}
