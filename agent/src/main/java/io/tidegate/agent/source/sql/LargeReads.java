package io.tidegate.agent.source.sql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.SocketFactory;

/**
 * Makes sockets that ask the system for much at a time. The driver asks for 8 KiB, and a stream of
 * rows then wakes both ends a hundred thousand times. Made by the driver, which is given its name.
 */
public final class LargeReads extends SocketFactory {
    private static final int AT_ONCE = 256 << 10;

    @Override
    public Socket createSocket() {
        return new LargeReadSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new IllegalStateException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new IllegalStateException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new IllegalStateException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new IllegalStateException("the driver connects by itself");
    }

    private static final class LargeReadSocket extends Socket {
        private InputStream in;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            if (in == null) {
                in = new BufferedInputStream(super.getInputStream(), AT_ONCE);
            }
            return in;
        }
    }
}
