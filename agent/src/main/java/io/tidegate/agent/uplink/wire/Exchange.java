package io.tidegate.agent.uplink.wire;

import io.netty.util.concurrent.EventExecutor;
import io.tidegate.agent.loop.Clock;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One request on its way and its one response. Owned by the wire's thread. */
final class Exchange {
    private final Request request;
    private final Consumer<Response> then;
    private final Clock clock;
    private long began;
    private long moved;
    private Future<?> watch;
    private boolean done;

    Exchange(Request request, Consumer<Response> then, Clock clock) {
        this.request = request;
        this.then = then;
        this.clock = clock;
    }

    Request request() {
        return request;
    }

    /**
     * From here on it has a connection, and must move on.
     *
     * @param expired told when patience has run out
     */
    void begin(EventExecutor thread, Patience patience, Consumer<Response.Lost> expired) {
        began = clock.nanoTime();
        moved = began;
        watch(thread, patience, expired);
    }

    private void watch(EventExecutor thread, Patience patience, Consumer<Response.Lost> expired) {
        if (done) {
            return;
        }
        long now = clock.nanoTime();
        long still = patience.progress().toNanos() - (now - moved);
        long total = patience.total().toNanos() - (now - began);
        if (still <= 0) {
            expired.accept(late("nothing moved for " + patience.progress().toSeconds() + " s"));
        } else if (total <= 0) {
            expired.accept(late("no answer within " + patience.total().toSeconds() + " s"));
        } else {
            watch =
                    thread.schedule(
                            () -> watch(thread, patience, expired),
                            Math.min(still, total),
                            TimeUnit.NANOSECONDS);
        }
    }

    private static Response.Lost late(String sentence) {
        return new Response.Lost(Response.Why.TIME, sentence, false);
    }

    /** A byte was written or read. */
    void moved() {
        moved = clock.nanoTime();
    }

    boolean done() {
        return done;
    }

    /** Tells the response; only the first counts. Lets go of the request. */
    void finish(Response response) {
        if (!done) {
            done = true;
            if (watch != null) {
                watch.cancel(false);
            }
            then.accept(response);
        }
    }
}
