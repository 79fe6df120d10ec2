package io.tidegate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program as shipped, run as a process of its own and watched from outside. */
final class Program implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final int httpPort;
    private final Path output;

    private Program(Process process, int httpPort, Path output) {
        this.process = process;
        this.httpPort = httpPort;
        this.output = output;
    }

    /**
     * @param options for its Java machine, such as {@code -Xmx128m}
     */
    static Program start(
            Path program, Path folder, String configuration, String options, int httpPort)
            throws IOException {
        Path output = folder.resolve(program.getFileName() + ".out");
        var builder =
                new ProcessBuilder(List.of(program.toString(), "run", "-c", configuration))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .put(
                        "TIDEGATE_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("TIDEGATE_OPTS", options);
        return new Program(builder.start(), httpPort, output);
    }

    /** The answer's status to a GET, 0 while nobody listens. */
    int get(String path) throws InterruptedException {
        try {
            return HTTP.send(request(path), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    JsonNode status() throws InterruptedException {
        try {
            return JSON.readTree(
                    HTTP.send(request("/status"), HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /** Peak resident memory so far, in MiB. */
    long peakMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return -1;
    }

    /** Processor seconds used so far. */
    double cpuSeconds() throws IOException {
        String[] fields =
                Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                        .replaceFirst(".*\\) ", "")
                        .split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Whether it holds that file open now. */
    boolean hasOpen(Path file) throws IOException {
        try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.anyMatch(one -> file.equals(target(one)));
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException _) {
            return link; // It has been closed since.
        }
    }

    void mustRun() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("it has ended; see " + output);
        }
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

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path)).build();
    }
}
