package io.tidegate.dist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the connector once as laid out, on made-up calls, so that Java can keep what it learned
 * about loading and running it (JEP 483, JEP 515): {@code lib/tidegate.aot}. The connector then
 * starts in about half the time. Another Java than the one that made the file does without it.
 */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> PAGES =
            List.of("/", "/metrics", "/health/live", "/health/started", "/status");

    private final Path layout;
    private final Path folder;
    private final int port;

    private Rehearsal(Path layout, Path folder) throws IOException {
        this.layout = layout;
        this.folder = folder;
        try (var socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
    }

    /**
     * @param args the layout, and a folder that is emptied and used
     */
    public static void main(String[] args) throws Exception {
        new Rehearsal(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath()).run();
        System.exit(0);
    }

    private void run() throws Exception {
        delete(folder);
        Files.createDirectories(folder.resolve("drop"));
        try (EmbeddedPostgres acd = EmbeddedPostgres.start();
                AckIngest ingest = new AckIngest()) {
            makeCalls(acd);
            configure(acd, ingest);
            perform();
        }
        delete(folder);
    }

    private static void makeCalls(EmbeddedPostgres acd) throws SQLException, IOException {
        try (Connection connection = acd.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(resource("calls.sql"));
        }
    }

    private void configure(EmbeddedPostgres acd, AckIngest ingest) throws IOException {
        String text =
                resource("tidegate.properties")
                        .replace("${ingestUrl}", ingest.url())
                        .replace("${httpPort}", String.valueOf(port))
                        .replace(
                                "${acdUrl}",
                                "jdbc:postgresql://localhost:" + acd.getPort() + "/postgres");
        Files.writeString(folder.resolve("tidegate.properties"), text);
        Files.writeString(folder.resolve("drop/chats.csv"), resource("chats.csv"));
    }

    private void perform() throws IOException, InterruptedException {
        Path cache = layout.resolve("lib/tidegate.aot");
        Files.deleteIfExists(cache);
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String program = layout.resolve("bin/tidegate" + (windows ? ".bat" : "")).toString();
        Path output = folder.resolve("tidegate.out");
        var builder =
                new ProcessBuilder(program, "run", "-c", "tidegate.properties")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("TIDEGATE_JAVA", java());
        builder.environment().put("TIDEGATE_OPTS", "-XX:AOTCacheOutput=" + cache);
        Process process = builder.start();
        try {
            waitUntilSent(process);
        } finally {
            process.destroy();
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        if (!Files.exists(cache)) {
            throw new IOException("the rehearsal made no " + cache + ":\n" + said(output));
        }
    }

    private void waitUntilSent(Process process) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isSent()) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new IOException(
                        "the rehearsal did not end:\n" + said(folder.resolve("tidegate.out")));
            }
            Thread.sleep(250);
        }
    }

    /** Both histories and the file are read and sent. Looks at all pages by the way. */
    private boolean isSent() throws IOException, InterruptedException {
        String last = "";
        for (String page : PAGES) {
            last = get(page);
        }
        JsonNode status = JSON.readTree(last);
        for (JsonNode stream : status.path("streams")) {
            JsonNode backfill = stream.path("backfill");
            boolean read = backfill.path("done").asLong() >= backfill.path("total").asLong();
            if (!read || stream.path("rowsSent").asLong() == 0) {
                return false;
            }
        }
        return status.path("spool").path("batches").asLong(-1) == 0;
    }

    private String get(String page) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException _) {
            return ""; // It does not listen yet.
        }
    }

    private static String said(Path output) throws IOException {
        return Files.readString(output);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String resource(String name) throws IOException {
        try (var in = Rehearsal.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var walk = Files.walk(folder)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
