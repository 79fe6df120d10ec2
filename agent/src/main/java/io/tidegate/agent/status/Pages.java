package io.tidegate.agent.status;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is answered to whom: GET and HEAD, asked under a name of this machine, not from a foreign
 * page (against DNS rebinding and cross-site requests). Thread-safe.
 */
final class Pages {
    private static final String JSON = "application/json";
    private static final Set<String> SAME_SITE = Set.of("none", "same-origin");

    private final Supplier<Snapshot> snapshots;
    private final Metrics metrics;
    private final Set<String> hosts;

    /**
     * @param bind the address that is bound: a name to ask under as well
     */
    Pages(Supplier<Snapshot> snapshots, String bind) {
        this.snapshots = snapshots;
        this.metrics = new Metrics(snapshots);
        String own = bind.toLowerCase(Locale.ROOT);
        this.hosts =
                Stream.of("localhost", "127.0.0.1", "[::1]", own, "[" + own + "]")
                        .collect(Collectors.toUnmodifiableSet());
    }

    FullHttpResponse answer(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return text(HttpResponseStatus.BAD_REQUEST, "not understood");
        }
        if (!hosts.contains(host(request))) {
            return text(HttpResponseStatus.MISDIRECTED_REQUEST, "ask under localhost");
        }
        if (isForeign(request)) {
            return text(HttpResponseStatus.FORBIDDEN, "not for other pages");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse refused = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "read-only");
            refused.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            return refused;
        }
        return page(
                new QueryStringDecoder(request.uri()).path(),
                request.headers().get(HttpHeaderNames.ACCEPT));
    }

    private FullHttpResponse page(String path, String accept) {
        return switch (path) {
            case "/" ->
                    of(
                            HttpResponseStatus.OK,
                            "text/html; charset=utf-8",
                            bytes(StatusPage.of(snapshots.get())));
            case "/status" ->
                    of(HttpResponseStatus.OK, JSON, bytes(StatusJson.status(snapshots.get())));
            case "/metrics" -> metrics(accept);
            case "/health/live" -> health(snapshots.get(), Snapshot::live, StatusJson::live);
            case "/health/ready" -> health(snapshots.get(), Snapshot::ready, StatusJson::ready);
            case "/health/started" ->
                    health(snapshots.get(), Snapshot::started, StatusJson::started);
            default ->
                    text(
                            HttpResponseStatus.NOT_FOUND,
                            "no such page; there are / /status /metrics /health/live /health/ready /health/started");
        };
    }

    private FullHttpResponse metrics(String accept) {
        Metrics.Page page = metrics.scrape(accept);
        return of(HttpResponseStatus.OK, page.contentType(), page.body());
    }

    private static FullHttpResponse health(
            Snapshot snapshot,
            java.util.function.Predicate<Snapshot> up,
            java.util.function.Function<Snapshot, String> json) {
        HttpResponseStatus status =
                up.test(snapshot) ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
        return of(status, JSON, bytes(json.apply(snapshot)));
    }

    private static String host(HttpRequest request) {
        String host = request.headers().get(HttpHeaderNames.HOST, "").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static boolean isForeign(HttpRequest request) {
        String site = request.headers().get("Sec-Fetch-Site");
        return site != null && !SAME_SITE.contains(site)
                || request.headers().contains(HttpHeaderNames.ORIGIN);
    }

    private static FullHttpResponse text(HttpResponseStatus status, String text) {
        return of(status, "text/plain; charset=utf-8", bytes(text + "\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static FullHttpResponse of(HttpResponseStatus status, String type, byte[] body) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        return response;
    }
}
