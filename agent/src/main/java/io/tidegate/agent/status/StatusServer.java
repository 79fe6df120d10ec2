package io.tidegate.agent.status;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Threads;
import io.tidegate.config.AgentConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The local HTTP server: read-only, a few callers at a time. Answers are made on its one thread,
 * since all they read is the store's last commit. Thread-safe.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int CALLERS = 64;
    private static final int IDLE_SECONDS = 5;
    private static final int LONGEST_REQUEST = 1024;

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(
                    1, Threads.factory("status"), NioIoHandler.newFactory());
    private final ChannelGroup callers = new DefaultChannelGroup(group.next());
    private final Pages pages;
    private int port;

    private StatusServer(Pages pages) {
        this.pages = pages;
    }

    /**
     * Begins to serve; a busy port is said and leaves the agent without a page, not without its
     * work.
     */
    public static Optional<StatusServer> start(AgentConfig.Http http, Supplier<Snapshot> snapshots)
            throws InterruptedException {
        var server = new StatusServer(new Pages(snapshots, http.bind()));
        try {
            server.bind(http);
            return Optional.of(server);
        } catch (InterruptedException e) {
            server.close();
            throw e;
        } catch (Exception e) {
            server.close();
            Events.warn(LOG, StatusEvent.PORT_BUSY)
                    .log(
                            "no status page: {}:{} cannot be used ({}); set http.port to a free one",
                            http.bind(),
                            http.port(),
                            e.getMessage());
            return Optional.empty();
        }
    }

    /** The port that is served. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        callers.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void bind(AgentConfig.Http http) throws Exception {
        Channel channel =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(new Caller())
                        .bind(http.bind(), http.port())
                        .sync()
                        .channel();
        callers.add(channel);
        InetSocketAddress here = (InetSocketAddress) channel.localAddress();
        port = here.getPort();
        Events.info(LOG, StatusEvent.LISTENING)
                .log("status page, health and metrics at http://{}:{}/", http.bind(), port);
        if (!here.getAddress().isLoopbackAddress()) {
            Events.warn(LOG, StatusEvent.OPEN_TO_NETWORK)
                    .log("http.bind = {} lets the whole network see the status page", http.bind());
        }
    }

    private final class Caller extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (callers.size() > CALLERS) {
                channel.close();
                return;
            }
            callers.add(channel);
            channel.pipeline()
                    .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(LONGEST_REQUEST, true))
                    .addLast(new Answering());
        }
    }

    private final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var response = pages.answer(request);
            boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
            HttpUtil.setKeepAlive(response, keep);
            if (request.method().equals(HttpMethod.HEAD)) {
                response.content().clear();
            }
            var written = context.writeAndFlush(response);
            if (!keep) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // A caller that hung up or said nothing for a while.
        }
    }
}
