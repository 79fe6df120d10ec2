package io.tidegate.ingest.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Listens, and hands what it hears to a {@link Handler}. Two threads serve all connections; the
 * work is done by others.
 */
public final class HttpServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 256;

    /** How long requests that have come may still take when the server stops. */
    private static final long STOP_SECONDS = 5;

    private final EventLoopGroup loops;
    private final Service service;
    private final Channel listener;

    private HttpServer(EventLoopGroup loops, Service service, Channel listener) {
        this.loops = loops;
        this.service = service;
        this.listener = listener;
    }

    /**
     * Begins to listen.
     *
     * @param address port 0 picks one
     * @throws IOException if it cannot, such as when the port is taken or the certificate is none
     */
    public static HttpServer start(
            InetSocketAddress address,
            Optional<TlsIdentity> identity,
            HttpLimits limits,
            Handler handler)
            throws IOException {
        Optional<SslContext> tls =
                identity.isPresent() ? Optional.of(identity.get().context()) : Optional.empty();
        Service service = new Service(handler, limits);
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(
                        THREADS, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Pipelines(service, tls))
                        .bind(address)
                        .awaitUninterruptibly();
        HttpServer server = new HttpServer(loops, service, bound.channel());
        if (!bound.isSuccess()) {
            server.close();
            throw new IOException(
                    "cannot listen on %s: %s".formatted(address, bound.cause().getMessage()),
                    bound.cause());
        }
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Stops listening, lets open requests come to their end for a short while, and ends. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        try {
            service.stop(STOP_SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
