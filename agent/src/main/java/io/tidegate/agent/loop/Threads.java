package io.tidegate.agent.loop;

import java.util.concurrent.ThreadFactory;

/** The one place that makes threads. None of them keeps the process alive by itself. */
public final class Threads {
    private Threads() {}

    /** Starts work on a thread of its own. What it throws goes to the thread's handler. */
    public static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(work);
    }

    /** Starts short work of which there may be many, such as answering one connection. */
    public static Thread startLight(String name, Runnable work) {
        return Thread.ofVirtual().name(name).start(work);
    }

    /** Makes threads for a library that wants to start its own. */
    public static ThreadFactory factory(String name) {
        return Thread.ofPlatform().name(name).daemon().factory();
    }

    /**
     * Runs work when the process is asked to end: SIGTERM, SIGINT, or the end of the last thread.
     */
    public static void atEnd(String name, Runnable work) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name(name).unstarted(work));
    }
}
