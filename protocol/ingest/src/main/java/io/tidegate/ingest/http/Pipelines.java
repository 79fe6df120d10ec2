package io.tidegate.ingest.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;

import java.util.Optional;

/**
 * Sets up each connection: over TLS the client chooses HTTP/2 or HTTP/1.1, without it is HTTP/1.1.
 */
final class Pipelines extends ChannelInitializer<Channel> {
    /** A body of 1 MiB comes in one go; the default of 64 KiB makes HTTP/2 four times slower. */
    private static final int WINDOW = 4 << 20;

    private static final int FRAME = 1 << 20;
    private static final int STREAMS = 32;
    private static final int LINE = 4 << 10;
    private static final int HEADERS = 16 << 10;
    private static final long GOODBYE_MILLIS = 2_000;

    private final Service service;
    private final Optional<SslContext> tls;

    Pipelines(Service service, Optional<SslContext> tls) {
        this.service = service;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        OpenRequests open = new OpenRequests();
        pipeline.addLast(new ConnectionPlace(service));
        pipeline.addLast(new IdleClose(service.limits().idleTime(), open));
        if (tls.isPresent()) {
            pipeline.addLast(tls.get().newHandler(channel.alloc()));
            pipeline.addLast(new Negotiation(open));
        } else {
            http1(pipeline, open);
        }
    }

    private final class Negotiation extends ApplicationProtocolNegotiationHandler {
        private final OpenRequests open;

        Negotiation(OpenRequests open) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.open = open;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(ctx.pipeline(), open);
            } else {
                http1(ctx.pipeline(), open);
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            // Port scanners and wrong trust roots: the client says why.
            ctx.close();
        }
    }

    private void http1(ChannelPipeline pipeline, OpenRequests open) {
        pipeline.addLast(
                new HttpServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(LINE)
                                .setMaxHeaderSize(HEADERS)));
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(new Exchange(service, open));
    }

    private void http2(ChannelPipeline pipeline, OpenRequests open) {
        var codec =
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .initialWindowSize(WINDOW)
                                        .maxFrameSize(FRAME)
                                        .maxConcurrentStreams(STREAMS)
                                        .maxHeaderListSize(HEADERS))
                        .build();
        codec.gracefulShutdownTimeoutMillis(GOODBYE_MILLIS);
        pipeline.addLast(codec);
        pipeline.addLast(
                new Http2MultiplexHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline()
                                        .addLast(new Http2StreamFrameToHttpObjectCodec(true));
                                stream.pipeline().addLast(new Exchange(service, open));
                            }
                        }));
        // The settings speak of streams; the connection as a whole has a window of its own.
        pipeline.writeAndFlush(
                new DefaultHttp2WindowUpdateFrame(WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
    }
}
