package io.tidegate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration LIVE_FOR = Duration.ofSeconds(10);
    private static final List<String> CONFIGURATION =
            List.of(
                    "tidegate.properties",
                    "ingest.properties",
                    "calls.sql",
                    "quarter-hours.sql",
                    "agents.sql");

    private final Path folder;
    private final Chain chain;
    private final ChatDrops drops;
    private final Comparison comparison;
    private final boolean once;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper json = new ObjectMapper();

    private Demo(Path folder, Chain chain, boolean once) throws IOException {
        this.folder = folder;
        this.chain = chain;
        this.drops = new ChatDrops(chain.acd(), Files.createDirectory(folder.resolve("drop")));
        this.comparison = new Comparison(chain.acd(), chain.ingest());
        this.once = once;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(System.getProperty("demo.dir")).toAbsolutePath();
        Path layout = Path.of(System.getProperty("demo.layout")).toAbsolutePath().normalize();
        say("Tidegate demo in " + folder);
        boolean equal;
        try (Chain chain = Chain.open(folder, layout)) {
            equal = new Demo(folder, chain, Boolean.getBoolean("demo.once")).run();
        }
        System.exit(equal ? 0 : 1);
    }

    private boolean run() throws Exception {
        say("Making " + System.getProperty("demo.days") + " days of an ACD ...");
        history(chain.acd());
        drops.history();
        chain.configure(CONFIGURATION);
        try (Child ingest = chain.startIngest();
                Child connector = chain.startConnector("tidegate.properties")) {
            say("");
            chain.addresses().forEach(address -> say("  " + address));
            say("");
            return watch(List.of(ingest, connector));
        }
    }

    private boolean watch(List<Child> children) throws Exception {
        var living = new LivingAcd(chain.acd());
        Thread life = Thread.ofPlatform().daemon().name("living-acd").start(living);
        Instant begin = Instant.now();
        backfill(children);
        say(
                "History is read after "
                        + Duration.between(begin, Instant.now()).toSeconds()
                        + " s. Two more files drop, the ACD lives on.");
        drops.recent();
        if (!once) {
            live(living, children);
            return true;
        }
        Thread.sleep(LIVE_FOR);
        living.stop();
        life.join();
        if (!living.failure().isEmpty()) {
            say("The living ACD failed: " + living.failure());
            return false;
        }
        return agreed(children);
    }

    /** Shows the progress of the backfill until it is done. */
    private void backfill(List<Child> children) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        var bar = new ProgressBar(System.out);
        while (Instant.now().isBefore(end)) {
            mustRun(children);
            var progress = Progress.of(status());
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

    private void live(LivingAcd living, List<Child> children) throws Exception {
        say("Live. Ctrl-C ends it.");
        while (living.failure().isEmpty()) {
            Thread.sleep(5000);
            mustRun(children);
            var line = new StringBuilder();
            for (var outcome : comparison.outcomes(Instant.now().toString())) {
                line.append(
                        "  %s %s of %s rows"
                                .formatted(
                                        outcome.stream(),
                                        outcome.ingest().getFirst().toPlainString(),
                                        outcome.acd().getFirst().toPlainString()));
            }
            say("at the ingest:" + line);
        }
        say("The living ACD failed: " + living.failure());
    }

    /** Waits until both sides agree, and prints them. */
    private boolean agreed(List<Child> children) throws Exception {
        String until = Instant.now().toString();
        Instant end = Instant.now().plus(PATIENCE);
        List<Comparison.Outcome> outcomes = comparison.outcomes(until);
        while (!outcomes.stream().allMatch(Comparison.Outcome::equal)
                && Instant.now().isBefore(end)) {
            mustRun(children);
            Thread.sleep(2000);
            outcomes = comparison.outcomes(until);
        }
        say("");
        say("%-14s %-7s %12s  totals".formatted("stream", "", "rows"));
        for (var outcome : outcomes) {
            side(outcome.stream(), "ACD", outcome.acd(), "(" + outcome.totals() + ")");
            String verdict =
                    outcome.equal() ? "equal" : outcome.differing() + " days and queues DIFFER";
            side("", "ingest", outcome.ingest(), verdict);
        }
        boolean equal = outcomes.stream().allMatch(Comparison.Outcome::equal);
        say(equal ? "Equal, per local day and queue." : "NOT equal.");
        return equal;
    }

    private static void side(String stream, String where, List<BigDecimal> numbers, String remark) {
        var line = new StringBuilder("%-14s %-7s".formatted(stream, where));
        numbers.forEach(number -> line.append(" %12s".formatted(number.toPlainString())));
        say(line + "  " + remark);
    }

    private static void mustRun(List<Child> children) throws IOException {
        for (Child child : children) {
            child.mustRun();
        }
    }

    /** The connector's own word; a missing node while it starts. */
    private JsonNode status() throws InterruptedException {
        try {
            var uri = URI.create("http://127.0.0.1:" + chain.httpPort() + "/status");
            var request = HttpRequest.newBuilder(uri).build();
            return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    private static void history(DataSource acd) throws IOException, SQLException {
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

    private static void say(String line) {
        System.out.println(line);
    }
}
