package io.tidegate.agent.uplink;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static io.tidegate.agent.uplink.TestIntake.contacts;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.uplink.wire.Pki;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Each kind of answer over real HTTP/1.1 and over HTTP/2 with TLS: the first batch is answered like
 * that, everything else by an ingest in memory.
 */
class AnswersOverHttpTest {
    private static final String BATCHES = ".*/batches/.*";

    /** Where HTTP/2 itself does not work, HTTP/1.1 is tried. */
    private static final Set<String> SPOILT = Set.of("garbage", "cut chunk");

    @TempDir static Path folder;
    private static Pki pki;
    private static final Honest HONEST = new Honest();
    private static WireMockServer server;

    /** Lets the ingest in memory answer. */
    private static final class Honest implements ResponseDefinitionTransformerV2 {
        private volatile ScriptedIngest ingest;

        @Override
        public String getName() {
            return "ingest";
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            var request = event.getRequest();
            var headers = new TreeMap<String, String>();
            request.getHeaders()
                    .all()
                    .forEach(h -> headers.put(h.key().toLowerCase(Locale.ROOT), h.firstValue()));
            ScriptedIngest.Said said =
                    ingest.handle(
                            new ScriptedIngest.Call(
                                    request.getMethod().getName(),
                                    request.getUrl(),
                                    headers,
                                    request.getBody()));
            return new ResponseDefinitionBuilder()
                    .withStatus(said.status())
                    .withHeader("Content-Type", said.type())
                    .withBody(said.body())
                    .build();
        }
    }

    /**
     * @param times how often that batch is sent until it is through; halves and skips not counted
     */
    private record Row(String name, ResponseDefinitionBuilder answer, int times) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ResponseDefinitionBuilder problem(int status, String type) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/problem+json")
                .withBody(
                        "{\"type\":\"https://tidegate.io/problems/%s\",\"detail\":\"x\"}"
                                .formatted(type));
    }

    private static ResponseDefinitionBuilder page(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html")
                .withBody("<html>a page</html>");
    }

    private static Stream<Row> rows() {
        return Stream.of(
                new Row("401", problem(401, "unauthorized"), 2),
                new Row("403", problem(403, "forbidden"), 2),
                new Row("404", problem(404, "not-found"), 2),
                new Row("408", problem(408, "request-timeout"), 2),
                new Row("409 digest", problem(409, "digest-mismatch"), 2),
                new Row("429", problem(429, "too-many-requests").withHeader("Retry-After", "7"), 2),
                new Row("500", problem(500, "internal"), 2),
                new Row(
                        "503",
                        problem(503, "unavailable")
                                .withHeader("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"),
                        2),
                new Row("413", problem(413, "too-large"), 2),
                new Row("413 of a gateway", page(413), 2),
                new Row("302", page(302).withHeader("Location", "https://example.com/"), 2),
                new Row("portal 200", page(200), 2),
                new Row("proxy 403", page(403), 2),
                new Row("gateway 504", page(504), 2),
                new Row("no body", aResponse().withStatus(200), 2),
                new Row("empty", aResponse().withFault(Fault.EMPTY_RESPONSE), 2),
                new Row("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), 2),
                new Row("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), 2),
                new Row("cut chunk", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), 2));
    }

    private static Stream<Row> onHttp1() {
        return rows();
    }

    private static Stream<Row> onHttp2() {
        return rows();
    }

    @BeforeAll
    static void start() throws Exception {
        pki = Pki.local(folder);
        server =
                new WireMockServer(
                        wireMockConfig()
                                .dynamicPort()
                                .dynamicHttpsPort()
                                .bindAddress("127.0.0.1")
                                .keystorePath(pki.store().toString())
                                .keystoreType("PKCS12")
                                .keystorePassword(Pki.PASSWORD)
                                .keyManagerPassword(Pki.PASSWORD)
                                .extensions(HONEST));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @ParameterizedTest
    @MethodSource
    void onHttp1(Row row) throws Exception {
        deliver(row, "http://127.0.0.1:" + server.port(), null, "http/1.1");
    }

    @ParameterizedTest
    @MethodSource
    void onHttp2(Row row) throws Exception {
        deliver(row, "https://localhost:" + server.httpsPort(), pki.certificate(), "h2");
    }

    private static void deliver(Row row, String url, Path caFile, String protocol)
            throws Exception {
        TestClock clock = TestClock.at("2026-11-25T10:00:00Z");
        HONEST.ingest = new ScriptedIngest(clock);
        HONEST.ingest.takeZstd(); // The server hands gzip on unpacked, which is not what was sent.
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers("ingest")));
        server.stubFor(
                post(urlPathMatching(BATCHES))
                        .atPriority(1)
                        .inScenario("once")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo("over")
                        .willReturn(row.answer()));
        Path data = folder.resolve(row.name().replace(' ', '-') + "-" + protocol.replace('/', '-'));
        try (var desk = new RealDesk(clock, data, url, caFile, "zstd")) {
            desk.intake.put("acd1", LIVE, 0, 1, contacts(0, 60));
            desk.intake.put("acd1", LIVE, 1, 1, contacts(3, 9));
            desk.until(desk::isEmpty);
            assertEquals(desk.intake.expected("acd1"), HONEST.ingest.stored("acd1"));
            if (!SPOILT.contains(row.name())) {
                assertEquals(protocol, desk.loop.state().protocol());
            }
        }
        server.verify(row.times(), postRequestedFor(urlPathMatching(".*/acd1/live/batches/1/1")));
    }
}
