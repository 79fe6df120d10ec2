package io.tidegate.agent.uplink.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An HTTP/2 connection: several exchanges side by side. Owned by the wire's thread. */
final class StreamsConnection extends ChannelInboundHandlerAdapter implements Connection {
    /** Four batches, and one small request beside them. */
    private static final int STREAMS = 5;

    private final Channel channel;
    private final RequestWriter writer;
    private final Patience patience;
    private final Idleness idleness;
    private final Owner owner;
    private final Consumer<StreamsConnection> ready;
    private final Set<StreamExchange> open = new HashSet<>();
    private long peerStreams = STREAMS;
    private boolean greeted;
    private boolean draining;
    private boolean proven;
    private boolean broken;
    private Optional<Response.Lost> verdict = Optional.empty();

    /**
     * @param ready called once the other end has spoken HTTP/2
     */
    StreamsConnection(
            Channel channel,
            RequestWriter writer,
            Patience patience,
            Idleness idleness,
            Owner owner,
            Consumer<StreamsConnection> ready) {
        this.channel = channel;
        this.writer = writer;
        this.patience = patience;
        this.idleness = idleness;
        this.owner = owner;
        this.ready = ready;
        idleness.begin();
    }

    @Override
    public String protocol() {
        return "h2";
    }

    @Override
    public Instant since() {
        return idleness.since();
    }

    /** Whether the other end lets no new exchange in; another connection is needed. */
    boolean draining() {
        return draining;
    }

    @Override
    public boolean free() {
        return channel.isActive() && !draining && open.size() < Math.min(STREAMS, peerStreams);
    }

    @Override
    public void start(Exchange exchange) {
        boolean stale = proven && open.isEmpty() && idleness.longEnoughToBeDead();
        var stream = new StreamExchange(this, exchange, stale);
        open.add(stream);
        exchange.begin(channel.eventLoop(), patience, this::giveUp);
        new Http2StreamChannelBootstrap(channel)
                .handler(stream)
                .open()
                .addListener(f -> stream.opened(f.isSuccess()));
    }

    RequestWriter writer() {
        return writer;
    }

    /** One of its exchanges has its response. */
    void finished(StreamExchange stream, boolean answered) {
        proven |= answered;
        if (open.remove(stream) && channel.isActive()) {
            idleness.begin();
            if (draining && open.isEmpty()) {
                channel.close();
            } else {
                owner.freed(this);
            }
        }
    }

    /** Whether the connection as a whole has gone; then it tells its exchanges itself. */
    boolean gone() {
        return !channel.isActive();
    }

    /** The other end wants HTTP/1.1. */
    void refuseHttp2() {
        broken = true;
        draining = true;
    }

    /** A silent stream most often is a dead connection: all of it is given up. */
    private void giveUp(Response.Lost lost) {
        verdict = Optional.of(lost);
        channel.close();
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2SettingsFrame settings -> settings(settings);
                case Http2GoAwayFrame away -> goAway(away);
                default -> {} // Window updates and pings are the codec's.
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void settings(Http2SettingsFrame frame) {
        Long streams = frame.settings().maxConcurrentStreams();
        peerStreams = streams == null ? peerStreams : Math.max(streams, 1);
        if (!greeted) {
            greeted = true;
            ready.accept(this);
        }
    }

    private void goAway(Http2GoAwayFrame frame) {
        draining = true;
        broken |= frame.errorCode() != Http2Error.NO_ERROR.code();
        if (open.isEmpty()) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        owner.ended(this, end());
        Set.copyOf(open).forEach(s -> verdict.ifPresentOrElse(s::lose, s::cut));
    }

    private End end() {
        boolean orderly = draining && open.isEmpty();
        return !proven || broken ? End.UNUSABLE : orderly ? End.ORDERLY : End.LOST;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken |= cause instanceof io.netty.handler.codec.http2.Http2Exception;
        ctx.close();
    }
}
