package io.tidegate.ingest.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Receives one request after another and answers each: on HTTP/1.1 those of a connection, on HTTP/2
 * the only one of its stream. What is refused early is received to its end all the same and thrown
 * away, so that the sender gets to read the answer. Owned by the channel's event loop.
 */
final class Exchange extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** How much of a refused body is received: beyond it the connection is closed. */
    private static final long PATIENCE_BYTES = 16 << 20;

    private static final int FIRST_BYTES = 16 << 10;
    private static final byte[] NONE = {};

    private final Service service;
    private final OpenRequests open;
    private Head head;
    private byte[] body = NONE;
    private long received;
    private Response early;
    private boolean keepAlive;
    private boolean running;
    private boolean placed;
    private boolean working;
    private ScheduledFuture<?> deadline;

    Exchange(Service service, OpenRequests open) {
        this.service = service;
        this.open = open;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            ctx.close();
            return;
        }
        if (message instanceof HttpRequest request) {
            begin(ctx, request);
        }
        if (message instanceof HttpContent content && head != null) {
            receive(ctx, content);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        open.begin();
        running = true;
        limitTime(ctx, () -> tooSlow(ctx));
        head = Heads.of(request);
        received = 0;
        keepAlive = HttpUtil.isKeepAlive(request) && !service.isStopping();
        placed = service.begin();
        early = placed ? early(request) : service.handler().turnDown(Handler.Trouble.BUSY);
        body = early == null ? new byte[capacity(request)] : NONE;
        if (HttpUtil.is100ContinueExpected(request)) {
            expect(ctx);
        }
    }

    private Response early(HttpRequest request) {
        if (HttpUtil.getContentLength(request, 0L) > service.limits().bodyBytes()) {
            return service.handler().turnDown(Handler.Trouble.TOO_LARGE);
        }
        return service.handler().refuse(head).orElse(null);
    }

    private int capacity(HttpRequest request) {
        return (int) HttpUtil.getContentLength(request, (long) FIRST_BYTES);
    }

    /** The sender asks before it sends the body. */
    private void expect(ChannelHandlerContext ctx) {
        if (early == null) {
            ctx.writeAndFlush(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.CONTINUE,
                            Unpooled.EMPTY_BUFFER));
        } else {
            keepAlive = false;
            answer(ctx, early);
        }
    }

    private void receive(ChannelHandlerContext ctx, HttpContent content) {
        take(content.content());
        boolean whole = content instanceof LastHttpContent;
        if (!whole && early != null && received > PATIENCE_BYTES) {
            keepAlive = false;
            whole = true;
        }
        if (whole) {
            complete(ctx);
        }
    }

    private void take(ByteBuf bytes) {
        int more = bytes.readableBytes();
        received += more;
        if (early == null && received > service.limits().bodyBytes()) {
            early = service.handler().turnDown(Handler.Trouble.TOO_LARGE);
            body = NONE;
        }
        if (early == null) {
            int from = (int) received - more;
            if (received > body.length) {
                body = Arrays.copyOf(body, (int) Math.max(received, 2L * body.length));
            }
            bytes.readBytes(body, from, more);
        }
    }

    private void complete(ChannelHandlerContext ctx) {
        deadline.cancel(false);
        // The next request on this connection waits for the answer to this one.
        ctx.channel().config().setAutoRead(false);
        if (early != null) {
            answer(ctx, early);
            return;
        }
        byte[] exact = body.length == received ? body : Arrays.copyOf(body, (int) received);
        Request request = new Request(head, exact);
        body = NONE;
        working = true;
        service.work(() -> work(ctx, request));
    }

    private void work(ChannelHandlerContext ctx, Request request) {
        Response response = service.handler().handle(request);
        ctx.executor().execute(() -> worked(ctx, response));
    }

    private void worked(ChannelHandlerContext ctx, Response response) {
        working = false;
        if (ctx.channel().isActive()) {
            answer(ctx, response);
        } else {
            release();
        }
    }

    private void answer(ChannelHandlerContext ctx, Response response) {
        head = null;
        body = NONE;
        limitTime(ctx, ctx::close);
        ctx.writeAndFlush(message(response)).addListener(_ -> answered(ctx));
    }

    private void answered(ChannelHandlerContext ctx) {
        release();
        if (keepAlive) {
            ctx.channel().config().setAutoRead(true);
        } else {
            ctx.close();
        }
    }

    private FullHttpResponse message(Response response) {
        FullHttpResponse message =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(response.status()),
                        Unpooled.wrappedBuffer(response.body()));
        response.headers().forEach((name, value) -> message.headers().set(name, value));
        message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
        message.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        HttpUtil.setKeepAlive(message, keepAlive);
        return message;
    }

    private void tooSlow(ChannelHandlerContext ctx) {
        keepAlive = false;
        answer(ctx, service.handler().turnDown(Handler.Trouble.TOO_SLOW));
    }

    private void limitTime(ChannelHandlerContext ctx, Runnable then) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        long millis = service.limits().requestTime().toMillis();
        deadline = ctx.executor().schedule(then, millis, TimeUnit.MILLISECONDS);
    }

    /** Gives back what the request held; not while a worker is still at it. */
    private void release() {
        if (!running || working) {
            return;
        }
        running = false;
        deadline.cancel(false);
        open.end();
        if (placed) {
            service.end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        head = null;
        body = NONE;
        release();
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A connection failed: {}", cause.toString());
        ctx.close();
    }
}
