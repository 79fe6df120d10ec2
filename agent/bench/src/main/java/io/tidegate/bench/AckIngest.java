package io.tidegate.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An ingest that only acknowledges: it reads each body to its end, counts it and says committed.
 * Also a sink for PUT.
 */
final class AckIngest implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Long> positions = new ConcurrentHashMap<>();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long epoch;

    AckIngest() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    long batches() {
        return batches.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Forgets everything, as a fresh ingest. */
    void clear() {
        positions.clear();
        epoch = 0;
        batches.set(0);
        bytes.set(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        long length = drain(exchange.getRequestBody());
        if (path.contains("/batches/")) {
            batches.incrementAndGet();
            bytes.addAndGet(length);
            answer(exchange, commit(path.split("/")));
        } else if (path.endsWith("/epochs")) {
            epoch++;
            positions.clear();
            answer(exchange, "{\"epoch\":" + epoch + "}");
        } else if (path.endsWith("/positions")) {
            answer(exchange, positionsAnswer());
        } else if (path.endsWith("/windows")) {
            answer(exchange, "{\"windows\":[]}");
        } else if (path.endsWith("/origins")) {
            answer(exchange, "{\"origins\":[]}");
        } else {
            bytes.addAndGet(
                    exchange.getRequestMethod().equals("PUT") && !path.endsWith("/state")
                            ? length
                            : 0);
            answer(exchange, "{\"status\":\"stored\"}");
        }
    }

    /** /v1/agents/A/streams/S/LANE/batches/EPOCH/SEQ */
    private String commit(String[] path) {
        long seq = Long.parseLong(path[9]);
        positions.put(path[5] + " " + path[6], seq);
        return "{\"status\":\"committed\",\"epoch\":"
                + path[8]
                + ",\"seq\":"
                + seq
                + ",\"rejected\":[]}";
    }

    private String positionsAnswer() {
        var streams = new StringBuilder();
        positions.forEach(
                (lane, seq) -> {
                    String[] name = lane.split(" ");
                    streams.append(streams.isEmpty() ? "" : ",")
                            .append(
                                    "{\"stream\":\""
                                            + name[0]
                                            + "\",\"lane\":\""
                                            + name[1]
                                            + "\",\"seq\":"
                                            + seq
                                            + ",\"revision\":0}");
                });
        return "{\"epoch\":" + epoch + ",\"streams\":[" + streams + "]}";
    }

    private static long drain(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            length += read;
        }
        return length;
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
