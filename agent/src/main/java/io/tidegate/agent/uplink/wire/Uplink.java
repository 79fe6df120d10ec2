package io.tidegate.agent.uplink.wire;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Threads;
import io.tidegate.config.AgentConfig.Ingest;
import io.tidegate.config.UnavailableSecretException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The wire over netty: HTTP/2 over TLS, falling back to HTTP/1.1 where HTTP/2 is not offered or
 * does not work. Opens a connection when one is needed, and holds at most four. Thread-safe; its
 * work is done on netty's thread "uplink", and what may block (names, files) on "uplink-blocking".
 */
public final class Uplink implements Wire {
    private static final int MOST_CONNECTIONS = 4;

    /** How long HTTP/2 is not offered after it did not work. */
    private static final Duration WITHOUT_HTTP2 = Duration.ofMinutes(10);

    /** A connection that ends in order tells little; but after so long ask what stands there. */
    private static final Duration SESSION = Duration.ofSeconds(30);

    private final Clock clock;
    private final EventLoopGroup group;
    private final EventLoop io;
    private final EventExecutor blocking;
    private final Dial.Setting setting;
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private final List<Connection> connections = new ArrayList<>();
    private final AtomicLong session = new AtomicLong();
    private volatile Line line = Line.NONE;
    private int dialling;
    private boolean renewing;
    private boolean closed;
    private long sessionSince;
    private Optional<Long> withoutHttp2Since = Optional.empty();

    /**
     * @param version of the agent, for {@code User-Agent}
     * @param environment where {@code https_proxy} and {@code no_proxy} are looked up
     */
    public Uplink(Ingest ingest, String version, Map<String, String> environment, Clock clock) {
        this(ingest, version, environment, clock, Patience.usual());
    }

    Uplink(
            Ingest ingest,
            String version,
            Map<String, String> environment,
            Clock clock,
            Patience patience) {
        this.clock = clock;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        1, Threads.factory("uplink"), NioIoHandler.newFactory());
        this.io = group.next();
        this.blocking = new DefaultEventExecutor(Threads.factory("uplink-blocking"));
        Target target = Target.of(ingest.url());
        Token token = new Token(ingest.token());
        RequestWriter writer = new RequestWriter(target, token, version);
        this.setting =
                new Dial.Setting(
                        ingest,
                        token,
                        target,
                        environment,
                        patience,
                        io,
                        blocking,
                        new Greeting(writer, patience, clock, new Keeper()));
        this.sessionSince = clock.nanoTime();
    }

    @Override
    public void exchange(Request request, Consumer<Response> then) {
        var exchange = new Exchange(request, then, clock);
        if (!later(() -> take(exchange))) {
            exchange.finish(closed());
        }
    }

    private void take(Exchange exchange) {
        if (closed) {
            exchange.finish(closed());
        } else {
            waiting.add(exchange);
            pump();
        }
    }

    private static Response.Lost closed() {
        return new Response.Lost(Response.Why.CLOSED, "the connector is stopping", false);
    }

    @Override
    public long session() {
        return session.get();
    }

    @Override
    public Line line() {
        return line;
    }

    /** What is asked for meanwhile waits for the new token. */
    @Override
    public void renewToken() {
        later(
                () -> {
                    renewing = !closed;
                    if (renewing) {
                        blocking.execute(this::readToken);
                    }
                });
    }

    private void readToken() {
        Optional<Response.Lost> trouble = Optional.empty();
        try {
            setting.token().read();
        } catch (UnavailableSecretException e) {
            trouble = Optional.of(Trouble.lost(Response.Why.TOKEN, e.getMessage()));
        }
        Optional<Response.Lost> found = trouble;
        later(
                () -> {
                    renewing = false;
                    found.ifPresent(this::failWaiting);
                    pump();
                });
    }

    /** On the wire's thread, unless it has ended meanwhile. */
    private boolean later(Runnable step) {
        try {
            io.execute(step);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    private void pump() {
        while (!waiting.isEmpty() && !renewing && !closed) {
            Optional<Connection> free = free();
            if (free.isEmpty()) {
                dialIfAllowed();
                return;
            }
            free.get().start(waiting.poll());
        }
    }

    /** The one that was used last, so that the others can grow old. */
    private Optional<Connection> free() {
        return connections.reversed().stream().filter(Connection::free).findFirst();
    }

    private void dialIfAllowed() {
        int wanted = Math.min(waiting.size(), room()) - dialling;
        for (int i = 0; i < wanted; i++) {
            dialling++;
            new Dial(setting, offersHttp2(), this::dialled).begin();
        }
    }

    /** How many connections may be under way now. The first one shows what is spoken. */
    private int room() {
        boolean streams =
                connections.stream()
                        .anyMatch(c -> c instanceof StreamsConnection s && !s.draining());
        if (streams) {
            return 0;
        }
        boolean serial = connections.stream().anyMatch(SerialConnection.class::isInstance);
        return serial ? MOST_CONNECTIONS - connections.size() : 1;
    }

    private boolean offersHttp2() {
        return withoutHttp2Since
                .filter(since -> clock.nanoTime() - since < WITHOUT_HTTP2.toNanos())
                .isEmpty();
    }

    private void dialled(Dialled outcome) {
        dialling--;
        switch (outcome) {
            case Dialled.Standing(var connection) -> connections.add(connection);
            case Dialled.Failed(var lost, var otherProtocol) -> {
                if (otherProtocol) {
                    switchProtocol();
                }
                if (connections.isEmpty() && dialling == 0) {
                    failWaiting(lost);
                }
            }
        }
        tell();
        pump();
    }

    /** If one protocol does not work, the other is tried next, whichever it was. */
    private void switchProtocol() {
        withoutHttp2Since = offersHttp2() ? Optional.of(clock.nanoTime()) : Optional.empty();
    }

    private void failWaiting(Response.Lost lost) {
        var failed = List.copyOf(waiting);
        waiting.clear();
        failed.forEach(exchange -> exchange.finish(lost));
    }

    private void tell() {
        line =
                connections.stream()
                        .map(c -> new Line(c.protocol(), Optional.of(c.since())))
                        .min(Comparator.comparing(l -> l.since().orElseThrow()))
                        .orElse(Line.NONE);
    }

    @Override
    public void close() {
        if (!later(this::cutAll)) {
            return; // Closed before.
        }
        var ends =
                List.of(
                        group.shutdownGracefully(0, 1, TimeUnit.SECONDS),
                        blocking.shutdownGracefully(0, 1, TimeUnit.SECONDS));
        ends.forEach(end -> end.awaitUninterruptibly(2, TimeUnit.SECONDS));
    }

    private void cutAll() {
        closed = true;
        failWaiting(closed());
        List.copyOf(connections).forEach(Connection::close);
    }

    /** Hears what becomes of the connections. */
    private final class Keeper implements Connection.Owner {
        @Override
        public void freed(Connection connection) {
            connections.remove(connection);
            connections.add(connection);
            pump();
        }

        @Override
        public void ended(Connection connection, Connection.End end) {
            if (!connections.remove(connection)) {
                return;
            }
            boolean unusual = end != Connection.End.ORDERLY;
            if (end == Connection.End.UNUSABLE && setting.target().tls()) {
                switchProtocol();
            }
            if (unusual || clock.nanoTime() - sessionSince > SESSION.toNanos()) {
                sessionSince = clock.nanoTime();
                session.incrementAndGet();
            }
            tell();
            pump();
        }
    }
}
