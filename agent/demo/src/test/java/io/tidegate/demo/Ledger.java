package io.tidegate.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Writes an ACD's calls and keeps, apart from it, the truth: what each call is after its last
 * committed change. The connector is judged by this, never by the ACD's own tables. Used by one
 * thread at a time.
 */
final class Ledger {
    /** One call as it must arrive. Seconds are whole. */
    record Call(String queue, Instant started, boolean answered, Integer duration) {}

    private static final int QUEUES = 40;
    private final SplittableRandom random;
    private final Map<Long, Call> truth = new HashMap<>();
    private long nextId = 1;

    Ledger(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static void createTable(Connection acd) throws SQLException {
        try (var statement = acd.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE call (call_id bigint PRIMARY KEY, queue_id text NOT NULL, queue_name text NOT NULL,
                        started timestamptz NOT NULL, answered smallint NOT NULL, duration_s integer);
                    CREATE INDEX ON call (started);
                    CREATE ROLE connector LOGIN PASSWORD 'connector';
                    GRANT SELECT ON call TO connector;
                    """);
        }
    }

    /** Past calls, spread evenly over the time before now. */
    void history(Connection acd, int calls, Instant now, long seconds) throws SQLException {
        acd.setAutoCommit(false);
        try (var statement = acd.prepareStatement("INSERT INTO call VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 1; i <= calls; i++) {
                long id = nextId++;
                Call call = call(now.minusMillis(random.nextLong(60_000, seconds * 1000)));
                bind(statement, id, call);
                statement.addBatch();
                truth.put(id, call);
                if (i % 10_000 == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
        acd.commit();
        acd.setAutoCommit(true);
    }

    /** A few new calls, a late one, a correction and a deletion, all within the last hours. */
    void live(Connection acd, Instant now) throws SQLException {
        for (int i = random.nextInt(5); i >= 0; i--) {
            insert(acd, call(now.minusMillis(random.nextLong(1000, 20_000))));
        }
        if (random.nextInt(3) == 0) {
            insert(acd, call(now.minusMillis(random.nextLong(600_000, 6 * 3_600_000))));
        }
        if (random.nextInt(2) == 0) {
            change(acd, now);
        }
    }

    /** What must be stored, by call. */
    Map<Long, Call> truth() {
        return truth;
    }

    /**
     * Number and handling seconds per queue before an instant, to be compared with an interval
     * stream.
     */
    Map<String, long[]> totals(Instant before) {
        Map<String, long[]> totals = new TreeMap<>();
        for (Call call : truth.values()) {
            if (!call.started().isBefore(before)) {
                continue;
            }
            long[] sums = totals.computeIfAbsent(call.queue(), q -> new long[3]);
            sums[0]++;
            sums[1] += call.answered() ? 1 : 0;
            sums[2] += call.duration() == null ? 0 : call.duration();
        }
        return totals;
    }

    private void insert(Connection acd, Call call) throws SQLException {
        long id = nextId++;
        try (var statement = acd.prepareStatement("INSERT INTO call VALUES (?, ?, ?, ?, ?, ?)")) {
            bind(statement, id, call);
            statement.executeUpdate();
        }
        truth.put(id, call);
    }

    private void change(Connection acd, Instant now) throws SQLException {
        long id = random.nextLong(Math.max(1, nextId - 200), nextId);
        Call before = truth.get(id);
        if (before == null || before.started().isBefore(now.minusSeconds(12 * 3600))) {
            return;
        }
        if (random.nextInt(4) == 0) {
            try (var statement = acd.prepareStatement("DELETE FROM call WHERE call_id = ?")) {
                statement.setLong(1, id);
                statement.executeUpdate();
            }
            truth.remove(id);
        } else if (before.answered()) {
            var after = new Call(before.queue(), before.started(), true, before.duration() + 5);
            try (var statement =
                    acd.prepareStatement("UPDATE call SET duration_s = ? WHERE call_id = ?")) {
                statement.setInt(1, after.duration());
                statement.setLong(2, id);
                statement.executeUpdate();
            }
            truth.put(id, after);
        }
    }

    /**
     * At whole milliseconds: the ACD would round what is finer, and no longer say what is written
     * here.
     */
    private Call call(Instant time) {
        Instant started = time.truncatedTo(ChronoUnit.MILLIS);
        boolean answered = random.nextInt(100) < 93;
        String queue = "Q%02d".formatted((int) (QUEUES * Math.pow(random.nextDouble(), 2.2)));
        return new Call(queue, started, answered, answered ? random.nextInt(5, 900) : null);
    }

    private static void bind(java.sql.PreparedStatement statement, long id, Call call)
            throws SQLException {
        statement.setLong(1, id);
        statement.setString(2, call.queue());
        statement.setString(3, "Queue " + call.queue());
        statement.setTimestamp(4, Timestamp.from(call.started()));
        statement.setInt(5, call.answered() ? 1 : 0);
        statement.setObject(6, call.duration(), java.sql.Types.INTEGER);
    }
}
