package io.tidegate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Runs the whole chain on this machine and shows it: an embedded PostgreSQL as a living ACD, files
 * that drop into a folder, the reference ingest over TLS with a database of its own, the connector
 * as shipped. With {@code demo.once} it stops the ACD once the history is read, waits until both
 * sides agree, prints rows and totals of both and ends with 0 only if they are equal.
 */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Path folder;
    private final Path layout;
    private final boolean once;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper json = new ObjectMapper();

    private Demo(Path folder, Path layout, boolean once) {
        this.folder = folder;
        this.layout = layout;
        this.once = once;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(System.getProperty("demo.dir")).toAbsolutePath();
        Path layout = Path.of(System.getProperty("demo.layout")).toAbsolutePath().normalize();
        boolean equal = new Demo(folder, layout, Boolean.getBoolean("demo.once")).run();
        System.exit(equal ? 0 : 1);
    }

    private boolean run() throws Exception {
        clear();
        say("Tidegate demo in " + folder);
        say(
                "Starting PostgreSQL and making "
                        + System.getProperty("demo.days")
                        + " days of an ACD ...");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            DataSource acd = database(postgres, "acd");
            DataSource ingest = database(postgres, "ingest");
            history(acd);
            var drops = new ChatDrops(acd, Files.createDirectory(folder.resolve("drop")));
            drops.history();
            int ingestPort = freePort();
            int httpPort = freePort();
            configure(postgres, ingestPort, httpPort);
            try (Child cloud =
                            Child.start(
                                    layout.resolve("bin/tidegate-ingest"),
                                    folder,
                                    "ingest.properties");
                    Child connector =
                            Child.start(
                                    layout.resolve("bin/tidegate"),
                                    folder,
                                    "tidegate.properties")) {
                say("");
                say("  ACD       " + postgres.getJdbcUrl("connector", "acd"));
                say("  files     " + folder.resolve("drop"));
                say(
                        "  ingest    https://localhost:"
                                + ingestPort
                                + "  "
                                + postgres.getJdbcUrl("postgres", "ingest"));
                say(
                        "  connector http://127.0.0.1:"
                                + httpPort
                                + "/   (status page, /health/ready, /metrics)");
                say("");
                return watch(acd, ingest, drops, httpPort, List.of(cloud, connector));
            }
        }
    }

    private boolean watch(
            DataSource acd, DataSource ingest, ChatDrops drops, int httpPort, List<Child> children)
            throws Exception {
        var living = new LivingAcd(acd);
        Thread life = Thread.ofPlatform().daemon().name("living-acd").start(living);
        Instant begin = Instant.now();
        backfill(httpPort, children);
        say(
                "History is read: "
                        + Duration.between(begin, Instant.now()).toSeconds()
                        + " s. Two more files drop, the ACD lives on.");
        drops.recent();
        var comparison = new Comparison(acd, ingest);
        if (!once) {
            live(comparison, living, children);
            return true;
        }
        Thread.sleep(10_000);
        living.stop();
        life.join();
        if (!living.failure().isEmpty()) {
            say("The living ACD failed: " + living.failure());
            return false;
        }
        return agreed(comparison, children);
    }

    /** Shows the progress of the backfill until it is done. */
    private void backfill(int httpPort, List<Child> children) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        var bar = new ProgressBar(System.out);
        while (Instant.now().isBefore(end)) {
            for (Child child : children) {
                child.mustRun();
            }
            var progress = Progress.of(status(httpPort));
            bar.show(progress);
            if (progress.done()) {
                bar.end();
                return;
            }
            Thread.sleep(1000);
        }
        throw new IOException(
                "the history was not read within "
                        + PATIENCE.toMinutes()
                        + " minutes; see "
                        + folder);
    }

    private void live(Comparison comparison, LivingAcd living, List<Child> children)
            throws Exception {
        say("Live. Ctrl-C ends it.");
        while (living.failure().isEmpty()) {
            Thread.sleep(5000);
            for (Child child : children) {
                child.mustRun();
            }
            var line = new StringBuilder();
            for (var o : comparison.outcomes(Instant.now().minusSeconds(30).toString())) {
                line.append(
                        "  %s %s/%s rows"
                                .formatted(
                                        o.stream(),
                                        o.ingest().get(0).toPlainString(),
                                        o.acd().get(0).toPlainString()));
            }
            say("ingest/ACD:" + line);
        }
        say("The living ACD failed: " + living.failure());
    }

    /** Waits until both sides agree, and prints them. */
    private boolean agreed(Comparison comparison, List<Child> children) throws Exception {
        String until = Instant.now().toString();
        Instant end = Instant.now().plus(PATIENCE);
        List<Comparison.Outcome> outcomes = comparison.outcomes(until);
        while (!outcomes.stream().allMatch(Comparison.Outcome::equal)
                && Instant.now().isBefore(end)) {
            for (Child child : children) {
                child.mustRun();
            }
            Thread.sleep(2000);
            outcomes = comparison.outcomes(until);
        }
        say("");
        say("%-14s %-7s %12s %12s %12s %14s".formatted("stream", "", "rows", "", "totals", ""));
        for (var outcome : outcomes) {
            side(outcome.stream(), "ACD", outcome.acd(), "(" + outcome.totals() + ")");
            side(
                    "",
                    "ingest",
                    outcome.ingest(),
                    outcome.equal() ? "equal" : outcome.differing() + " days and queues DIFFER");
        }
        boolean equal = outcomes.stream().allMatch(Comparison.Outcome::equal);
        say(equal ? "Equal, per local day and queue." : "NOT equal.");
        return equal;
    }

    private static void side(
            String stream, String where, List<java.math.BigDecimal> numbers, String remark) {
        say(
                "%-14s %-7s %12s %12s %12s %14s  %s"
                        .formatted(
                                stream,
                                where,
                                numbers.get(0).toPlainString(),
                                numbers.get(1).toPlainString(),
                                numbers.get(2).toPlainString(),
                                numbers.get(3).toPlainString(),
                                remark));
    }

    /** The connector's own word; a missing node while it starts. */
    private JsonNode status(int httpPort) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/status"))
                            .build();
            return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    private void history(DataSource acd) throws IOException, SQLException {
        var values =
                Map.of(
                        "days",
                        System.getProperty("demo.days"),
                        "callsPerDay",
                        System.getProperty("demo.calls-per-day"));
        try (Connection connection = acd.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(Template.of("acd.sql").filled(values));
        }
    }

    private void configure(EmbeddedPostgres postgres, int ingestPort, int httpPort)
            throws Exception {
        String token = HexFormat.of().formatHex(random(32));
        Files.writeString(folder.resolve("token"), token + "\n");
        Files.writeString(folder.resolve("acd-password"), "connector\n");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes());
        Files.writeString(
                folder.resolve("tokens"), "demo demo " + HexFormat.of().formatHex(digest) + "\n");
        Certificate.make(folder.resolve("ingest.pem"), folder.resolve("ingest.key"));
        String server = "jdbc:postgresql://localhost:" + postgres.getPort() + "/";
        var values =
                Map.of(
                        "ingestPort", String.valueOf(ingestPort),
                        "httpPort", String.valueOf(httpPort),
                        "ingestUrl", "https://localhost:" + ingestPort,
                        "acdUrl", server + "acd",
                        "ingestDatabaseUrl", server + "ingest");
        for (String file :
                List.of(
                        "tidegate.properties",
                        "ingest.properties",
                        "calls.sql",
                        "quarter-hours.sql",
                        "agents.sql")) {
            Template.of(file).writeTo(folder.resolve(file), values);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new java.security.SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static DataSource database(EmbeddedPostgres postgres, String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return postgres.getDatabase("postgres", name);
    }

    private void clear() throws IOException {
        if (Files.exists(folder)) {
            try (var walk = Files.walk(folder)) {
                for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
