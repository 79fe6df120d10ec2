package io.tidegate.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;

/**
 * A long history through a small heap, one row of 16 MB among it, while calls go on: how fast, how
 * much memory, and how far live data lags behind.
 */
final class LongCase {
    private static final Duration POLL = Duration.ofSeconds(10);

    private final AcdBench.Acd acd;
    private final long wanted;
    private long rows;

    LongCase(AcdBench.Acd acd, long wanted) {
        this.acd = acd;
        this.wanted = wanted;
    }

    void run() throws Exception {
        acd.bed().load("calls.sql", Map.of("rows", String.valueOf(wanted)));
        execute(
                "INSERT INTO calls SELECT -1, 'WIDE', repeat('x', 16000000), 'calls', date_trunc('day', now()) - interval '40 days', 1, 0, 1, 0, 0, 'a', gen_random_uuid()");
        rows = Bed.count(acd.bed().postgres().getPostgresDatabase(), "SELECT count(*) FROM calls");
        alone();
        live();
    }

    /** To an ingest that only acknowledges. */
    private void alone() throws Exception {
        acd.ack().clear();
        Path run = acd.bed().fresh("long");
        int port = acd.bed().configure(run, acd.ack().url(), "15m", "5m");
        Path log = run.resolve("gc.log");
        long begin = System.nanoTime();
        try (Program agent = acd.connector(run, port, "-Xmx96m -Xlog:gc:file=" + log)) {
            long rejected = untilRead(agent);
            double seconds = (acd.ack().lastBatch() - begin) / 1e9;
            acd.notes()
                    .add(
                            "A history of %d rows (12 columns, one of them 16 MB wide) to an ingest that only acknowledges, `-Xmx96m`: %.0f s from the start of the process, %.0f rows/s; at most %d MiB of the heap used as a collection began, resident at most %d MiB; %d row rejected.",
                            rows,
                            seconds,
                            rows / seconds,
                            GcLog.heapPeak(log),
                            agent.peakMiB(),
                            rejected);
        }
    }

    private long untilRead(Program agent) throws Exception {
        while (true) {
            agent.mustRun();
            var stream = agent.status().path("streams").path(0);
            long total = stream.path("backfill").path("total").asLong();
            boolean done = total > 0 && stream.path("backfill").path("done").asLong() >= total;
            long rejected = stream.path("rowsRejected").asLong();
            if (done && stream.path("rowsSent").asLong() + rejected >= rows) {
                return rejected;
            }
            Thread.sleep(1_000);
        }
    }

    /** Calls that end while the history is read into the ingest's database. */
    private void live() throws Exception {
        var stored = acd.bed().ingestDatabase();
        Path run = acd.bed().fresh("lag");
        int ingestPort = Bed.freePort();
        try (Program _ = acd.ingest(run, ingestPort)) {
            int port =
                    acd.bed()
                            .configure(
                                    run,
                                    "http://127.0.0.1:" + ingestPort,
                                    POLL.toSeconds() + "s",
                                    "1s");
            try (Program agent = acd.connector(run, port, "-Xmx128m")) {
                while (agent.get("/health/ready") != 200) {
                    Thread.sleep(50);
                }
                Thread.sleep(10_000);
                var lag = new Arrivals();
                for (int i = 0; i < 12; i++) {
                    String queue = "LAG" + i;
                    execute(
                            "INSERT INTO calls VALUES (%d, '%s', 'Lag', 'calls', now(), 1, 1, 10, 0, 5, 'a', gen_random_uuid())"
                                    .formatted(-100 - i, queue));
                    lag.await(
                            stored,
                            "SELECT count(*) FROM contacts WHERE queueidentifier = '"
                                    + queue
                                    + "'");
                    Thread.sleep(700L * (i % 5));
                }
                long done =
                        agent.status()
                                .path("streams")
                                .path(0)
                                .path("backfill")
                                .path("percent")
                                .asLong(-1);
                acd.notes()
                        .add(
                                "Calls while that history is read at full speed into the ingest's PostgreSQL, poll %d s, settle 1 s: in its database after %s, from commit to commit (%s of the history read by then).",
                                POLL.toSeconds(), lag, done < 0 ? "part" : done + " %");
            }
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = acd.bed().postgres().getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
