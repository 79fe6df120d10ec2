package io.tidegate.agent.uplink.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on bare sockets that does to a connection what no decent server would. Each connection
 * has a thread of its own.
 */
public final class RawServer implements AutoCloseable {
    /** What is done with a connection. */
    public interface Play {
        void on(Talk talk) throws Exception;
    }

    private final ServerSocket server;
    private final Play play;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<Message> heard = new CopyOnWriteArrayList<>();

    /** A request, header names in lower case. */
    public record Message(String line, Map<String, String> headers, byte[] body) {}

    public RawServer(Play play) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), play);
    }

    RawServer(ServerSocket server, Play play) {
        this.server = server;
        this.play = play;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> talk(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            play.on(new Talk(socket));
        } catch (Exception _) {
            // The other end has gone.
        }
    }

    /** Cuts all connections, without a word. */
    void cutAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutAll();
    }

    /** One connection. */
    public final class Talk {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        Socket socket() {
            return socket;
        }

        /** The next request, complete. */
        public Message hear() throws IOException {
            Message head = head();
            int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new IOException("cut");
            }
            var message = new Message(head.line(), head.headers(), body);
            heard.add(message);
            return message;
        }

        /** Its first line and headers; the body stays unread. */
        Message head() throws IOException {
            String line = line();
            var headers = new TreeMap<String, String>();
            for (String header = line(); !header.isEmpty(); header = line()) {
                String[] parts = header.split(":", 2);
                headers.put(parts[0].toLowerCase(java.util.Locale.ROOT), parts[1].strip());
            }
            return new Message(line, headers, new byte[0]);
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("cut");
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        }

        public void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        public void answer(int status, String type, byte[] body, String... headers)
                throws IOException {
            say("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\n");
            for (String header : headers) {
                say(header + "\r\n");
            }
            say("Content-Length: " + body.length + "\r\n\r\n");
            out.write(body);
            out.flush();
        }

        public void answer(String body) throws IOException {
            answer(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }

        /** Ends it with a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
