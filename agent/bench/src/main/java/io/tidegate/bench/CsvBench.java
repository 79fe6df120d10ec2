package io.tidegate.bench;

import io.tidegate.dist.AckIngest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what a large CSV file takes, from the drop folder to the last acknowledgement, beside a
 * loop that does nothing but cut it into fields; writes RESULTS-CSV.md. The two alternate, since
 * the machine may be shared: trust ratios more than seconds.
 */
public final class CsvBench {
    private static final String LOG = "gc.log";
    private static final long MOST = Duration.ofMinutes(10).toNanos();

    private final Bed bed =
            new Bed(Path.of(System.getProperty("bench.dir")).toAbsolutePath(), null);
    private final Path layout = Path.of(System.getProperty("bench.layout")).toAbsolutePath();
    private final long rows = Long.getLong("bench.rows");
    private final int rounds = Integer.getInteger("bench.rounds");
    private final List<String> cases = Arrays.asList(System.getProperty("bench.cases").split(","));
    private final CsvResults results = new CsvResults(rows, rounds);
    private final AckIngest ack;

    private CsvBench(AckIngest ack) {
        this.ack = ack;
    }

    public static void main(String[] args) throws Exception {
        try (AckIngest ack = new AckIngest()) {
            new CsvBench(ack).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        bed.clear();
        for (Export export : Export.values()) {
            if (cases.contains("all") || cases.contains(name(export))) {
                run(export);
            }
        }
        results.write(Path.of(System.getProperty("bench.results")));
    }

    private void run(Export export) throws Exception {
        Path file = bed.fresh("export").resolve("export.csv");
        export.write(file, rows);
        for (int round = 0; round < rounds; round++) {
            results.add(name(export), "commons-csv, cut into fields only", naive(file));
            results.add(name(export), "tidegate, acknowledged", connector(export, file));
        }
    }

    private CsvResults.Run naive(Path file) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                NaiveCsv.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the loop failed: " + said);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        String[] words = said.strip().split(" ");
        if (Long.parseLong(words[0]) != rows + 1) {
            throw new IOException("the loop read " + said);
        }
        return new CsvResults.Run(seconds, Double.parseDouble(words[2]), Files.size(file), -1, -1);
    }

    /** The connector runs and waits; the file is moved into its folder. */
    private CsvResults.Run connector(Export export, Path file) throws Exception {
        ack.clear();
        Path run = bed.fresh("run");
        Path drop = Files.createDirectories(run.resolve("drop"));
        int port = configure(export, run);
        String options =
                "-Xmx128m -Xlog:gc:file=%s %s"
                        .formatted(run.resolve(LOG), System.getProperty("bench.options", ""))
                        .strip();
        try (Program agent =
                Program.start(
                        layout.resolve("bin/tidegate"),
                        run,
                        "tidegate.properties",
                        options,
                        port)) {
            untilReady(agent);
            double before = agent.cpuSeconds();
            Path dropped = drop.resolve("export.csv");
            Files.move(file, dropped, StandardCopyOption.ATOMIC_MOVE);
            try {
                long begin = untilReads(agent, dropped);
                untilSent(agent, export.sent(rows));
                return new CsvResults.Run(
                        (ack.lastBatch() - begin) / 1e9,
                        agent.cpuSeconds() - before,
                        ack.bytes(),
                        GcLog.heapPeak(run.resolve(LOG)),
                        agent.peakMiB());
            } finally {
                Files.move(dropped, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private int configure(Export export, Path run) throws IOException {
        int port = Bed.freePort();
        String template = export == Export.CONTACTS ? "contacts" : "intervals";
        Bed.write(
                run.resolve("tidegate.properties"),
                Bed.resource(template + ".csv.properties"),
                Map.of("ingestUrl", ack.url(), "httpPort", String.valueOf(port)));
        return port;
    }

    private static void untilReady(Program agent) throws Exception {
        while (agent.get("/health/ready") != 200) {
            agent.mustRun();
            Thread.sleep(50);
        }
    }

    /** Until it opens the file for the first time: quiet time and poll have passed. */
    private static long untilReads(Program agent, Path file) throws Exception {
        while (!agent.hasOpen(file)) {
            agent.mustRun();
            Thread.sleep(5);
        }
        return System.nanoTime();
    }

    private static void untilSent(Program agent, long wanted) throws Exception {
        for (long begin = System.nanoTime(); System.nanoTime() - begin < MOST; ) {
            agent.mustRun();
            var stream = agent.status().path("streams").path(0);
            if (stream.path("rowsSent").asLong() >= wanted) {
                return;
            }
            Thread.sleep(500);
        }
        throw new IOException("the rows have not arrived; see its output");
    }

    private static String name(Export export) {
        return export.name().toLowerCase(Locale.ROOT);
    }
}
