package io.tidegate.agent.uplink.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** An HTTP/1.1 connection: one exchange after another. Owned by the wire's thread. */
final class SerialConnection extends SimpleChannelInboundHandler<HttpObject> implements Connection {
    private final Channel channel;
    private final RequestWriter writer;
    private final Patience patience;
    private final Owner owner;
    private final Idleness idleness;
    private Exchange exchange;
    private AnswerReader reader;
    private ChannelFuture written;
    private boolean stale;
    private boolean proven;
    private boolean ending;

    SerialConnection(
            Channel channel,
            RequestWriter writer,
            Patience patience,
            Idleness idleness,
            Owner owner) {
        this.channel = channel;
        this.writer = writer;
        this.patience = patience;
        this.idleness = idleness;
        this.owner = owner;
        idleness.begin();
        closeWhenIdle();
    }

    @Override
    public String protocol() {
        return "http/1.1";
    }

    @Override
    public Instant since() {
        return idleness.since();
    }

    @Override
    public boolean free() {
        return exchange == null && channel.isActive() && !ending;
    }

    @Override
    public void start(Exchange next) {
        stale = proven && idleness.longEnoughToBeDead();
        exchange = next;
        reader = new AnswerReader();
        next.begin(channel.eventLoop(), patience, this::giveUp);
        written = writer.write(channel, next);
    }

    @Override
    public void close() {
        ending = true;
        channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject piece) throws Exception {
        if (exchange == null) {
            channel.close(); // Nobody asked.
            return;
        }
        exchange.moved();
        reader.read(piece).ifPresent(this::answered);
    }

    private void answered(Response response) {
        boolean complete = response instanceof Response.Heard;
        proven |= complete;
        Exchange answered = exchange;
        exchange = null;
        ending = !complete || !reader.keepAlive() || !written.isSuccess();
        answered.finish(response);
        if (ending) {
            channel.close();
        } else {
            idleness.begin();
            owner.freed(this);
        }
    }

    private void closeWhenIdle() {
        if (exchange == null && idleness.atLeast(patience.idle())) {
            close();
        } else if (!ending) {
            long period = patience.idle().toNanos() / 2;
            channel.eventLoop().schedule(this::closeWhenIdle, period, TimeUnit.NANOSECONDS);
        }
    }

    private void giveUp(Response.Lost lost) {
        lose(lost);
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        boolean busy = exchange != null;
        lose(
                new Response.Lost(
                        Response.Why.CUT,
                        "the connection ended before the answer was complete",
                        busy && stale && !reader.begun()));
        owner.ended(this, !proven ? End.UNUSABLE : ending && !busy ? End.ORDERLY : End.LOST);
    }

    private void lose(Response.Lost lost) {
        if (exchange != null) {
            Exchange lostOne = exchange;
            exchange = null;
            lostOne.finish(lost);
        }
    }

    /** A reset and the like: {@link #channelInactive} tells what follows from it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
