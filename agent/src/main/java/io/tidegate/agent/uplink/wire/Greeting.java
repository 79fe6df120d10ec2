package io.tidegate.agent.uplink.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.tidegate.agent.loop.Clock;

import java.util.function.Consumer;

/** Begins to speak the negotiated protocol on a channel. Owned by the wire's thread. */
final class Greeting {
    /** So that an answer of 1 MiB never waits for our consent. */
    private static final int WINDOW = 4 << 20;

    private static final int HEADER_LIST = 64 << 10;
    private static final int FIRST_LINE = 4 << 10;
    private static final int CHUNK = 64 << 10;

    private final RequestWriter writer;
    private final Patience patience;
    private final Clock clock;
    private final Connection.Owner owner;

    Greeting(RequestWriter writer, Patience patience, Clock clock, Connection.Owner owner) {
        this.writer = writer;
        this.patience = patience;
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * @param protocol {@code h2} or {@code http/1.1}
     * @param standing told once the other end is known to speak it
     */
    void greet(Channel channel, String protocol, Consumer<Connection> standing) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            streams(channel, standing);
        } else {
            standing.accept(serial(channel));
        }
    }

    private Connection serial(Channel channel) {
        var connection =
                new SerialConnection(channel, writer, patience, new Idleness(clock), owner);
        channel.pipeline().addLast(new HttpClientCodec(FIRST_LINE, HEADER_LIST, CHUNK), connection);
        return connection;
    }

    private void streams(Channel channel, Consumer<Connection> standing) {
        var connection =
                new StreamsConnection(
                        channel, writer, patience, new Idleness(clock), owner, standing::accept);
        channel.pipeline().addLast(codec(), new Http2MultiplexHandler(new Uninvited()), connection);
        channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(WINDOW));
    }

    private static Http2FrameCodec codec() {
        return Http2FrameCodecBuilder.forClient()
                .initialSettings(
                        Http2Settings.defaultSettings()
                                .pushEnabled(false)
                                .initialWindowSize(WINDOW)
                                .maxHeaderListSize(HEADER_LIST))
                .build();
    }

    /** A server that opens streams by itself is not listened to. */
    private static final class Uninvited extends ChannelInboundHandlerAdapter {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.close();
        }
    }
}
