package io.tidegate.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * 2,000 ACD agents whose states change every four minutes on average, polled every 10 seconds with
 * a look-back of 24 hours: what that costs the database and the wire, and how soon a change is in
 * the ingest.
 */
final class StatesCase {
    private static final int AGENTS = 2_000;
    private static final int SECONDS_PER_STATE = 240;
    private static final int MEASURED_SECONDS = 300;
    private static final double TICKS = 100;

    private final AcdBench.Acd acd;

    StatesCase(AcdBench.Acd acd) {
        this.acd = acd;
    }

    void run() throws Exception {
        acd.bed().load("states.sql", Map.of("agents", String.valueOf(AGENTS)));
        cost();
        arrival();
    }

    /** To an ingest that only acknowledges, since its bytes are counted. */
    private void cost() throws Exception {
        acd.ack().clear();
        Path run = acd.bed().fresh("states");
        int port = acd.bed().configure(run, "states.properties", acd.ack().url(), "10s", "0s");
        var changes = new AtomicLong();
        try (Program agent = acd.connector(run, port, "-Xmx128m")) {
            untilRead(agent);
            Thread living = living(changes);
            Thread.sleep(30_000);
            var cpu = new Processor();
            cpu.look();
            long bytes = acd.ack().bytes();
            long before = changes.get();
            double own = agent.cpuSeconds();
            for (int i = 0; i < MEASURED_SECONDS; i++) {
                Thread.sleep(1_000);
                cpu.look();
            }
            acd.notes()
                    .add(
                            "%d ACD agents, %.1f changes of state a second, poll 10 s, look-back 24 h, measured over %d s: the connector's sessions use %.2f %% of one core in the database, batches %.1f kB/s on the wire, the connector %.1f %% of one core.",
                            AGENTS,
                            (changes.get() - before) / (double) MEASURED_SECONDS,
                            MEASURED_SECONDS,
                            100 * cpu.seconds() / MEASURED_SECONDS,
                            (acd.ack().bytes() - bytes) / 1000.0 / MEASURED_SECONDS,
                            100 * (agent.cpuSeconds() - own) / MEASURED_SECONDS);
            living.interrupt();
            living.join();
        }
    }

    private void arrival() throws Exception {
        var stored = acd.bed().ingestDatabase();
        Path run = acd.bed().fresh("arrival");
        int ingestPort = Bed.freePort();
        try (Program _ = acd.ingest(run, ingestPort)) {
            int port =
                    acd.bed()
                            .configure(
                                    run,
                                    "states.properties",
                                    "http://127.0.0.1:" + ingestPort,
                                    "10s",
                                    "0s");
            var changes = new AtomicLong();
            Thread living = living(changes);
            try (Program agent = acd.connector(run, port, "-Xmx128m")) {
                untilRead(agent);
                var lag = new Arrivals();
                for (int i = 0; i < 20; i++) {
                    change(i, "MARKED" + i);
                    lag.await(
                            stored,
                            "SELECT count(*) FROM agent_status WHERE activity = 'MARKED" + i + "'");
                    Thread.sleep(900L * (i % 7));
                }
                acd.notes()
                        .add(
                                "A change of state is in the ingest's database after %s, from commit to commit, poll 10 s.",
                                lag);
            } finally {
                living.interrupt();
                living.join();
            }
        }
    }

    private void untilRead(Program agent) throws Exception {
        while (agent.status().path("streams").path(0).path("rowsSent").asLong() < AGENTS * 300L) {
            agent.mustRun();
            Thread.sleep(250);
        }
    }

    /** Agents go on from state to state until interrupted. */
    private Thread living(AtomicLong changes) {
        return Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            var random = new Random(7);
                            double perTick = AGENTS / (double) SECONDS_PER_STATE / 10;
                            double due = 0;
                            try (Connection connection = connection()) {
                                while (true) {
                                    Thread.sleep(100);
                                    for (due += perTick; due >= 1; due--) {
                                        change(
                                                connection,
                                                random.nextInt(20, AGENTS),
                                                "State " + random.nextInt(4));
                                        changes.incrementAndGet();
                                    }
                                }
                            } catch (InterruptedException _) {
                                // It has been watched long enough.
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }

    private void change(int agent, String state) throws Exception {
        try (Connection connection = connection()) {
            change(connection, agent, state);
        }
    }

    private static void change(Connection connection, int agent, String state) throws Exception {
        String name = "agent%05d".formatted(agent + 1);
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE states SET til = now() WHERE agent = '%s' AND til IS NULL; INSERT INTO states VALUES ('%s', now(), '%s', NULL)"
                            .formatted(name, name, state));
        }
    }

    private Connection connection() throws Exception {
        return acd.bed().postgres().getPostgresDatabase().getConnection();
    }

    /** The processor time of the connector's sessions, as the system counts it. */
    private final class Processor {
        private final Map<Long, Double> first = new HashMap<>();
        private final Map<Long, Double> last = new HashMap<>();

        void look() throws Exception {
            try (Connection connection = connection();
                    var statement = connection.createStatement();
                    var sessions =
                            statement.executeQuery(
                                    "SELECT pid FROM pg_stat_activity WHERE application_name = 'tidegate' AND datname = 'postgres'")) {
                while (sessions.next()) {
                    used(sessions.getLong(1));
                }
            }
        }

        private void used(long pid) throws Exception {
            String[] fields =
                    Files.readString(Path.of("/proc/" + pid + "/stat"))
                            .replaceFirst(".*\\) ", "")
                            .split(" ");
            double now = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
            first.putIfAbsent(pid, now);
            last.put(pid, now);
        }

        double seconds() {
            return last.keySet().stream().mapToDouble(p -> last.get(p) - first.get(p)).sum();
        }
    }
}
