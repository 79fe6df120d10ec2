package io.tidegate.ingest.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Closes a connection for which there is no place. */
final class ConnectionPlace extends ChannelInboundHandlerAdapter {
    private final Service service;

    ConnectionPlace(Service service) {
        this.service = service;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        if (service.enter()) {
            super.channelActive(ctx);
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        service.leave();
        super.channelInactive(ctx);
    }
}
