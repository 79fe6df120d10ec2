package io.tidegate.agent.uplink.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;

/** One exchange on one stream of an HTTP/2 connection. Owned by the wire's thread. */
final class StreamExchange extends ChannelInitializer<Channel> {
    private final StreamsConnection connection;
    private final Exchange exchange;
    private final boolean stale;
    private final AnswerReader reader = new AnswerReader();
    private Channel channel;

    StreamExchange(StreamsConnection connection, Exchange exchange, boolean stale) {
        this.connection = connection;
        this.exchange = exchange;
        this.stale = stale;
    }

    @Override
    protected void initChannel(Channel stream) {
        channel = stream;
        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), new Ears());
    }

    /** The stream stands, or the connection lets none in. */
    void opened(boolean success) {
        if (success && !exchange.done()) {
            connection.writer().write(channel, exchange);
        } else {
            lose(cutShort(true));
        }
    }

    /** The connection ended. */
    void cut() {
        lose(cutShort(stale && !reader.begun()));
    }

    void lose(Response.Lost lost) {
        finish(lost, false);
    }

    /** What was not fully written is reset when the stream closes. */
    private void finish(Response response, boolean answered) {
        exchange.finish(response);
        if (channel != null) {
            channel.close();
        }
        connection.finished(this, answered);
    }

    private static Response.Lost cutShort(boolean again) {
        return new Response.Lost(
                Response.Why.CUT, "the connection ended before the answer was complete", again);
    }

    /** Hears what comes on the stream. */
    private final class Ears extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject piece)
                throws java.io.IOException {
            if (!exchange.done()) {
                exchange.moved();
                reader.read(piece).ifPresent(r -> finish(r, r instanceof Response.Heard));
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            switch (event) {
                case Http2ResetFrame reset -> reset(reset.errorCode());
                case Http2GoAwayFrame _ -> lose(cutShort(true));
                default -> {} // Half-closed and the like.
            }
            ReferenceCountUtil.release(event);
        }

        private void reset(long code) {
            if (code == Http2Error.HTTP_1_1_REQUIRED.code()) {
                connection.refuseHttp2();
            }
            lose(cutShort(code == Http2Error.REFUSED_STREAM.code()));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!connection.gone()) {
                cut();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            lose(cutShort(false));
        }
    }
}
