package io.tidegate.agent.uplink.wire;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static io.tidegate.agent.uplink.wire.Callers.CALM;
import static io.tidegate.agent.uplink.wire.Callers.ask;
import static io.tidegate.agent.uplink.wire.Callers.batch;
import static io.tidegate.agent.uplink.wire.Callers.heard;
import static io.tidegate.agent.uplink.wire.Callers.ingest;
import static io.tidegate.agent.uplink.wire.Callers.lost;
import static io.tidegate.agent.uplink.wire.Callers.through;
import static io.tidegate.agent.uplink.wire.Callers.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;

import io.tidegate.agent.uplink.wire.Response.Why;
import io.tidegate.config.AgentConfig.Ingest;
import io.tidegate.config.AgentConfig.Proxy;
import io.tidegate.config.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.Socket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Through a proxy by CONNECT, with and without a login. */
class ProxyTest {
    @TempDir static Path folder;
    private static Pki local;
    private static WireMockServer server;

    @BeforeAll
    static void start() throws Exception {
        local = Pki.local(folder);
        server =
                new WireMockServer(
                        wireMockConfig()
                                .httpDisabled(true)
                                .dynamicHttpsPort()
                                .bindAddress("127.0.0.1")
                                .keystorePath(local.store().toString())
                                .keystoreType("PKCS12")
                                .keystorePassword(Pki.PASSWORD)
                                .keyManagerPassword(Pki.PASSWORD));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withBody("{}")));
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    /** A proxy that asks for that login, or for none if it is empty. */
    private static RawServer proxy(String login) throws Exception {
        String wanted = "Basic " + Base64.getEncoder().encodeToString(login.getBytes());
        return new RawServer(
                talk -> {
                    var head = talk.hear();
                    String given = head.headers().getOrDefault("proxy-authorization", "");
                    if (!login.isEmpty() && !given.equals(wanted)) {
                        talk.say("HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic\r\n\r\n");
                        return;
                    }
                    try (var beyond = new Socket("127.0.0.1", server.httpsPort())) {
                        talk.say("HTTP/1.1 200 Connected\r\n\r\n");
                        Thread.ofVirtual().start(() -> pump(beyond, talk.socket()));
                        talk.socket().getInputStream().transferTo(beyond.getOutputStream());
                    }
                });
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (java.io.IOException _) {
            // One of them has gone.
        }
    }

    private static Ingest target() {
        return ingest("https://localhost:" + server.httpsPort(), local.certificate());
    }

    private static Ingest via(RawServer proxy, String user, String password) {
        return through(
                target(),
                new Proxy.Http(
                        "127.0.0.1",
                        proxy.port(),
                        Optional.of(user).filter(u -> !u.isEmpty()).map(Secret::of),
                        Optional.of(Secret.of(password))));
    }

    @Test
    void http2IsSpokenThroughAProxyThatLooksUpTheNameItself() throws Exception {
        try (var proxy = proxy("");
                var wire = uplink(via(proxy, "", ""), CALM)) {
            assertEquals(200, heard(ask(wire, batch(1 << 20))).status());
            assertEquals("h2", wire.line().protocol());
            assertEquals(
                    "CONNECT localhost:" + server.httpsPort() + " HTTP/1.1",
                    proxy.heard.getFirst().line());
            assertFalse(proxy.heard.getFirst().headers().containsKey("authorization"));
        }
    }

    @Test
    void aLoginIsGivenToTheProxyAlone() throws Exception {
        try (var proxy = proxy("ann:s3cret");
                var wire = uplink(via(proxy, "ann", "s3cret"), CALM)) {
            assertEquals(200, heard(ask(wire)).status());
            var last = server.getAllServeEvents().getFirst().getRequest();
            assertFalse(last.containsHeader("Proxy-Authorization"));
        }
    }

    @Test
    void aProxyThatAsksForALoginIsNamedWithTheSettings() throws Exception {
        try (var proxy = proxy("ann:s3cret");
                var wire = uplink(via(proxy, "", ""), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.PROXY, lost.why());
            assertTrue(lost.sentence().contains("407"), lost.sentence());
            assertTrue(lost.sentence().contains("ingest.proxy.username"), lost.sentence());
        }
    }

    @Test
    void aWrongLoginIsSaidToBeWrongAndNotShown() throws Exception {
        try (var proxy = proxy("ann:s3cret");
                var wire = uplink(via(proxy, "ann", "wr0ng"), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertTrue(lost.sentence().contains("does not accept"), lost.sentence());
            assertFalse(lost.sentence().contains("wr0ng"), lost.sentence());
        }
    }

    @Test
    void aProxyThatDoesNotLetUsThroughIsNamedWithItsStatus() throws Exception {
        RawServer.Play refusing =
                talk -> {
                    talk.hear();
                    talk.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                };
        try (var proxy = new RawServer(refusing);
                var wire = uplink(via(proxy, "", ""), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.PROXY, lost.why());
            assertTrue(lost.sentence().contains("(403)"), lost.sentence());
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        RawServer gone = proxy("");
        gone.close();
        try (var wire = uplink(via(gone, "", ""), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.PROXY, lost.why());
            assertTrue(lost.sentence().contains("127.0.0.1:" + gone.port()), lost.sentence());
        }
    }

    @Test
    void theEnvironmentNamesTheProxyUnlessNoProxyExempts() throws Exception {
        var environment = new Proxy.Environment(Optional.empty(), Optional.empty());
        Ingest target = through(target(), environment);
        try (var proxy = proxy("ann:s3c@ret")) {
            String url = "http://ann:s3c%40ret@127.0.0.1:" + proxy.port() + "/";
            try (var wire = uplink(target, Map.of("https_proxy", url), CALM)) {
                assertEquals(200, heard(ask(wire)).status());
                assertEquals(1, proxy.connections());
            }
            var exempt = Map.of("HTTPS_PROXY", url, "NO_PROXY", "example.com,localhost");
            try (var wire = uplink(target, exempt, CALM)) {
                assertEquals(200, heard(ask(wire)).status());
                assertEquals(1, proxy.connections());
            }
        }
    }
}
