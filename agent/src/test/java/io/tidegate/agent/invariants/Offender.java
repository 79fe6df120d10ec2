package io.tidegate.agent.invariants;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Breaks the rules in every way there is, to show that they see it. Never run. */
final class Offender {
    Supplier<Instant> clock = Instant::now;
    long millis = System.currentTimeMillis();
    long nanos = System.nanoTime();
    Date date = new Date();

    List<?> times(ZoneId zone) {
        return List.of(
                LocalTime.now(),
                LocalDate.now(zone),
                LocalDateTime.now(),
                ZonedDateTime.now(),
                OffsetDateTime.now(),
                Year.now());
    }

    List<?> clocks() {
        return List.of(
                Clock.systemUTC(),
                Clock.tickSeconds(null),
                InstantSource.system(),
                Calendar.getInstance());
    }

    List<?> threads(Runnable work) {
        return List.of(
                new Thread(work),
                new Thread(null, work, "x", 0),
                Thread.ofPlatform(),
                Thread.ofVirtual(),
                Thread.startVirtualThread(work),
                new Timer(),
                new DefaultThreadFactory("x"));
    }

    void executors(Runnable work, IoHandlerFactory handlers, CompletableFuture<?> future) {
        Executors.newCachedThreadPool();
        ForkJoinPool.commonPool();
        CompletableFuture.runAsync(work);
        future.orTimeout(1, TimeUnit.SECONDS);
        future.thenRunAsync(work);
        List.of(work).parallelStream();
        new DefaultEventExecutor();
        new MultiThreadIoEventLoopGroup(1, handlers);
        GlobalEventExecutor.INSTANCE.execute(work);
    }

    void waits() throws InterruptedException {
        Thread.sleep(1);
        Thread.sleep(Duration.ZERO);
        TimeUnit.SECONDS.sleep(1);
    }

    void ends(Thread hook) {
        Runtime.getRuntime().addShutdownHook(hook);
        System.exit(1);
        Runtime.getRuntime().exit(1);
        Runtime.getRuntime().halt(1);
    }
}
