package io.tidegate.agent.uplink.wire;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static io.tidegate.agent.uplink.wire.Callers.CALM;
import static io.tidegate.agent.uplink.wire.Callers.ask;
import static io.tidegate.agent.uplink.wire.Callers.await;
import static io.tidegate.agent.uplink.wire.Callers.batch;
import static io.tidegate.agent.uplink.wire.Callers.heard;
import static io.tidegate.agent.uplink.wire.Callers.ingest;
import static io.tidegate.agent.uplink.wire.Callers.lost;
import static io.tidegate.agent.uplink.wire.Callers.send;
import static io.tidegate.agent.uplink.wire.Callers.uplink;
import static io.tidegate.agent.uplink.wire.Callers.withClientKey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.tidegate.agent.uplink.wire.Response.Why;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS: whom we trust, which protocol is spoken, and what is said when it does not work. */
class TlsTest {
    @TempDir static Path folder;
    private static Pki local;
    private WireMockServer server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        local = Pki.local(folder);
    }

    @AfterAll
    static void forget() {
        local = null;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private static WireMockConfiguration tls(Pki pki) {
        return wireMockConfig()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystorePath(pki.store().toString())
                .keystoreType("PKCS12")
                .keystorePassword(Pki.PASSWORD)
                .keyManagerPassword(Pki.PASSWORD);
    }

    private void start(WireMockConfiguration configuration) {
        server = new WireMockServer(configuration);
        server.start();
        server.stubFor(
                any(anyUrl())
                        .willReturn(
                                aResponse()
                                        .withHeader("Content-Type", "application/json")
                                        .withBody("{}")));
    }

    private String url() {
        return "https://localhost:" + server.httpsPort();
    }

    @Test
    void http2IsSpokenWhereItIsOfferedOverOneConnection() {
        start(tls(local));
        try (var wire = uplink(ingest(url(), local.certificate()), CALM)) {
            var all = IntStream.range(0, 8).mapToObj(_ -> send(wire, batch(1 << 20))).toList();
            all.forEach(future -> assertEquals(200, heard(await(future)).status()));
            assertEquals("h2", wire.line().protocol());
            assertEquals(0, wire.session());
            var came = server.getAllServeEvents();
            assertEquals(8, came.size());
            assertEquals("HTTP/2.0", came.getFirst().getRequest().getProtocol());
            assertArrayEquals(
                    batch(1 << 20).content().orElseThrow().bytes(),
                    came.getFirst().getRequest().getBody());
            assertEquals("Bearer k3y", came.getFirst().getRequest().getHeader("Authorization"));
            assertEquals("tidegate/9.9", came.getFirst().getRequest().getHeader("User-Agent"));
        }
    }

    @Test
    void http11IsSpokenWhereHttp2IsNotOffered() {
        start(tls(local).http2TlsDisabled(true));
        try (var wire = uplink(ingest(url(), local.certificate()), CALM)) {
            assertEquals(200, heard(ask(wire, batch(1 << 20))).status());
            assertEquals("http/1.1", wire.line().protocol());
        }
    }

    @Test
    void anUnknownAuthorityIsNamedWithTheRemedy() {
        start(tls(local));
        try (var wire = uplink(ingest(url(), null), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.TLS, lost.why());
            assertTrue(lost.sentence().contains("CN=localhost,O=Tests"), lost.sentence());
            assertTrue(lost.sentence().contains("ingest.ca-file"), lost.sentence());
        }
    }

    @Test
    void theTrustFileIsReadAnewAtEachConnection(@TempDir Path own) throws Exception {
        Path caFile = own.resolve("ca.pem");
        Pki other = Pki.make(own, "other", "SAN=DNS:other", "-1d", "30");
        Files.copy(other.certificate(), caFile);
        start(tls(local));
        try (var wire = uplink(ingest(url(), caFile), CALM)) {
            assertEquals(Why.TLS, lost(ask(wire)).why());
            Files.copy(local.certificate(), caFile, StandardCopyOption.REPLACE_EXISTING);
            assertEquals(200, heard(ask(wire)).status());
        }
    }

    @Test
    void aTrustFileThatIsNoneIsNamed(@TempDir Path own) throws Exception {
        Path caFile = Files.writeString(own.resolve("ca.pem"), "not a certificate");
        try (var wire = uplink(ingest("https://localhost:1", caFile), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertTrue(lost.sentence().contains("ingest.ca-file"), lost.sentence());
            assertTrue(lost.sentence().contains("ca.pem"), lost.sentence());
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        Pki other = Pki.make(folder, "elsewhere", "SAN=DNS:elsewhere.example", "-2d", "30");
        start(tls(other));
        try (var wire = uplink(ingest(url(), other.certificate()), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.TLS, lost.why());
            assertTrue(lost.sentence().contains("not one for the host"), lost.sentence());
        }
    }

    @Test
    void aCertificateThatRanOutIsRefused() throws Exception {
        Pki old = Pki.make(folder, "localhost", "SAN=DNS:localhost", "-40d", "30");
        start(tls(old));
        try (var wire = uplink(ingest(url(), old.certificate()), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.TLS, lost.why());
            assertTrue(lost.sentence().contains("ran out"), lost.sentence());
        }
    }

    @Test
    void aClientCertificateIsShownWhereOneIsSet() {
        start(
                tls(local)
                        .needClientAuth(true)
                        .trustStorePath(local.store().toString())
                        .trustStoreType("PKCS12")
                        .trustStorePassword(Pki.PASSWORD));
        try (var wire = uplink(ingest(url(), local.certificate()), CALM)) {
            lost(ask(wire));
        }
        var known = withClientKey(ingest(url(), local.certificate()), local);
        try (var wire = uplink(known, CALM)) {
            assertEquals(200, heard(ask(wire)).status());
        }
    }

    @Test
    void whereHttp2DoesNotWorkHttp11IsTried() throws Exception {
        var offered = new AtomicInteger();
        var socket =
                (SSLServerSocket)
                        local.context()
                                .getServerSocketFactory()
                                .createServerSocket(0, 9, InetAddress.getLoopbackAddress());
        RawServer.Play broken =
                talk -> {
                    var tls = (SSLSocket) talk.socket();
                    var parameters = tls.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"h2"});
                    tls.setSSLParameters(parameters);
                    tls.startHandshake();
                    if ("h2".equals(tls.getApplicationProtocol())) {
                        offered.incrementAndGet();
                        talk.say("HTTP/1.1 400 I only pretend\r\n\r\n");
                        return;
                    }
                    while (true) {
                        talk.hear();
                        talk.answer("{}");
                    }
                };
        try (var server = new RawServer(socket, broken);
                var wire =
                        uplink(
                                ingest("https://localhost:" + server.port(), local.certificate()),
                                CALM)) {
            lost(ask(wire));
            assertEquals(200, heard(ask(wire)).status());
            assertEquals("http/1.1", wire.line().protocol());
            assertEquals(1, offered.get());
        }
    }

    @Test
    void aServerThatNeverAnswersTheHandshakeIsGivenUp() throws Exception {
        var hasty =
                new Patience(
                        java.time.Duration.ofSeconds(5),
                        java.time.Duration.ofMillis(300),
                        CALM.progress(),
                        CALM.total(),
                        CALM.idle());
        try (var server = new RawServer(talk -> talk.socket().getInputStream().readNBytes(9999));
                var wire =
                        uplink(
                                ingest("https://localhost:" + server.port(), local.certificate()),
                                hasty)) {
            Why why = lost(ask(wire)).why();
            assertTrue(why == Why.TLS || why == Why.TIME, why.name());
        }
    }
}
