package io.tidegate.agent.uplink.wire;

import static io.tidegate.agent.uplink.wire.Callers.BRIEF;
import static io.tidegate.agent.uplink.wire.Callers.CALM;
import static io.tidegate.agent.uplink.wire.Callers.HASTY;
import static io.tidegate.agent.uplink.wire.Callers.ask;
import static io.tidegate.agent.uplink.wire.Callers.await;
import static io.tidegate.agent.uplink.wire.Callers.batch;
import static io.tidegate.agent.uplink.wire.Callers.heard;
import static io.tidegate.agent.uplink.wire.Callers.ingest;
import static io.tidegate.agent.uplink.wire.Callers.lost;
import static io.tidegate.agent.uplink.wire.Callers.plain;
import static io.tidegate.agent.uplink.wire.Callers.send;
import static io.tidegate.agent.uplink.wire.Callers.uplink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.ClosedPort;
import io.tidegate.agent.uplink.wire.Response.Why;
import io.tidegate.config.AgentFile;
import io.tidegate.config.Environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** HTTP/1.1 on loopback, against sockets that misbehave in every way. */
class UplinkTest {
    private static final RawServer.Play POLITE =
            talk -> {
                while (true) {
                    talk.hear();
                    talk.answer("{}");
                }
            };

    @Test
    void aRequestSaysWhatTheProtocolAsksFor() throws Exception {
        try (var server = new RawServer(POLITE);
                var wire = plain(server, CALM)) {
            Request sent = batch(300_000);
            assertEquals(200, heard(ask(wire, sent)).status());
            RawServer.Message came = server.heard.getFirst();
            assertEquals("POST /v1/agents/a1/streams/acd1/live/batches/1/1 HTTP/1.1", came.line());
            assertEquals("127.0.0.1:" + server.port(), came.headers().get("host"));
            assertEquals("tidegate/9.9", came.headers().get("user-agent"));
            assertEquals("Bearer k3y", came.headers().get("authorization"));
            assertEquals("application/x-ndjson", came.headers().get("content-type"));
            assertEquals("zstd", came.headers().get("content-encoding"));
            assertEquals("sha-256=:abc:", came.headers().get("content-digest"));
            assertArrayEquals(sent.content().orElseThrow().bytes(), came.body());
        }
    }

    @Test
    void thePathOfTheUrlStandsBeforeThatOfTheProtocol() throws Exception {
        try (var server = new RawServer(POLITE);
                var wire =
                        uplink(
                                ingest("http://localhost:" + server.port() + "/tide/", null),
                                CALM)) {
            heard(ask(wire));
            assertEquals(
                    "GET /tide/v1/agents/a1/positions HTTP/1.1", server.heard.getFirst().line());
        }
    }

    @Test
    void oneConnectionServesOneRequestAfterAnother() throws Exception {
        try (var server = new RawServer(POLITE);
                var wire = plain(server, CALM)) {
            assertEquals(Line.NONE, wire.line());
            for (int i = 0; i < 20; i++) {
                heard(ask(wire, batch(1_000)));
            }
            assertEquals(1, server.connections());
            assertEquals("http/1.1", wire.line().protocol());
            assertEquals(0, wire.session());
        }
    }

    @Test
    void atMostFourConnectionsAreOpenedHoweverManyRequestsWait() throws Exception {
        var gate = new CountDownLatch(1);
        RawServer.Play gated =
                talk -> {
                    while (true) {
                        talk.hear();
                        gate.await();
                        talk.answer("{}");
                    }
                };
        try (var server = new RawServer(gated);
                var wire = plain(server, CALM)) {
            var all = IntStream.range(0, 12).mapToObj(_ -> send(wire, batch(10))).toList();
            while (server.heard.size() < 1) {
                Thread.onSpinWait();
            }
            gate.countDown();
            all.forEach(future -> heard(await(future)));
            assertTrue(server.connections() <= 4, "connections: " + server.connections());
        }
    }

    @Test
    void aConnectionThatIsCutBeforeTheAnswerIsAnUnknownOutcome() throws Exception {
        try (var server = new RawServer(RawServer.Talk::hear);
                var wire = plain(server, CALM)) {
            Response.Lost lost = lost(ask(wire, batch(1_000)));
            assertEquals(Why.CUT, lost.why());
            assertFalse(lost.stale());
            assertEquals(1, wire.session());
            assertEquals(Line.NONE, wire.line());
        }
    }

    @Test
    void anAnswerThatIsCutIsNoAnswer() throws Exception {
        RawServer.Play half =
                talk -> {
                    talk.hear();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":");
                };
        try (var server = new RawServer(half);
                var wire = plain(server, CALM)) {
            assertEquals(Why.CUT, lost(ask(wire)).why());
        }
    }

    @Test
    void aChunkedAnswerWithoutItsEndIsNoAnswer() throws Exception {
        RawServer.Play half =
                talk -> {
                    talk.hear();
                    talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
                };
        try (var server = new RawServer(half);
                var wire = plain(server, CALM)) {
            assertEquals(Why.CUT, lost(ask(wire)).why());
        }
    }

    @Test
    void aResetInTheMiddleOfTheBodyIsAnUnknownOutcome() throws Exception {
        RawServer.Play reset =
                talk -> {
                    talk.head();
                    talk.reset();
                };
        try (var server = new RawServer(reset);
                var wire = plain(server, CALM)) {
            assertEquals(Why.CUT, lost(ask(wire, batch(8 << 20))).why());
        }
    }

    @Test
    void aServerThatHalfClosesWithoutAnAnswerIsNotWaitedFor() throws Exception {
        var done = new CountDownLatch(1);
        RawServer.Play halfClosed =
                talk -> {
                    talk.hear();
                    talk.socket().shutdownOutput();
                    done.await();
                };
        try (var server = new RawServer(halfClosed);
                var wire = plain(server, CALM)) {
            assertEquals(Why.CUT, lost(ask(wire)).why());
            done.countDown();
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        RawServer.Play silent =
                talk -> {
                    talk.hear();
                    talk.hear();
                };
        try (var server = new RawServer(silent);
                var wire = plain(server, HASTY)) {
            assertEquals(Why.TIME, lost(ask(wire)).why());
        }
    }

    @Test
    void aServerThatReadsNothingIsGivenUp() throws Exception {
        var done = new CountDownLatch(1);
        RawServer.Play deaf =
                talk -> {
                    talk.head();
                    done.await();
                };
        try (var server = new RawServer(deaf);
                var wire = plain(server, HASTY)) {
            Response.Lost lost = lost(ask(wire, batch(32 << 20)));
            assertEquals(Why.TIME, lost.why());
            assertTrue(lost.sentence().startsWith("nothing moved"), lost.sentence());
            done.countDown();
        }
    }

    @Test
    void anAnswerThatDripsIsGivenUpInTheEnd() throws Exception {
        RawServer.Play drip =
                talk -> {
                    talk.hear();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    for (int i = 0; i < 1000; i++) {
                        talk.say("{");
                        Thread.sleep(100);
                    }
                };
        try (var server = new RawServer(drip);
                var wire = plain(server, BRIEF)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.TIME, lost.why());
            assertTrue(lost.sentence().startsWith("no answer within"), lost.sentence());
        }
    }

    @Test
    void anAnswerOfMoreThanAMebibyteIsNotRead() throws Exception {
        RawServer.Play huge =
                talk -> {
                    talk.hear();
                    talk.answer(200, "application/json", new byte[40 << 20]);
                };
        try (var server = new RawServer(huge);
                var wire = plain(server, CALM)) {
            assertEquals(Why.NONSENSE, lost(ask(wire)).why());
        }
    }

    @Test
    void anAnswerOfAMebibyteIsRead() throws Exception {
        RawServer.Play large =
                talk -> {
                    talk.hear();
                    talk.answer(200, "application/json", new byte[1 << 20]);
                };
        try (var server = new RawServer(large);
                var wire = plain(server, CALM)) {
            assertEquals(1 << 20, heard(ask(wire)).body().length);
        }
    }

    @Test
    void whatIsNotHttpIsNonsense() throws Exception {
        RawServer.Play ssh =
                talk -> {
                    talk.say("SSH-2.0-OpenSSH_9.9\r\n");
                    talk.hear();
                };
        try (var server = new RawServer(ssh);
                var wire = plain(server, CALM)) {
            Why why = lost(ask(wire)).why();
            assertTrue(why == Why.NONSENSE || why == Why.CUT, why.name());
        }
    }

    @Test
    void anAnswerThatComesWhileTheBodyIsStillBeingSentCounts() throws Exception {
        var done = new CountDownLatch(1);
        RawServer.Play early =
                talk -> {
                    talk.head();
                    talk.answer(413, "text/html", "too large".getBytes());
                    done.await();
                };
        try (var server = new RawServer(early);
                var wire = plain(server, CALM)) {
            assertEquals(413, heard(ask(wire, batch(32 << 20))).status());
            done.countDown();
        }
    }

    @Test
    void interimAnswersArePassedOver() throws Exception {
        RawServer.Play interim =
                talk -> {
                    talk.hear();
                    talk.say("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
                    talk.answer("{}");
                };
        try (var server = new RawServer(interim);
                var wire = plain(server, CALM)) {
            assertEquals(200, heard(ask(wire)).status());
        }
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() throws Exception {
        try (var elsewhere = new RawServer(POLITE);
                var server =
                        new RawServer(
                                talk -> {
                                    talk.hear();
                                    talk.answer(
                                            307,
                                            "text/html",
                                            new byte[0],
                                            "Location: http://127.0.0.1:" + elsewhere.port());
                                });
                var wire = plain(server, CALM)) {
            assertEquals(307, heard(ask(wire)).status());
            assertEquals(0, elsewhere.connections());
        }
    }

    @Test
    void aServerThatClosesAfterEachAnswerAsAnnouncedIsServedAllTheSame() throws Exception {
        RawServer.Play closing =
                talk -> {
                    talk.hear();
                    talk.answer(200, "application/json", "{}".getBytes(), "Connection: close");
                };
        try (var server = new RawServer(closing);
                var wire = plain(server, CALM)) {
            for (int i = 0; i < 5; i++) {
                assertEquals(200, heard(ask(wire, batch(100))).status());
            }
            assertEquals(5, server.connections());
            assertEquals(0, wire.session());
        }
    }

    @Test
    void whenTheServerGoesAwayBetweenTwoRequestsASessionHasEnded() throws Exception {
        try (var server = new RawServer(POLITE);
                var wire = plain(server, CALM)) {
            heard(ask(wire));
            server.cutAll();
            while (wire.session() == 0) {
                Thread.onSpinWait();
            }
            heard(ask(wire));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void whereNothingListensASentenceSaysSo() throws Exception {
        try (var closed = new ClosedPort();
                var wire = uplink(ingest("http://127.0.0.1:" + closed.number(), null), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.CONNECT, lost.why());
            assertTrue(lost.sentence().contains("127.0.0.1:" + closed.number()), lost.sentence());
        }
    }

    @Test
    void plainHttpDoesNotLeaveThisMachine() {
        try (var wire = uplink(ingest("http://192.0.2.1:80", null), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.NAME, lost.why());
            assertTrue(lost.sentence().contains("plain http"), lost.sentence());
        }
    }

    @Test
    void aNameThatNobodyKnowsIsNamed() {
        try (var wire = uplink(ingest("https://ingest.invalid", null), CALM)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.NAME, lost.why());
            assertTrue(lost.sentence().contains("ingest.invalid"), lost.sentence());
        }
    }

    @Test
    void theTokenIsReadAnewAtEachConnectionAndWhenAsked(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "one\n");
        try (var server = new RawServer(POLITE);
                var wire = withTokenFile(folder, token, server)) {
            heard(ask(wire));
            Files.writeString(token, "two\n");
            heard(ask(wire));
            wire.renewToken();
            heard(ask(wire));
            Files.writeString(token, "three\n");
            server.cutAll();
            while (wire.session() == 0) {
                Thread.onSpinWait();
            }
            heard(ask(wire));
            assertEquals(
                    java.util.List.of("Bearer one", "Bearer one", "Bearer two", "Bearer three"),
                    server.heard.stream().map(m -> m.headers().get("authorization")).toList());
        }
    }

    @Test
    void aTokenThatCannotBeReadIsNamedAndNothingIsSent(@TempDir Path folder) throws Exception {
        try (var server = new RawServer(POLITE);
                var wire = withTokenFile(folder, folder.resolve("missing"), server)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.TOKEN, lost.why());
            assertEquals(0, server.connections());
        }
    }

    @Test
    void aTokenOfTwoLinesIsNotSent(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "one\r\nX-Evil: two\n");
        try (var server = new RawServer(POLITE);
                var wire = withTokenFile(folder, token, server)) {
            Response.Lost lost = lost(ask(wire));
            assertEquals(Why.TOKEN, lost.why());
            assertFalse(lost.sentence().contains("Evil"), lost.sentence());
        }
    }

    private static Uplink withTokenFile(Path folder, Path token, RawServer server)
            throws Exception {
        Path file = folder.resolve("tidegate.properties");
        Files.writeString(
                file,
                """
                agent.name = a1
                ingest.url = http://127.0.0.1:%d
                ingest.token = ${file:%s}
                source.files.data = contacts
                source.files.time-zone = UTC
                source.files.csv.directory = %s
                source.files.csv.mode = append
                """
                        .formatted(server.port(), token, folder));
        var loaded = AgentFile.read(file, Environment.system());
        assertEquals(java.util.List.of(), loaded.global());
        return uplink(loaded.config().orElseThrow().ingest().orElseThrow(), CALM);
    }

    @Test
    void whatIsOpenWhenTheConnectorStopsIsTold() throws Exception {
        var done = new CountDownLatch(1);
        try (var server =
                new RawServer(
                        talk -> {
                            talk.hear();
                            done.await();
                        })) {
            var wire = plain(server, CALM);
            CompletableFuture<Response> open = send(wire, batch(10));
            while (server.heard.isEmpty()) {
                Thread.onSpinWait();
            }
            wire.close();
            lost(await(open));
            assertEquals(Why.CLOSED, lost(ask(wire)).why());
            wire.close();
            done.countDown();
        }
    }
}
