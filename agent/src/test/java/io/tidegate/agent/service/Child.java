package io.tidegate.agent.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of its own that runs a class of the test class path, to be killed at will. */
public final class Child implements AutoCloseable {
    private static final Duration SILENT_MOST = Duration.ofMinutes(3);

    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static Child run(Class<?> main, String... args) throws IOException {
        return under(List.of(), main, args);
    }

    /** Run by another program, such as one that makes system calls fail. */
    public static Child under(List<String> program, Class<?> main, String... args)
            throws IOException {
        return start(program, 128, main, args);
    }

    /**
     * @param heap MiB at most
     */
    public static Child within(int heap, Class<?> main, String... args) throws IOException {
        return start(List.of(), heap, main, args);
    }

    private static Child start(List<String> program, int heap, Class<?> main, String... args)
            throws IOException {
        var command = new ArrayList<String>(program);
        command.addAll(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx" + heap + "m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(List.of(args));
        return new Child(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    public long pid() {
        return process.pid();
    }

    /** The next line it prints; null when it has ended. One that never speaks is ended. */
    public String line() {
        var watch = CompletableFuture.delayedExecutor(SILENT_MOST.toSeconds(), TimeUnit.SECONDS);
        var silent = CompletableFuture.runAsync(process::destroyForcibly, watch);
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            silent.cancel(false);
        }
    }

    /** SIGKILL: nothing of it is asked. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end and returns its exit code. */
    public int exit() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() throws InterruptedException {
        process.toHandle().destroy(); // Process.destroy would close its output as well.
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
