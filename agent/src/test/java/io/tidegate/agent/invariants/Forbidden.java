package io.tidegate.agent.invariants;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;

import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** What code may touch in one place only, whether by a call or by a method reference. */
final class Forbidden {
    private static final Set<String> WAITS =
            Set.of("delayedExecutor", "orTimeout", "completeOnTimeout");

    private Forbidden() {}

    static boolean endsTheProcess(JavaAccess<?> access) {
        return isOn(access, System.class, "exit")
                || isOn(access, Runtime.class, "exit")
                || isOn(access, Runtime.class, "halt");
    }

    static boolean clockOrThread(JavaAccess<?> access) {
        return readsAClock(access) || makesAThread(access) || makesAnExecutor(access);
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        return isOn(access, System.class, "currentTimeMillis")
                || isOn(access, System.class, "nanoTime")
                || owner.getPackageName().startsWith("java.time")
                        && (name.equals("now")
                                || name.startsWith("system")
                                || name.startsWith("tick"))
                || owner.isAssignableTo(Date.class) && isNew(access) && parameters(access).isEmpty()
                || owner.isAssignableTo(Calendar.class)
                        && (isNew(access) || name.equals("getInstance"));
    }

    private static boolean makesAThread(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        return owner.isAssignableTo(Thread.class)
                        && (isNew(access)
                                || name.equals("sleep")
                                || name.equals("ofPlatform")
                                || name.equals("ofVirtual")
                                || name.equals("startVirtualThread"))
                || isOn(access, TimeUnit.class, "sleep")
                || isOn(access, Runtime.class, "addShutdownHook")
                || owner.isAssignableTo(Timer.class) && isNew(access)
                || owner.isAssignableTo(ThreadFactory.class) && isNew(access);
    }

    /** Those that are given a factory or an executor use threads that were made elsewhere. */
    private static boolean makesAnExecutor(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        boolean given =
                parameters(access).stream()
                        .anyMatch(
                                p ->
                                        p.isAssignableTo(ThreadFactory.class)
                                                || p.isAssignableTo(Executor.class));
        boolean service =
                owner.isAssignableTo(ExecutorService.class)
                        || owner.isAssignableTo(EventExecutorGroup.class);
        return owner.isEquivalentTo(Executors.class)
                || owner.isEquivalentTo(GlobalEventExecutor.class)
                || isOn(access, ForkJoinPool.class, "commonPool")
                || name.equals("parallelStream")
                || service && isNew(access) && !given
                || owner.isAssignableTo(CompletionStage.class)
                        && (name.endsWith("Async") && !given || WAITS.contains(name));
    }

    private static boolean isOn(JavaAccess<?> access, Class<?> owner, String name) {
        return access.getTargetOwner().isEquivalentTo(owner) && access.getName().equals(name);
    }

    private static boolean isNew(JavaAccess<?> access) {
        return access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME);
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes()
                : List.of();
    }
}
