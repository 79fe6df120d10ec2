package io.tidegate.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the layout, run in the demo's folder, its output in a file. */
final class Child implements AutoCloseable {
    private final String name;
    private final Path output;
    private final Process process;

    private Child(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    static Child start(Path program, Path folder, String configuration) throws IOException {
        String name = program.getFileName().toString();
        Path output = folder.resolve(name + ".out");
        String suffix = System.getProperty("os.name").startsWith("Windows") ? ".bat" : "";
        var builder =
                new ProcessBuilder(List.of(program + suffix, "run", "-c", configuration))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment()
                .put(
                        "TIDEGATE_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return new Child(name, output, builder.start());
    }

    /** Fails when it has ended, since neither program ends by itself. */
    void mustRun() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(
                    name + " has ended with " + process.exitValue() + "; see " + output);
        }
    }

    /** Ends it as a power cut would end it: without a last word. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
