package io.tidegate.agent.uplink.wire;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.tidegate.protocol.Limits;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gathers one response, at most 1 MiB of it. Owned by the wire's thread. */
final class AnswerReader {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Map<String, String> headers = Map.of();
    private int status;
    private boolean keepAlive;
    private boolean begun;

    /** Whether a byte of a response came. */
    boolean begun() {
        return begun;
    }

    /** Whether the other end lets the connection stand after this response. */
    boolean keepAlive() {
        return keepAlive;
    }

    /**
     * Takes the next piece.
     *
     * @return the response once it is complete, or once it is clear that it never will be
     */
    Optional<Response> read(HttpObject piece) throws java.io.IOException {
        begun = true;
        if (piece.decoderResult().isFailure()) {
            return nonsense("what answered does not speak HTTP");
        }
        if (piece instanceof HttpResponse response) {
            head(response);
        }
        return piece instanceof HttpContent content ? content(content) : Optional.empty();
    }

    private void head(HttpResponse response) {
        status = response.status().code();
        keepAlive = HttpUtil.isKeepAlive(response);
        var first = new HashMap<String, String>();
        response.headers()
                .forEach(h -> first.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        headers = Map.copyOf(first);
    }

    private Optional<Response> content(HttpContent content) throws java.io.IOException {
        int more = content.content().readableBytes();
        if (body.size() + more > Limits.ANSWER_BYTES) {
            return nonsense("the answer is larger than 1 MiB");
        }
        content.content().readBytes(body, more);
        boolean interim = HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL;
        return content instanceof LastHttpContent && !interim
                ? Optional.of(new Response.Heard(status, headers, body.toByteArray()))
                : Optional.empty();
    }

    private static Optional<Response> nonsense(String sentence) {
        return Optional.of(new Response.Lost(Response.Why.NONSENSE, sentence, false));
    }
}
