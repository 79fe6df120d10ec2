package io.tidegate.agent.uplink.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import java.util.Optional;
import java.util.function.Consumer;

/** Watches a channel until it is known which protocol is spoken on it. */
final class Opening extends ChannelInboundHandlerAdapter {
    private final boolean proxied;
    private final Optional<SslHandler> tls;
    private final Runnable connected;
    private final Consumer<String> negotiated;
    private final Consumer<Throwable> failed;
    private final Runnable gone;

    /**
     * @param proxied whether a proxy has to agree before anything else
     * @param tls what makes the connection safe; empty for plain HTTP
     * @param connected told when TCP stands, up to the ingest
     * @param negotiated told the protocol, {@code h2} or {@code http/1.1}
     * @param failed told why it never will
     * @param gone told when the channel ended before
     */
    Opening(
            boolean proxied,
            Optional<SslHandler> tls,
            Runnable connected,
            Consumer<String> negotiated,
            Consumer<Throwable> failed,
            Runnable gone) {
        this.proxied = proxied;
        this.tls = tls;
        this.connected = connected;
        this.negotiated = negotiated;
        this.failed = failed;
        this.gone = gone;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!proxied) {
            connected(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ProxyConnectionEvent _ -> connected(ctx);
            case SslHandshakeCompletionEvent shaken -> shaken(ctx, shaken);
            default -> {} // Nothing else decides.
        }
    }

    /** Only now TLS begins: a proxy that refuses shall not look like a handshake that failed. */
    private void connected(ChannelHandlerContext ctx) {
        connected.run();
        tls.ifPresentOrElse(
                handler -> ctx.pipeline().addBefore(ctx.name(), null, handler),
                () -> done(ctx, ApplicationProtocolNames.HTTP_1_1));
    }

    private void shaken(ChannelHandlerContext ctx, SslHandshakeCompletionEvent shaken) {
        if (shaken.isSuccess()) {
            String chosen = tls.orElseThrow().applicationProtocol();
            done(ctx, chosen == null ? ApplicationProtocolNames.HTTP_1_1 : chosen);
        } else {
            failed.accept(shaken.cause());
            ctx.close();
        }
    }

    private void done(ChannelHandlerContext ctx, String protocol) {
        negotiated.accept(protocol);
        ctx.pipeline().remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed.accept(cause);
        ctx.close();
    }
}
