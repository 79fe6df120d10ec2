package io.tidegate.dist;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An ingest that only acknowledges, over HTTP/1.1: it reads each body to its end, counts it and
 * says committed. Also a sink for curl. As little work as can be, since it shares the processors
 * with what is measured. One thread per connection.
 */
public final class AckIngest implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    /** What is read is looked at by nobody. */
    private static final ThreadLocal<byte[]> SOME = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    private final ServerSocket server;
    private final Map<String, Long> positions = new ConcurrentHashMap<>();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long epoch;
    private volatile long lastBatch;

    public AckIngest() throws IOException {
        server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public long batches() {
        return batches.get();
    }

    public long bytes() {
        return bytes.get();
    }

    /** When the last batch was acknowledged, by {@link System#nanoTime()}. */
    public long lastBatch() {
        return lastBatch;
    }

    /** Forgets everything, as a fresh ingest. */
    public void clear() {
        positions.clear();
        epoch = 0;
        batches.set(0);
        bytes.set(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedInputStream(socket.getInputStream(), BUFFER)) {
            OutputStream out = socket.getOutputStream();
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                answer(out, in, request);
            }
        } catch (IOException _) {
            // The other end has gone.
        }
    }

    private void answer(OutputStream out, InputStream in, String request) throws IOException {
        Map<String, String> headers = headers(in);
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        long length = body(in, headers);
        String[] words = request.split(" ");
        byte[] json =
                reply(words[0], words[1].replaceFirst("\\?.*", ""), length)
                        .getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.length
                        + "\r\n\r\n";
        byte[] answer = new byte[head.length() + json.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, answer, 0, head.length());
        System.arraycopy(json, 0, answer, head.length(), json.length);
        out.write(answer);
    }

    private String reply(String method, String path, long length) {
        if (path.contains("/batches/")) {
            batches.incrementAndGet();
            lastBatch = System.nanoTime();
            bytes.addAndGet(length);
            return commit(path.split("/"));
        }
        if (path.endsWith("/epochs")) {
            epoch++;
            positions.clear();
            return "{\"epoch\":" + epoch + "}";
        }
        if (path.endsWith("/positions")) {
            return positionsAnswer();
        }
        if (path.endsWith("/windows")) {
            return "{\"windows\":[]}";
        }
        if (path.endsWith("/origins")) {
            return "{\"origins\":[]}";
        }
        bytes.addAndGet(method.equals("PUT") && !path.endsWith("/state") ? length : 0);
        return "{\"status\":\"stored\"}";
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

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static long body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunks(in);
        }
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        drain(in, length);
        return length;
    }

    /** Skipping would read two kilobytes at a time. */
    private static void drain(InputStream in, long length) throws IOException {
        byte[] some = SOME.get();
        for (long left = length; left > 0; ) {
            int read = in.read(some, 0, (int) Math.min(left, some.length));
            if (read < 0) {
                throw new IOException("cut off");
            }
            left -= read;
        }
    }

    private static long chunks(InputStream in) throws IOException {
        long length = 0;
        while (true) {
            long chunk = Long.parseLong(line(in), 16);
            drain(in, chunk);
            line(in);
            if (chunk == 0) {
                return length;
            }
            length += chunk;
        }
    }

    /** Up to the next line end, which is left out; empty at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
