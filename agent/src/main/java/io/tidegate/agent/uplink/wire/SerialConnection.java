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
    private Response.Lost verdict;
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
        if (exchange == null || verdict != null) {
            channel.close(); // Nobody asked, or nobody listens any more.
            return;
        }
        exchange.moved();
        reader.read(piece).ifPresent(this::answered);
    }

    private void answered(Response response) {
        if (response instanceof Response.Lost nonsense) {
            giveUp(nonsense);
            return;
        }
        proven = true;
        Exchange answered = exchange;
        exchange = null;
        ending = !reader.keepAlive() || !written.isSuccess();
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
        verdict = lost;
        channel.close();
    }

    /** Whoever asks next must know already that a connection was lost. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Exchange open = exchange;
        exchange = null;
        boolean orderly = ending && open == null;
        owner.ended(this, !proven ? End.UNUSABLE : orderly ? End.ORDERLY : End.LOST);
        if (open != null) {
            open.finish(verdict == null ? cut() : verdict);
        }
    }

    private Response.Lost cut() {
        return new Response.Lost(
                Response.Why.CUT,
                "the connection ended before the answer was complete",
                stale && !reader.begun());
    }

    /** A reset and the like: {@link #channelInactive} tells what follows from it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
