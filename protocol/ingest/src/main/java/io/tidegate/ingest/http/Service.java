package io.tidegate.ingest.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all connections share: the handler, the workers and the counts that are limited. A request
 * holds a place from its first line to the last byte of its answer, so that what waits for a worker
 * is bounded too. Thread-safe.
 */
final class Service {
    private final Handler handler;
    private final HttpLimits limits;
    private final Semaphore places;
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService workers;
    private volatile boolean stopping;

    Service(Handler handler, HttpLimits limits) {
        this.handler = handler;
        this.limits = limits;
        this.places = new Semaphore(limits.requests());
        this.workers =
                Executors.newFixedThreadPool(
                        limits.workers(), Thread.ofPlatform().name("worker-", 1).factory());
    }

    Handler handler() {
        return handler;
    }

    HttpLimits limits() {
        return limits;
    }

    /** Whether there is a place for one more connection; it must be given back. */
    boolean enter() {
        return connections.incrementAndGet() <= limits.connections();
    }

    void leave() {
        connections.decrementAndGet();
    }

    /** Whether there is a place for one more request; it must be given back. */
    boolean begin() {
        return !stopping && places.tryAcquire();
    }

    void end() {
        places.release();
    }

    boolean isStopping() {
        return stopping;
    }

    void work(Runnable work) {
        workers.execute(work);
    }

    /** Takes no more requests and waits until those there are have been answered. */
    void stop(long seconds) throws InterruptedException {
        stopping = true;
        places.tryAcquire(limits.requests(), seconds, TimeUnit.SECONDS);
        workers.shutdownNow();
    }
}
