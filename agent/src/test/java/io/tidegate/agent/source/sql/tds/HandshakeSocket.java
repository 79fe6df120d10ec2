package io.tidegate.agent.source.sql.tds;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A socket whose bytes travel within PRELOGIN packets as long as TLS shakes hands, and plainly
 * afterwards (MS-TDS 2.2.6.5).
 */
final class HandshakeSocket extends Socket {
    private final Socket below;
    private final Bytes flight = new Bytes();
    private volatile boolean framed = true;

    private HandshakeSocket(Socket below) {
        this.below = below;
    }

    /** TLS 1.2 alone: the tickets of 1.3 come after the handshake, when nothing is framed. */
    static Socket secure(Socket below, SSLContext context) throws IOException {
        var framing = new HandshakeSocket(below);
        var tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(framing, "client", below.getPort(), true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(new String[] {"TLSv1.2"});
        tls.startHandshake();
        framing.send();
        framing.framed = false;
        return tls;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        InputStream in = below.getInputStream();
        return new InputStream() {
            private InputStream payload = InputStream.nullInputStream();

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int read = payload.read(bytes, from, length);
                if (read > 0) {
                    return read;
                }
                if (!framed) {
                    return in.read(bytes, from, length);
                }
                send();
                byte[] header = Packets.exactly(in, Packets.HEADER);
                int size = Packets.length(header) - Packets.HEADER;
                payload = new ByteArrayInputStream(Packets.exactly(in, size));
                return read(bytes, from, length);
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        OutputStream out = below.getOutputStream();
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                (framed ? flight : out).write(bytes, from, length);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    /** All that was said at once is one message, since the client waits for one. */
    private void send() throws IOException {
        if (flight.size() > 0) {
            byte[] all = flight.toByteArray();
            below.getOutputStream()
                    .write(Packets.framed(Packets.PRELOGIN, true, 1, all, all.length));
            flight.reset();
        }
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public InetAddress getInetAddress() {
        return below.getInetAddress();
    }

    @Override
    public int getPort() {
        return below.getPort();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
