package io.tidegate.agent.uplink.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.ReferenceCountUtil;
import io.tidegate.agent.uplink.wire.Response.Why;
import io.tidegate.config.AgentConfig.Ingest;
import io.tidegate.config.UnavailableSecretException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

/**
 * One attempt to connect: secrets, name, proxy, TCP, TLS, protocol. Everything is read and looked
 * up anew. Owned by the wire's thread, but for {@link #prepare}, which may block.
 */
final class Dial {
    /** What all attempts share. */
    record Setting(
            Ingest ingest,
            Token token,
            Target target,
            Map<String, String> environment,
            Patience patience,
            EventLoop io,
            Executor blocking,
            Greeting greeting) {}

    private final Setting setting;
    private final boolean http2;
    private final Consumer<Dialled> then;
    private Route route = new Route.Direct();
    private List<InetSocketAddress> addresses = List.of();
    private SslContext tls;
    private Channel channel;
    private Throwable cause;
    private boolean connected;
    private boolean greeted;
    private boolean done;

    /**
     * @param http2 whether to offer it
     * @param then told once, on the wire's thread
     */
    Dial(Setting setting, boolean http2, Consumer<Dialled> then) {
        this.setting = setting;
        this.http2 = http2;
        this.then = then;
    }

    void begin() {
        after(setting.patience().connect(), this::connectingTookTooLong);
        setting.blocking().execute(this::prepare);
    }

    private void after(Duration time, Runnable then) {
        setting.io().schedule(then, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void prepare() {
        Target target = setting.target();
        try {
            setting.token().read();
            route = target.tls() ? route() : new Route.Direct();
            tls = target.tls() ? Tls.context(setting.ingest(), http2) : null;
            addresses = lookUp();
            later(() -> connect(0));
        } catch (UnavailableSecretException e) {
            failLater(Trouble.lost(Why.TOKEN, e.getMessage()));
        } catch (UnusableProxyException e) {
            failLater(Trouble.lost(Why.PROXY, e.getMessage()));
        } catch (SSLException e) {
            failLater(Trouble.lost(Why.TLS, e.getMessage()));
        } catch (UnknownHostException e) {
            failLater(Trouble.name(target, route));
        }
    }

    private Route route() throws UnusableProxyException {
        return Route.choose(
                setting.ingest().proxy(),
                setting.environment(),
                setting.target().host(),
                setting.target().port());
    }

    private List<InetSocketAddress> lookUp() throws UnknownHostException {
        Target target = setting.target();
        return switch (route) {
            case Route.Via via -> Addresses.of(via.host(), via.port());
            case Route.Direct _ when target.tls() -> Addresses.of(target.host(), target.port());
            case Route.Direct _ -> Addresses.loopback(target.host(), target.port());
        };
    }

    private void failLater(Response.Lost lost) {
        later(() -> fail(lost, false));
    }

    /** On the wire's thread, unless it has ended meanwhile. */
    private void later(Runnable step) {
        try {
            setting.io().execute(step);
        } catch (RejectedExecutionException _) {
            release(); // Whoever waited was told when the wire was closed.
        }
    }

    /** Tries one address after another, each with its share of the time. */
    private void connect(int index) {
        if (done) {
            release();
            return;
        }
        long share = setting.patience().connect().toMillis() / addresses.size();
        ChannelFuture connecting =
                new Bootstrap()
                        .group(setting.io())
                        .channel(NioSocketChannel.class)
                        .resolver(NoopAddressResolverGroup.INSTANCE)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(share, 1))
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .handler(new Pipeline(addresses.get(index)))
                        .connect(destination(addresses.get(index)));
        channel = connecting.channel();
        connecting.addListener(f -> tried(f.isSuccess(), index));
    }

    /** Behind a proxy the ingest's name is the proxy's to look up. */
    private InetSocketAddress destination(InetSocketAddress address) {
        Target target = setting.target();
        return route instanceof Route.Via
                ? InetSocketAddress.createUnresolved(target.host(), target.port())
                : address;
    }

    private void tried(boolean success, int index) {
        if (success || done) {
            return;
        }
        if (index + 1 < addresses.size()) {
            connect(index + 1);
        } else {
            fail(unreached(), false);
        }
    }

    private Response.Lost unreached() {
        return route instanceof Route.Via via
                ? Trouble.proxy(new IOException("not reached"), via)
                : Trouble.connect(setting.target());
    }

    private void connectingTookTooLong() {
        if (!connected) {
            long seconds = setting.patience().connect().toSeconds();
            fail(
                    Trouble.lost(
                            Why.TIME,
                            "no connection to %s within %d s".formatted(setting.target(), seconds)),
                    false);
        }
    }

    /** TCP stands, and the proxy has agreed if there is one. */
    private void connected() {
        connected = true;
        // TLS has a time limit of its own; this one is for the first word of HTTP/2 after it.
        Duration handshake = setting.patience().handshake();
        after(handshake.multipliedBy(2), () -> fail(silent(), http2));
    }

    private Response.Lost silent() {
        return Trouble.lost(Why.TIME, setting.target() + " does not answer the handshake");
    }

    /** TLS stands, or is not wanted: the protocol is known. */
    private void greet(String protocol) {
        greeted = true;
        setting.greeting().greet(channel, protocol, this::standing);
    }

    private void standing(Connection connection) {
        if (done) {
            connection.close();
        } else {
            done = true;
            then.accept(new Dialled.Standing(connection));
        }
    }

    /** The connection ended; no harm if it stood and has served. */
    private void lost() {
        Throwable why = cause == null ? new IOException("closed") : cause;
        if (connected) {
            fail(Trouble.tls(why, setting.target()), http2 && !Trouble.isDistrust(why));
        } else if (route instanceof Route.Via via) {
            fail(Trouble.proxy(why, via), false);
        }
    }

    private void fail(Response.Lost lost, boolean otherProtocol) {
        if (!done) {
            done = true;
            if (channel == null) {
                release();
            } else {
                channel.close().addListener(_ -> release());
            }
            then.accept(new Dialled.Failed(lost, otherProtocol));
        }
    }

    private void release() {
        ReferenceCountUtil.release(tls);
        tls = null;
    }

    /** Builds the channel up to where the protocol is known. */
    private final class Pipeline extends ChannelInitializer<Channel> {
        private final InetSocketAddress address;

        Pipeline(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        protected void initChannel(Channel made) {
            ChannelPipeline pipeline = made.pipeline();
            boolean proxied = route instanceof Route.Via;
            if (route instanceof Route.Via via) {
                pipeline.addLast(proxy(via));
            }
            pipeline.addLast(
                    new Opening(
                            proxied,
                            tls == null ? Optional.empty() : Optional.of(tlsHandler(made)),
                            Dial.this::connected,
                            Dial.this::greet,
                            this::failed,
                            Dial.this::lost));
            made.closeFuture().addListener(_ -> closed(made));
        }

        private HttpProxyHandler proxy(Route.Via via) {
            HttpProxyHandler handler =
                    via.username().isPresent()
                            ? new HttpProxyHandler(address, via.username().get(), via.password())
                            : new HttpProxyHandler(address);
            handler.setConnectTimeoutMillis(setting.patience().connect().toMillis());
            return handler;
        }

        private SslHandler tlsHandler(Channel made) {
            Target target = setting.target();
            SslHandler handler = tls.newHandler(made.alloc(), target.host(), target.port());
            handler.setHandshakeTimeoutMillis(setting.patience().handshake().toMillis());
            return handler;
        }

        private void failed(Throwable why) {
            cause = cause == null ? why : cause;
        }

        private void closed(Channel gone) {
            if (gone != channel) {
                return; // Another address is being tried.
            }
            if (greeted) {
                lost(); // Before the other end has spoken its protocol.
            }
            if (done) {
                release();
            }
        }
    }
}
