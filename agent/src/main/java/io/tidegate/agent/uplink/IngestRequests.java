package io.tidegate.agent.uplink;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.protocol.EpochRequest;
import io.tidegate.protocol.Requests;
import io.tidegate.protocol.StateReport;
import io.tidegate.protocol.WireTime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The requests that one agent makes. Immutable. */
final class IngestRequests {
    /** Windows of a page: some 250 bytes each, so a page stays far below 1 MiB. */
    private static final int PAGE = 1_000;

    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String base;

    /**
     * @param agent {@code agent.name}
     */
    IngestRequests(String agent) {
        this.base = "/v1/agents/" + agent;
    }

    /**
     * @param part what the batch carries, or a skip
     */
    Request batch(SpooledBatch batch, EncodedPart part) {
        String path =
                "%s/%s/batches/%d/%d"
                        .formatted(
                                stream(batch.stream()),
                                batch.lane().wireName(),
                                batch.epoch(),
                                batch.seq());
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(part.digest()) + ":";
        var content =
                new Request.Content(
                        "application/x-ndjson",
                        Optional.of(part.encoding()),
                        Optional.of(digest),
                        part.body());
        return new Request("POST", path, Optional.of(content));
    }

    Request positions() {
        return Request.get(base + "/positions");
    }

    Request epoch(EpochRequest request) {
        return Request.json("POST", base + "/epochs", Requests.json(request));
    }

    /** All stored windows of the stream, a page at a time. */
    Request windows(String stream, Optional<String> next) {
        return Request.get(stream(stream) + "/windows" + page(next));
    }

    /** The stored windows that overlap [from, to), their rows counted again, a page at a time. */
    Request windows(String stream, Instant from, Instant to, Optional<String> next) {
        String range =
                "&from="
                        + percentEncoded(WireTime.format(from))
                        + "&to="
                        + percentEncoded(WireTime.format(to));
        return Request.get(stream(stream) + "/windows" + page(next) + range + "&recount=true");
    }

    /** All files of the stream, a page at a time. */
    Request origins(String stream, Optional<String> next) {
        return Request.get(stream(stream) + "/origins" + page(next));
    }

    Request state(String stream, StateReport report) {
        return Request.json("PUT", stream(stream) + "/state", Requests.json(report));
    }

    private String stream(String stream) {
        return base + "/streams/" + stream;
    }

    private static String page(Optional<String> next) {
        return "?limit=" + PAGE + next.map(n -> "&next=" + percentEncoded(n)).orElse("");
    }

    /** All but the unreserved characters of RFC 3986, 2.3; a form's {@code +} is none of them. */
    private static String percentEncoded(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
