package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.finding.Finding.Level;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Threads;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Carries out steps and comes to an end in time whatever they do: each has a limit, and so has the
 * whole. Rows of steps run side by side, the steps of a row one after another, and what they find
 * is told in order. What hangs is said to hang and is left behind. Used by one thread.
 */
final class Checkup {
    private final Clock clock;
    private final long end;

    Checkup(Clock clock, Duration limit) {
        this.clock = clock;
        this.end = clock.nanoTime() + limit.toNanos();
    }

    void run(List<List<Step>> rows, Consumer<Placed> each) throws InterruptedException {
        List<BlockingQueue<Optional<Placed>>> told = rows.stream().map(this::begin).toList();
        for (BlockingQueue<Optional<Placed>> row : told) {
            Optional<Placed> next = row.take();
            while (next.isPresent()) {
                each.accept(next.get());
                next = row.take();
            }
        }
    }

    /** What the row finds; an empty one is its end. */
    private BlockingQueue<Optional<Placed>> begin(List<Step> row) {
        var told = new LinkedBlockingQueue<Optional<Placed>>();
        Threads.start(
                "doctor-row",
                () -> {
                    try {
                        steps(row, placed -> told.add(Optional.of(placed)));
                    } finally {
                        told.add(Optional.empty());
                    }
                });
        return told;
    }

    private void steps(List<Step> row, Consumer<Placed> out) {
        try {
            for (Step step : row) {
                Consumer<Finding> here = f -> out.accept(new Placed(step.place(), f));
                if (step(step, here) && step.needed()) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it failed. */
    private boolean step(Step step, Consumer<Finding> out) throws InterruptedException {
        long left = end - clock.nanoTime();
        if (left <= 0) {
            out.accept(
                    Finding.warn(
                            step.name() + " was not tried: the time of the whole was used up",
                            "say 'tidegate doctor SOURCE' for one source alone"));
            return false;
        }
        long limit = Math.min(left, step.limit().toNanos());
        var open = new Open(out);
        var work =
                new FutureTask<Void>(
                        () -> {
                            step.look().at(open);
                            return null;
                        });
        Threads.start("doctor-step", work);
        wait(step, work, limit, open);
        return open.hasFailed();
    }

    private static void wait(Step step, FutureTask<Void> work, long limit, Open open)
            throws InterruptedException {
        try {
            work.get(limit, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            open.end(step.late().orElseGet(() -> hangs(step, limit)));
            work.cancel(true);
        } catch (ExecutionException e) {
            open.end(failed(step, e.getCause()));
        }
    }

    /** The text of an exception is not shown: nobody knows what is in it. */
    private static Finding failed(Step step, Throwable cause) {
        String what =
                "%s could not be carried out (%s)"
                        .formatted(step.name(), cause.getClass().getSimpleName());
        return cause instanceof IOException
                ? Finding.fail(what, "see that this account may do that")
                : Finding.fail(what, "that is an error in the program: please report it");
    }

    private static Finding hangs(Step step, long limit) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(limit);
        return Finding.fail(
                "%s hangs: no end within %d s".formatted(step.name(), seconds),
                "see what it waits for; nothing here was changed");
    }

    /** Passes on what is found until the step's time is over. */
    private static final class Open implements Consumer<Finding> {
        private final Consumer<Finding> out;
        private boolean closed;
        private boolean failed;

        Open(Consumer<Finding> out) {
            this.out = out;
        }

        @Override
        public synchronized void accept(Finding finding) {
            if (!closed) {
                failed |= finding.level() == Level.FAIL;
                out.accept(finding);
            }
        }

        synchronized boolean hasFailed() {
            return failed;
        }

        synchronized void end(Finding last) {
            accept(last);
            closed = true;
        }
    }
}
