package io.tidegate.ingest;

import io.tidegate.protocol.Answers;
import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.EpochRequest;
import io.tidegate.protocol.HttpAnswer;
import io.tidegate.protocol.Page;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.Replies;
import io.tidegate.protocol.Reply;
import io.tidegate.protocol.Requests;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** An agent called berlin, as far as its requests go; numbers its batches by itself. */
final class Sender {
    static final String TOKEN = "k3y";

    private final HttpClient client;
    private final String url;
    private final Map<String, Long> numbers = new HashMap<>();
    long epoch;
    String token = TOKEN;
    String agent = "berlin";

    Sender(HttpClient client, String url) {
        this.client = client;
        this.url = url;
    }

    Sender(String url) {
        this(HttpClient.newHttpClient(), url);
    }

    /** Begins an epoch. */
    Sender begin(String instance) throws IOException, InterruptedException {
        epoch = fine(Replies.epoch(post("/epochs", epochBody(instance)), request(instance)));
        numbers.clear();
        return this;
    }

    Problem beginRefused(String instance) throws IOException, InterruptedException {
        return refused(Replies.epoch(post("/epochs", epochBody(instance)), request(instance)));
    }

    private EpochRequest request(String instance) {
        return new EpochRequest(epoch, epoch, instance);
    }

    private byte[] epochBody(String instance) {
        return Requests.json(request(instance));
    }

    HttpAnswer post(String path, byte[] body) throws IOException, InterruptedException {
        return send(builder(path).POST(BodyPublishers.ofByteArray(body)));
    }

    HttpAnswer get(String path) throws IOException, InterruptedException {
        return send(builder(path).GET());
    }

    HttpAnswer put(String path, String body) throws IOException, InterruptedException {
        return send(builder(path).PUT(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder builder(String path) {
        return HttpRequest.newBuilder(URI.create(url + "/v1/agents/" + agent + path))
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", "tidegate/test");
    }

    HttpAnswer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new HttpAnswer(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    /** Sends a batch under the next number of its live lane and expects it to be settled. */
    BatchReply live(String stream, Lines lines) throws IOException, InterruptedException {
        return next(stream, "live", lines.text());
    }

    BatchReply next(String stream, String lane, String text)
            throws IOException, InterruptedException {
        long seq = numbers.merge(stream + "/" + lane, 1L, Long::sum);
        return fine(reply(stream, lane, seq, Lines.zstd(text)));
    }

    /** Sends a batch under the next number of its live lane and expects it to be refused. */
    Problem refused(String stream, String text) throws IOException, InterruptedException {
        long seq = numbers.getOrDefault(stream + "/live", 0L) + 1;
        return refused(reply(stream, "live", seq, Lines.zstd(text)));
    }

    Reply<BatchReply> reply(String stream, String lane, long seq, byte[] body)
            throws IOException, InterruptedException {
        return Replies.batch(send(batch(stream, lane, seq, body)), epoch, seq);
    }

    HttpRequest.Builder batch(String stream, String lane, long seq, byte[] body) {
        boolean gzip = body.length > 1 && body[0] == 0x1f;
        return builder("/streams/%s/%s/batches/%d/%d".formatted(stream, lane, epoch, seq))
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", gzip ? "gzip" : "zstd")
                .header("Content-Digest", digest(body))
                .POST(BodyPublishers.ofByteArray(body));
    }

    Positions positions() throws IOException, InterruptedException {
        return fine(Replies.positions(get("/positions")));
    }

    Page<StoredWindow> windows(String stream, String query)
            throws IOException, InterruptedException {
        return fine(Replies.windows(get("/streams/" + stream + "/windows" + query)));
    }

    Page<StoredOrigin> origins(String stream, String query)
            throws IOException, InterruptedException {
        return fine(Replies.origins(get("/streams/" + stream + "/origins" + query)));
    }

    static <T> T fine(Reply<T> reply) {
        return switch (reply) {
            case Reply.Fine<T>(T value) -> value;
            case Reply.Refused<T>(Problem problem) -> throw new AssertionError(problem);
            case Reply.Foreign<T> foreign -> throw new AssertionError(foreign);
        };
    }

    static <T> Problem refused(Reply<T> reply) {
        return switch (reply) {
            case Reply.Fine<T>(T value) -> throw new AssertionError(value);
            case Reply.Refused<T>(Problem problem) -> problem;
            case Reply.Foreign<T> foreign -> throw new AssertionError(foreign);
        };
    }

    /** The refusal in an answer of any kind. */
    static Problem problem(HttpAnswer answer) {
        assert answer.contentType().equals(Answers.PROBLEM);
        return refused(Replies.stored(answer));
    }

    static String digest(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
