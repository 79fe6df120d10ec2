package io.tidegate.agent.batch;

import io.tidegate.agent.loop.Threads;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hashes and compresses what rows have filled while more of them come: one piece of work after
 * another, on a thread of its own that ends when there has been none for a while. Thread-safe.
 */
final class Press {
    private static final long IDLE_SECONDS = 5;

    private final ThreadFactory threads;
    private final ThreadPoolExecutor thread;

    /** The one thread that is at work, or was last. */
    private volatile Thread own;

    Press(String stream) {
        threads = Threads.factory("encoder-" + stream);
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        this::worker);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Work that is done after all that was given before; if such work itself asks, at once. */
    <T> Future<T> later(Callable<T> work) {
        if (Thread.currentThread() != own) {
            return thread.submit(work);
        }
        var now = new FutureTask<>(work);
        now.run();
        return now;
    }

    private Thread worker(Runnable loop) {
        own = threads.newThread(loop);
        return own;
    }

    /** What came of it. */
    static <T> T done(Future<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
