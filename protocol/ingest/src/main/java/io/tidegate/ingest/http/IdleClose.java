package io.tidegate.ingest.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Closes a connection on which nothing moves and no request is open. */
final class IdleClose extends IdleStateHandler {
    private final OpenRequests open;

    IdleClose(Duration time, OpenRequests open) {
        super(0, 0, time.toMillis(), TimeUnit.MILLISECONDS);
        this.open = open;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        if (open.none()) {
            ctx.close();
        }
    }
}
