package io.tidegate.agent.uplink.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import java.util.function.Consumer;

/** Watches a channel until it is known which protocol is spoken on it. */
final class Opening extends ChannelInboundHandlerAdapter {
    private final boolean tls;
    private final Runnable connected;
    private final Consumer<String> negotiated;
    private final Consumer<Throwable> failed;

    /**
     * @param connected told when TCP stands
     * @param negotiated told the protocol, {@code h2} or {@code http/1.1}
     * @param failed told why it never will
     */
    Opening(
            boolean tls,
            Runnable connected,
            Consumer<String> negotiated,
            Consumer<Throwable> failed) {
        this.tls = tls;
        this.connected = connected;
        this.negotiated = negotiated;
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connected.run();
        if (!tls) {
            done(ctx, ApplicationProtocolNames.HTTP_1_1);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent shaken) {
            if (shaken.isSuccess()) {
                done(ctx, protocol(ctx));
            } else {
                failed.accept(shaken.cause());
                ctx.close();
            }
        }
    }

    private static String protocol(ChannelHandlerContext ctx) {
        String chosen = ctx.pipeline().get(SslHandler.class).applicationProtocol();
        return chosen == null ? ApplicationProtocolNames.HTTP_1_1 : chosen;
    }

    private void done(ChannelHandlerContext ctx, String protocol) {
        negotiated.accept(protocol);
        ctx.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed.accept(cause);
        ctx.close();
    }
}
