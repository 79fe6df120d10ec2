package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.ingest.http.HttpLimits;
import io.tidegate.protocol.BatchReply.Status;
import io.tidegate.protocol.HttpAnswer;
import io.tidegate.protocol.ProblemType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the wire itself demands: versions of HTTP, tokens, limits, time-outs. */
class HttpTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Postgres database;
    private static Bed bed;
    private static Sender sender;

    @BeforeAll
    static void begin() throws Exception {
        database = new Postgres();
        bed = new Bed(database);
        sender = bed.sender();
    }

    @AfterAll
    static void end() throws Exception {
        bed.close();
    }

    private static byte[] calls(String stream, long revision) {
        return Lines.zstd(
                Lines.window(stream, "contacts", "08:00", "09:00", revision)
                        .contact("a", "1", "08:00", 1, "1")
                        .text());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void batchesComeOverTlsByEitherVersionOfHttp(HttpClient.Version version, @TempDir Path folder)
            throws Exception {
        TestCertificate certificate = new TestCertificate(folder);
        var identity = certificate.identity();
        try (Bed secure = new Bed(new Postgres(), config -> withTls(config, identity));
                HttpClient client =
                        HttpClient.newBuilder()
                                .version(version)
                                .sslContext(certificate.trust())
                                .build()) {
            Sender tls = new Sender(client, secure.server().url());
            assertTrue(secure.server().url().startsWith("https://127.0.0.1:"));
            tls.begin("first");
            for (int i = 1; i <= 20; i++) {
                var lines = Lines.window("big", "contacts", "08:00", "09:00", i);
                Random random = new Random(i);
                for (int n = 0; n < 5_000; n++) {
                    lines.contact(Long.toHexString(random.nextLong()), "1", "08:00", 1, "" + n);
                }
                assertEquals(Status.COMMITTED, tls.live("big", lines).status());
            }
            HttpResponse<String> answer =
                    client.send(
                            tls.builder("/positions").build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(version, answer.version());
        }
    }

    private static IngestConfig withTls(
            IngestConfig config, io.tidegate.ingest.http.TlsIdentity identity) {
        return new IngestConfig(
                config.listen(),
                Optional.of(identity),
                config.database(),
                config.tokensFile(),
                config.limits(),
                config.decodedBytes());
    }

    private static IngestConfig withLimits(IngestConfig config, HttpLimits limits) {
        return new IngestConfig(
                config.listen(),
                config.tls(),
                config.database(),
                config.tokensFile(),
                limits,
                config.decodedBytes());
    }

    @Test
    void withoutAValidTokenNothingIsSaid() throws Exception {
        Sender stranger = new Sender(bed.server().url());
        stranger.token = "wrong";
        assertEquals(
                ProblemType.UNAUTHORIZED, Sender.problem(stranger.get("/positions")).type().get());
        HttpRequest bare =
                HttpRequest.newBuilder(URI.create(bed.server().url() + "/v1/nothing")).build();
        HttpAnswer answer = send(bare);
        assertEquals(401, answer.status());
        stranger.epoch = 1;
        answer = stranger.send(stranger.batch("calls", "live", 1, new byte[900_000]));
        assertEquals(401, answer.status());
    }

    @Test
    void aTokenServesOneAgentAlone() throws Exception {
        Sender other = new Sender(bed.server().url());
        other.agent = "munich";
        assertEquals(ProblemType.FORBIDDEN, Sender.problem(other.get("/positions")).type().get());
    }

    @Test
    void aChangedTokensFileIsReadAgainAndABrokenOneIsNot() throws Exception {
        try (Bed own = new Bed(new Postgres())) {
            Sender berlin = own.sender();
            Sender munich = new Sender(own.server().url());
            munich.agent = "munich";
            munich.token = "new";
            assertEquals(401, munich.get("/positions").status());
            Files.writeString(
                    own.tokens,
                    "# both\n\n"
                            + Bed.line("acme", "berlin", Sender.TOKEN)
                            + Bed.line("other", "munich", "new"));
            own.clock.turn(Duration.ofSeconds(2));
            assertEquals(200, munich.get("/positions").status());
            Files.writeString(own.tokens, "acme berlin\n");
            own.clock.turn(Duration.ofSeconds(2));
            assertEquals(200, berlin.get("/positions").status());
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertEquals(ProblemType.NOT_FOUND, Sender.problem(sender.get("/nothing")).type().get());
        assertEquals(
                ProblemType.NOT_FOUND,
                Sender.problem(sender.post("/control", new byte[0])).type().get());
        assertEquals(
                ProblemType.NOT_FOUND,
                Sender.problem(sender.post("/streams/calls/live/batches/1/0", new byte[0]))
                        .type()
                        .get());
        assertEquals(
                ProblemType.INVALID_REQUEST,
                Sender.problem(
                                sender.post(
                                        "/streams/calls/live/batches/1/9007199254740992",
                                        new byte[0]))
                        .type()
                        .get());
        assertEquals(
                ProblemType.METHOD_NOT_ALLOWED,
                Sender.problem(sender.post("/positions", new byte[0])).type().get());
        assertEquals(
                ProblemType.INVALID_REQUEST,
                Sender.problem(sender.get("/streams/calls/windows?from=yesterday")).type().get());
    }

    @Test
    void aBatchNeedsItsHeaders() throws Exception {
        byte[] body = calls("calls", 1);
        var request = sender.batch("calls", "live", 1, body);
        request.setHeader("Content-Type", "application/json");
        assertEquals(
                ProblemType.INVALID_REQUEST, Sender.problem(sender.send(request)).type().get());
        request = sender.batch("calls", "live", 1, body);
        request.setHeader("Content-Digest", "md5=:AAAA:");
        assertEquals(
                ProblemType.INVALID_REQUEST, Sender.problem(sender.send(request)).type().get());
        request = sender.batch("calls", "live", 1, body);
        request.setHeader("Content-Encoding", "br");
        assertEquals(
                ProblemType.UNSUPPORTED_ENCODING,
                Sender.problem(sender.send(request)).type().get());
    }

    @Test
    void aBodyAboveTheLimitIsRefusedWhetherItsLengthIsToldOrNot() throws Exception {
        byte[] body = new byte[(1 << 20) + 1];
        var request = sender.batch("calls", "live", 1, body);
        assertEquals(ProblemType.TOO_LARGE, Sender.problem(sender.send(request)).type().get());
        request = sender.batch("calls", "live", 1, body);
        request.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)));
        assertEquals(ProblemType.TOO_LARGE, Sender.problem(sender.send(request)).type().get());
    }

    @Test
    void aBodyThatGrowsBeyondTheLimitWhenDecompressedIsRefused() throws Exception {
        byte[] bomb =
                Lines.zstd(
                        Lines.window("bomb", "contacts", "08:00", "09:00", 1).text()
                                + "x".repeat(65 << 20));
        assertTrue(bomb.length < 100_000);
        var refused = Sender.refused(sender.reply("bomb", "live", 1, bomb));
        assertTrue(refused.status() == 400 || refused.status() == 413);
        Lines many = Lines.window("bomb", "contacts", "08:00", "09:00", 1);
        many.row("[\"1\",\"%s\",\"2026-11-20T08:00:00Z\",1,1,null]".formatted("n".repeat(60_000)));
        String text = many.text();
        String row = text.split("\n")[1] + "\n";
        bomb =
                Lines.zstd(
                        text.replace(row, row.repeat(1_200))
                                .replace("\"rows\":1", "\"rows\":1200"));
        refused = Sender.refused(sender.reply("bomb", "live", 1, bomb));
        assertEquals(ProblemType.TOO_LARGE, refused.type().get());
        assertEquals("0", database.value("SELECT count(*) FROM contacts WHERE stream = 'bomb'"));
    }

    @Test
    void aBatchAboveWhatAgentsMakeIsTakenAllTheSame() throws Exception {
        Lines many = Lines.window("large", "contacts", "08:00", "09:00", 1);
        String name = "n".repeat(60_000);
        for (int i = 0; i < 300; i++) {
            many.row("[\"1\",\"%s\",\"2026-11-20T08:00:00Z\",1,1,null]".formatted(name));
        }
        assertEquals(Status.COMMITTED, sender.live("large", many).status());
        assertEquals("300", database.value("SELECT count(*) FROM contacts WHERE stream = 'large'"));
    }

    @Test
    void readinessNeedsNoToken() throws Exception {
        HttpAnswer answer =
                send(
                        HttpRequest.newBuilder(URI.create(bed.server().url() + "/health/ready"))
                                .build());
        assertEquals(200, answer.status());
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).contains("\"UP\""));
    }

    @Test
    void requestsThatComeOneBehindTheOtherAreAnsweredInTheirOrder() throws Exception {
        String one =
                "GET /v1/agents/berlin/positions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k3y\r\n";
        String answers =
                talk(
                        bed,
                        one
                                + "\r\n"
                                + one.replace("positions", "nothing")
                                + "\r\n"
                                + one
                                + "Connection: close\r\n\r\n");
        Matcher statuses = Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers);
        assertEquals(
                List.of("200", "404", "200"), statuses.results().map(m -> m.group(1)).toList());
    }

    @Test
    void whatIsNoHttpIsClosed() throws Exception {
        assertEquals("", talk(bed, "\u0016\u0003\u0001 hello\r\n\r\n"));
        assertEquals("", talk(bed, "GET / HTTP/1.1\r\nA: " + "a".repeat(20_000) + "\r\n\r\n"));
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws Exception {
        String head =
                "PUT /v1/agents/berlin/streams/calls/state HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                        + "Content-Length: 38\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
        String answer =
                talk(bed, head.formatted("k3y") + "{\"held\":0,\"paused\":false,\"outside\":0}\n");
        assertTrue(answer.startsWith("HTTP/1.1 100 "), answer);
        assertTrue(answer.contains("HTTP/1.1 200 "), answer);
        answer = talk(bed, head.formatted("wrong"));
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
    }

    @Test
    void aRequestThatDoesNotComeToItsEndIsGivenUp() throws Exception {
        try (Bed hasty = new Bed(database, config -> withLimits(config, limits(10, 10)))) {
            String answer =
                    talk(
                            hasty,
                            "PUT /v1/agents/berlin/streams/calls/state HTTP/1.1\r\nHost: x\r\n"
                                    + "Authorization: Bearer k3y\r\nContent-Length: 100\r\n\r\n{");
            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertEquals("", talk(hasty, ""));
            assertEquals("", talk(hasty, "GET /health"));
        }
    }

    @Test
    void aConnectionTooManyIsClosedAndOneTooManyRequestsToldToComeAgain() throws Exception {
        String ready = "GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n";
        try (Bed small = new Bed(database, config -> withLimits(config, limits(1, 1)))) {
            try (Socket first = connect(small)) {
                say(first, ready);
                byte[] answer = new byte[12];
                first.getInputStream().readNBytes(answer, 0, answer.length);
                assertEquals("HTTP/1.1 200", new String(answer, StandardCharsets.US_ASCII));
                assertEquals("", talk(small, ready));
            }
        }
        try (Bed small = new Bed(database, config -> withLimits(config, limits(10, 1)));
                Socket first = connect(small)) {
            say(
                    first,
                    "PUT /v1/agents/berlin/streams/calls/state HTTP/1.1\r\nHost: x\r\n"
                            + "Authorization: Bearer k3y\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 100\r\n\r\n");
            assertEquals('H', first.getInputStream().read());
            String answer =
                    talk(
                            small,
                            "GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(
                    answer.toLowerCase(java.util.Locale.ROOT).contains("retry-after: 2"), answer);
        }
    }

    private static HttpLimits limits(int connections, int requests) {
        return new HttpLimits(1 << 20, connections, requests, 1, SHORT, SHORT);
    }

    @Test
    void plainHttpIsForThisMachineAlone() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new IngestConfig(
                                new InetSocketAddress("0.0.0.0", 0),
                                Optional.empty(),
                                database.settings(),
                                bed.tokens,
                                limits(1, 1),
                                1));
    }

    private static HttpAnswer send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new HttpAnswer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body());
        }
    }

    private static Socket connect(Bed bed) throws IOException {
        return new Socket("127.0.0.1", bed.server().port());
    }

    /** Says something over a connection of its own and hears all until it is closed. */
    private static String talk(Bed bed, String text) throws IOException {
        try (Socket socket = connect(bed)) {
            say(socket, text);
            return read(socket);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException _) {
            return "";
        }
    }
}
