package io.tidegate.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

import javax.sql.DataSource;

/**
 * Keeps the ACD alive: a few calls a second, ACD agents that change their state, and now and then a
 * late row, a correction and a deletion, all within the last hours. Its own thread.
 */
final class LivingAcd implements Runnable {
    private static final String CALLS =
            """
            INSERT INTO call (queue_id, queue_name, started, answered, wait_s, talk_s, hold_s, wrap_s)
            SELECT queue_id, queue_name, now() - make_interval(secs => ?), ?, ?, ?, ?, ? FROM queue WHERE n = ?
            """;
    private static final String CORRECTION =
            """
            UPDATE call SET talk_s = talk_s + 5 WHERE call_id =
                (SELECT call_id FROM call WHERE started > now() - interval '6 hours' AND answered = 1 ORDER BY md5(call_id::text || ?) LIMIT 1)
            """;
    private static final String DELETION =
            """
            DELETE FROM call WHERE call_id =
                (SELECT call_id FROM call WHERE started > now() - interval '6 hours' ORDER BY md5(call_id::text || ?) LIMIT 1)
            """;
    private static final String NEXT_STATE =
            """
            WITH closed AS (
                UPDATE agent_state SET ended = now() AT TIME ZONE 'Europe/Berlin' WHERE agent_id = ? AND ended IS NULL)
            INSERT INTO agent_state VALUES (?, ?, now() AT TIME ZONE 'Europe/Berlin', NULL)
            """;
    private static final String[] STATES = {"ready", "talking", "wrap-up", "break"};

    private final DataSource acd;
    private final SplittableRandom random = new SplittableRandom(42);
    private volatile boolean running = true;
    private volatile String failure = "";

    LivingAcd(DataSource acd) {
        this.acd = acd;
    }

    /** Lets it finish its second and stop. */
    void stop() {
        running = false;
    }

    /** Why it stopped before it was told to; empty if it did not. */
    String failure() {
        return failure;
    }

    @Override
    public void run() {
        try (Connection connection = acd.getConnection()) {
            for (int second = 1; running; second++) {
                live(connection, second);
                Thread.sleep(1000);
            }
        } catch (SQLException e) {
            failure = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live(Connection acd, int second) throws SQLException {
        for (int i = random.nextInt(4); i > 0; i--) {
            call(acd, random.nextInt(1, 20));
        }
        String agent = "agent%02d".formatted(random.nextInt(40));
        update(acd, NEXT_STATE, agent, agent, STATES[random.nextInt(STATES.length)]);
        if (second % 7 == 0) {
            call(acd, random.nextInt(600, 6 * 3600));
        }
        if (second % 11 == 0) {
            update(acd, CORRECTION, String.valueOf(second));
        }
        if (second % 29 == 0) {
            update(acd, DELETION, String.valueOf(second));
        }
    }

    private void call(Connection acd, int secondsAgo) throws SQLException {
        boolean answered = random.nextInt(100) < 93;
        update(
                acd,
                CALLS,
                secondsAgo,
                answered ? 1 : 0,
                random.nextInt(60),
                answered ? random.nextInt(30, 600) : null,
                answered ? random.nextInt(40) : null,
                answered ? random.nextInt(5, 60) : null,
                (int) (40 * Math.pow(random.nextDouble(), 2.2)));
    }

    private static void update(Connection acd, String sql, Object... values) throws SQLException {
        try (var statement = acd.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    statement.setNull(i + 1, java.sql.Types.INTEGER);
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
            statement.executeUpdate();
        }
    }
}
