package io.tidegate.ingest.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes what we look at out of netty's request. */
final class Heads {
    private static final int MOST_PARAMETERS = 16;

    private Heads() {}

    static Head of(HttpRequest request) {
        String uri = request.uri();
        int mark = uri.indexOf('?');
        return new Head(
                request.method().name(),
                mark < 0 ? uri : uri.substring(0, mark),
                mark < 0 ? Map.of() : query(uri),
                headers(request));
    }

    private static Map<String, String> query(String uri) {
        Map<String, String> query = new HashMap<>();
        try {
            Map<String, List<String>> all =
                    new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST_PARAMETERS)
                            .parameters();
            all.forEach((name, values) -> query.put(name, values.getFirst()));
        } catch (IllegalArgumentException _) {
            // Badly encoded: whoever needs a parameter will miss it.
            query.clear();
        }
        return query;
    }

    private static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(
                        header ->
                                headers.putIfAbsent(
                                        header.getKey().toLowerCase(Locale.ROOT),
                                        header.getValue()));
        return headers;
    }
}
