package io.tidegate.bench;

import io.tidegate.dist.AckIngest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Measures what is shipped and writes RESULTS.md. Rounds of the cases that are compared alternate,
 * since the machine may be shared: trust ratios more than seconds.
 */
public final class Bench {
    /** Of the connector's Java machine; a recording may be added by {@code -Dbench.options}. */
    private static final String OPTIONS =
            ("-Xmx128m " + System.getProperty("bench.options", "")).strip();

    private final Path folder = Path.of(System.getProperty("bench.dir")).toAbsolutePath();
    private final Path layout =
            Path.of(System.getProperty("bench.layout")).toAbsolutePath().normalize();
    private final long wanted = Long.getLong("bench.rows");
    private final int rounds = Integer.getInteger("bench.rounds");
    private final List<String> cases = Arrays.asList(System.getProperty("bench.cases").split(","));
    private final EmbeddedPostgres postgres;
    private final Bed bed;
    private final AckIngest ack;
    private final Results results;
    private long rows;

    private Bench(EmbeddedPostgres postgres, AckIngest ack) {
        this.postgres = postgres;
        this.bed = new Bed(folder, postgres);
        this.ack = ack;
        this.results = new Results(rounds);
    }

    public static void main(String[] args) throws Exception {
        var builder =
                EmbeddedPostgres.builder()
                        .setServerConfig("shared_buffers", "1GB")
                        .setServerConfig("max_wal_size", "4GB");
        try (EmbeddedPostgres postgres = builder.start();
                AckIngest ack = new AckIngest()) {
            new Bench(postgres, ack).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        bed.clear();
        Files.createDirectories(folder);
        load();
        if (chosen("backfill")) {
            for (int round = 0; round < rounds; round++) {
                pipe("gzip -1");
                backfill();
                pipe("zstd -1 -q");
            }
        }
        if (chosen("chain")) {
            for (int round = 0; round < rounds; round++) {
                chain();
            }
        }
        if (chosen("start")) {
            for (int round = 0; round < 7; round++) {
                start("start to ready", OPTIONS);
                start("start to ready, unrehearsed", OPTIONS + " -XX:AOTMode=off");
            }
        }
        if (chosen("quiet")) {
            quiet();
        }
        if (chosen("latency")) {
            latency();
        }
        results.write(Path.of(System.getProperty("bench.results")), rows);
    }

    private boolean chosen(String name) {
        return cases.contains("all") || cases.contains(name);
    }

    private void load() throws IOException, SQLException {
        System.out.println("Making " + wanted + " call records ...");
        bed.load("calls.sql", Map.of("rows", String.valueOf(wanted)));
        rows = Bed.count(postgres.getPostgresDatabase(), "SELECT count(*) FROM calls");
        System.out.println(rows + " rows");
    }

    /** The home-made pipe: no retry, no store, no resume. */
    private void pipe(String compressor) throws IOException, InterruptedException {
        ack.clear();
        String copy =
                "COPY (SELECT queue_id, queue_name, channel, start_ts, answered, wait_s, talk_s, hold_s, wrap_s, call_uuid,"
                        + " talk_s + hold_s + wrap_s, agent_id FROM calls) TO STDOUT CSV";
        String command =
                "psql -h localhost -p %d -U postgres -q -c \"%s\" | %s | curl -s -T - %s/pipe"
                        .formatted(postgres.getPort(), copy, compressor, ack.url());
        var builder =
                new ProcessBuilder("bash", "-c", "set -o pipefail; time " + command)
                        .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", "postgres");
        long begin = System.nanoTime();
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the pipe failed: " + said);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        results.add("pipe " + compressor, seconds, rows, cpu(said), ack.bytes(), -1);
    }

    /** user plus sys of bash's {@code time}. */
    private static double cpu(String said) {
        double sum = 0;
        var matcher =
                java.util.regex.Pattern.compile("(?:user|sys)\\s+(\\d+)m([\\d.]+)s").matcher(said);
        while (matcher.find()) {
            sum += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
        }
        return sum;
    }

    private void backfill() throws Exception {
        ack.clear();
        Path run = bed.fresh("backfill");
        int port = bed.configure(run, ack.url(), "15m", "5m");
        long begin = System.nanoTime();
        try (Program agent =
                Program.start(
                        layout.resolve("bin/tidegate"),
                        run,
                        "tidegate.properties",
                        OPTIONS,
                        port)) {
            long sent = untilSent(agent, 1_000);
            double seconds = (ack.lastBatch() - begin) / 1e9;
            results.add(
                    "tidegate, acknowledged",
                    seconds,
                    sent,
                    agent.cpuSeconds(),
                    ack.bytes(),
                    agent.peakMiB());
        }
    }

    private void chain() throws Exception {
        Path run = bed.fresh("chain");
        int ingestPort = Bed.freePort();
        DataSource stored = bed.ingestDatabase();
        bed.ingestConfiguration(run, ingestPort);
        try (Program ingest =
                Program.start(
                        layout.resolve("bin/tidegate-ingest"),
                        run,
                        "ingest.properties",
                        "",
                        ingestPort)) {
            while (ingest.get("/health/ready") != 200) {
                ingest.mustRun();
                Thread.sleep(50);
            }
            int port = bed.configure(run, "http://127.0.0.1:" + ingestPort, "15m", "5m");
            long begin = System.nanoTime();
            try (Program agent =
                    Program.start(
                            layout.resolve("bin/tidegate"),
                            run,
                            "tidegate.properties",
                            OPTIONS,
                            port)) {
                untilSent(agent, 250);
                double seconds = (System.nanoTime() - begin) / 1e9;
                long arrived = Bed.count(stored, "SELECT count(*) FROM contacts");
                if (arrived != rows) {
                    throw new IllegalStateException(arrived + " of " + rows + " rows arrived");
                }
                results.add(
                        "tidegate, into PostgreSQL",
                        seconds,
                        arrived,
                        agent.cpuSeconds(),
                        0,
                        agent.peakMiB());
            }
        }
    }

    /** From the start of the process to its first good answer to /health/ready. */
    private void start(String name, String options) throws Exception {
        ack.clear();
        Path run = bed.fresh("start");
        int port = bed.configure(run, ack.url(), "15m", "5m");
        long begin = System.nanoTime();
        try (Program agent =
                Program.start(
                        layout.resolve("bin/tidegate"),
                        run,
                        "tidegate.properties",
                        options,
                        port)) {
            while (agent.get("/health/ready") != 200) {
                agent.mustRun();
                Thread.sleep(10);
            }
            results.add(
                    name,
                    (System.nanoTime() - begin) / 1e9,
                    0,
                    agent.cpuSeconds(),
                    0,
                    agent.peakMiB());
        }
    }

    /**
     * What an unchanged look-back costs on the wire: a minute of polls after everything is read.
     */
    private void quiet() throws Exception {
        ack.clear();
        Path run = bed.fresh("quiet");
        int port = bed.configure(run, ack.url(), "5s", "0s");
        try (Program agent =
                Program.start(
                        layout.resolve("bin/tidegate"),
                        run,
                        "tidegate.properties",
                        OPTIONS,
                        port)) {
            untilSent(agent, 250);
            Thread.sleep(10_000);
            long batches = ack.batches();
            long bytes = ack.bytes();
            double cpu = agent.cpuSeconds();
            Thread.sleep(60_000);
            results.note(
                    "A minute of 5 s polls over an unchanged look-back: %d batches, %d bytes of batches, %.2f processor seconds."
                            .formatted(
                                    ack.batches() - batches,
                                    ack.bytes() - bytes,
                                    agent.cpuSeconds() - cpu));
        }
    }

    /**
     * From the commit of a call in the ACD to its commit at the ingest, over HTTP/1.1, poll 5 s,
     * settle 1 s.
     */
    private void latency() throws Exception {
        Path run = bed.fresh("latency");
        int ingestPort = Bed.freePort();
        DataSource stored = bed.ingestDatabase();
        bed.ingestConfiguration(run, ingestPort);
        try (Program ingest =
                Program.start(
                        layout.resolve("bin/tidegate-ingest"),
                        run,
                        "ingest.properties",
                        "",
                        ingestPort)) {
            while (ingest.get("/health/ready") != 200) {
                ingest.mustRun();
                Thread.sleep(50);
            }
            int port = bed.configure(run, "http://127.0.0.1:" + ingestPort, "5s", "1s");
            Path properties = run.resolve("tidegate.properties");
            Files.writeString(
                    properties, Files.readString(properties) + "source.calls.backfill = off\n");
            try (Program agent =
                    Program.start(
                            layout.resolve("bin/tidegate"),
                            run,
                            "tidegate.properties",
                            OPTIONS,
                            port)) {
                while (agent.get("/health/ready") != 200) {
                    Thread.sleep(50);
                }
                Thread.sleep(10_000);
                List<Double> seconds = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    seconds.add(arrival(stored, i));
                    Thread.sleep(700 * (i % 7));
                }
                seconds.sort(Comparator.naturalOrder());
                results.note(
                        "From a commit in the ACD to the commit at the ingest, HTTP/1.1, poll 5 s, settle 1 s, 20 calls: median %.2f s, longest %.2f s (poll + settle = 6 s)."
                                .formatted(seconds.get(10), seconds.get(19)));
            }
        }
    }

    private double arrival(DataSource stored, int i) throws Exception {
        String queue = "LATENCY" + i;
        try (Connection acd = postgres.getPostgresDatabase().getConnection();
                var statement =
                        acd.prepareStatement(
                                "INSERT INTO calls VALUES (-?, ?, 'Latency', 'calls', now(), 1, 1, 10, 0, 5, 'a', gen_random_uuid())")) {
            statement.setInt(1, i + 1);
            statement.setString(2, queue);
            statement.executeUpdate();
        }
        long begin = System.nanoTime();
        while (Bed.count(
                        stored,
                        "SELECT count(*) FROM contacts WHERE queueidentifier = '" + queue + "'")
                == 0) {
            Thread.sleep(20);
            if (System.nanoTime() - begin > 60e9) {
                throw new IllegalStateException("a call did not arrive within a minute");
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /**
     * @param period milliseconds between two looks, each of which costs the connector some
     */
    private long untilSent(Program agent, long period) throws Exception {
        while (true) {
            agent.mustRun();
            var stream = agent.status().path("streams").path(0);
            long total = stream.path("backfill").path("total").asLong();
            long sent = stream.path("rowsSent").asLong();
            if (total > 0
                    && stream.path("backfill").path("done").asLong() >= total
                    && sent >= rows) {
                return sent;
            }
            Thread.sleep(period);
        }
    }
}
