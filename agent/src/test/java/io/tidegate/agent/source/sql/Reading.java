package io.tidegate.agent.source.sql;

import io.tidegate.agent.source.Source;

import org.junit.jupiter.api.function.Executable;

import java.time.Duration;
import java.util.Arrays;

/** A read in a thread of its own. Owned by the test's thread. */
final class Reading {
    /** Far less than what is read would take, and far more than an interrupt takes. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Thread thread;
    private Throwable ended;

    Reading(Executable read) {
        thread = Thread.ofPlatform().daemon().start(() -> end(read));
    }

    /** Of all that there is. */
    static Reading of(Source source) {
        return new Reading(() -> Reads.all(source, row -> row.value(0)));
    }

    private void end(Executable read) {
        try {
            read.execute();
        } catch (Throwable e) {
            ended = e;
        }
    }

    /** Whether it waits for the database, and would notice an interrupt. */
    boolean waits() {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(f -> f.getClassName().equals(InterruptWatch.class.getName()));
    }

    /** What the read ends in when it is interrupted; null if in nothing. */
    Throwable interrupted() throws InterruptedException {
        thread.interrupt();
        return awaited();
    }

    /** What the read ends in by itself. */
    Throwable awaited() throws InterruptedException {
        if (!thread.join(SOON)) {
            throw new AssertionError("the read goes on");
        }
        return ended;
    }
}
