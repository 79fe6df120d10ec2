package io.tidegate.bench;

import io.tidegate.dist.AckIngest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what the connector is to an ACD's database, in the long run and from poll to poll, and
 * writes RESULTS-ACD.md.
 */
public final class AcdBench {
    private AcdBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(System.getProperty("bench.dir")).toAbsolutePath();
        List<String> cases = Arrays.asList(System.getProperty("bench.cases").split(","));
        var builder =
                EmbeddedPostgres.builder()
                        .setServerConfig("shared_buffers", "1GB")
                        .setServerConfig("max_wal_size", "8GB");
        try (EmbeddedPostgres postgres = builder.start();
                AckIngest ack = new AckIngest()) {
            Bed bed = new Bed(folder, postgres);
            bed.clear();
            Acd acd =
                    new Acd(
                            bed,
                            Path.of(System.getProperty("bench.layout")).toAbsolutePath(),
                            ack,
                            new Notes());
            if (chosen(cases, "states")) {
                new StatesCase(acd).run();
            }
            if (chosen(cases, "long")) {
                new LongCase(acd, Long.getLong("bench.rows")).run();
            }
            acd.notes().write(Path.of(System.getProperty("bench.results")));
        }
        System.exit(0);
    }

    private static boolean chosen(List<String> cases, String name) {
        return cases.contains("all") || cases.contains(name);
    }

    /**
     * What the cases share.
     *
     * @param layout the program as shipped
     */
    record Acd(Bed bed, Path layout, AckIngest ack, Notes notes) {
        Program connector(Path run, int port, String options) throws Exception {
            return Program.start(
                    layout.resolve("bin/tidegate"),
                    run,
                    "tidegate.properties",
                    options + " " + System.getProperty("bench.options", ""),
                    port);
        }

        Program ingest(Path run, int port) throws Exception {
            bed.ingestConfiguration(run, port);
            Program ingest =
                    Program.start(
                            layout.resolve("bin/tidegate-ingest"),
                            run,
                            "ingest.properties",
                            "",
                            port);
            while (ingest.get("/health/ready") != 200) {
                ingest.mustRun();
                Thread.sleep(50);
            }
            return ingest;
        }
    }
}
