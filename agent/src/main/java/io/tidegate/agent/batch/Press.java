package io.tidegate.agent.batch;

import io.tidegate.agent.loop.Threads;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Compresses what rows have filled while more of them come: one piece of work after another, on a
 * thread of its own that ends when there has been none for a while. Thread-safe.
 */
final class Press {
    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor thread;

    Press(String stream) {
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Threads.factory("encoder-" + stream));
        thread.allowCoreThreadTimeOut(true);
    }

    /** Work that is done after all that was given before. */
    Future<List<EncodedPart>> later(Callable<List<EncodedPart>> work) {
        return thread.submit(work);
    }

    /** What came of it. */
    static List<EncodedPart> done(Future<List<EncodedPart>> work) throws InterruptedException {
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
