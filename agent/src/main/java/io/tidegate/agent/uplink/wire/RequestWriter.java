package io.tidegate.agent.uplink.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Puts requests on a channel, with the headers that each of them carries. */
final class RequestWriter {
    /** Small enough that a slow line shows progress, large enough to cost nothing. */
    private static final int PIECE = 64 << 10;

    private final Target target;
    private final Token token;
    private final String userAgent;

    RequestWriter(Target target, Token token, String version) {
        this.target = target;
        this.token = token;
        this.userAgent = "tidegate/" + version;
    }

    /** Writes an exchange's request; tells the exchange about each piece that has left. */
    ChannelFuture write(Channel channel, Exchange exchange) {
        channel.write(head(exchange.request()));
        exchange.request().content().ifPresent(c -> body(channel, c.bytes(), exchange));
        return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** The pieces are views: the bytes are not copied before TLS or the socket takes them. */
    private static void body(Channel channel, byte[] bytes, Exchange exchange) {
        for (int at = 0; at < bytes.length; at += PIECE) {
            int length = Math.min(PIECE, bytes.length - at);
            channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, at, length)))
                    .addListener(_ -> exchange.moved());
        }
    }

    private HttpRequest head(Request request) {
        var head =
                new DefaultHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.valueOf(request.method()),
                        target.base() + request.path());
        HttpHeaders headers = head.headers();
        headers.set(HttpHeaderNames.HOST, target.authority());
        headers.set(HttpHeaderNames.USER_AGENT, userAgent);
        headers.set(HttpHeaderNames.ACCEPT, "application/json, application/problem+json");
        String bearer = token.value();
        if (!bearer.isEmpty()) {
            headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + bearer);
        }
        request.content().ifPresent(c -> describe(headers, c));
        return head;
    }

    private static void describe(HttpHeaders headers, Request.Content content) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, content.type());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, content.bytes().length);
        content.encoding().ifPresent(e -> headers.set(HttpHeaderNames.CONTENT_ENCODING, e));
        content.digest().ifPresent(d -> headers.set("content-digest", d));
    }
}
