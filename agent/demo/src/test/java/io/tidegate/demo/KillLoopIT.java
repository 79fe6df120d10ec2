package io.tidegate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Kills the connector at random moments of a running backfill with live changes, and the ingest now
 * and then as well; then everything must be stored exactly once, judged by a ledger that the
 * generator wrote. {@code -Dfaults.kills} and {@code -Dfaults.seed} choose how often and which
 * moments. A kill loses no page cache: it proves the order of commits, not the flushes.
 */
class KillLoopIT {
    private static final int KILLS = Integer.getInteger("faults.kills", 50);
    private static final long SEED = Long.getLong("faults.seed", 1);
    private static final int CALLS = Integer.getInteger("faults.calls", 600_000);
    private static final long HISTORY_SECONDS = Duration.ofDays(400).toSeconds();
    private static final String CONFIGURATION = "kill-tidegate.properties";
    private static final String SLOW = "source.calls.backfill.load = 15%";
    private static final String FAST = "source.calls.backfill.load = 100%";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Ledger ledger = new Ledger(SEED);
    private final HttpClient http = HttpClient.newHttpClient();

    /** The end of the last interval that is compared; later ones have not ended. */
    private Instant ended = Instant.MAX;

    @Test
    void whateverIsKilledNothingIsLostAndNothingDoubled() throws Exception {
        Path folder = Path.of(System.getProperty("faults.dir", "target/faults")).toAbsolutePath();
        Path layout =
                Path.of(System.getProperty("demo.layout", "../dist/target/tidegate"))
                        .toAbsolutePath()
                        .normalize();
        try (Chain chain = Chain.open(folder, layout);
                Connection acd = chain.acd().getConnection()) {
            Ledger.createTable(acd);
            ledger.history(acd, CALLS, Instant.now(), HISTORY_SECONDS);
            chain.configure(List.of(CONFIGURATION, "ingest.properties"));
            Child ingest = chain.startIngest();
            waitUntil(() -> answers(chain));
            try {
                ingest = killLoop(chain, acd, ingest, folder.resolve(CONFIGURATION));
                ended = fiveMinutes(Instant.now());
                System.out.printf(
                        "after %d kills %d calls of %d are not yet stored as they are%n",
                        KILLS, different(chain), ledger.truth().size());
                try (Child _ = chain.startConnector(CONFIGURATION)) {
                    waitUntilEqual(chain);
                }
            } finally {
                ingest.close();
            }
            assertEquals(0, different(chain), "calls lost, doubled or changed");
            assertEquals(
                    text(ledger.totals(ended)),
                    intervals(chain),
                    "offered, answered and handling time per queue");
        }
    }

    /**
     * Most runs read history at a small share of the time, so that the loop does not come to its
     * end too soon; every fifth as fast as it can, when a chunk is stored while the next is read.
     */
    private Child killLoop(Chain chain, Connection acd, Child ingest, Path configuration)
            throws Exception {
        Child cloud = ingest;
        String slow = Files.readString(configuration);
        String fast = slow.replace(SLOW, FAST);
        for (int kill = 1; kill <= KILLS; kill++) {
            Files.writeString(configuration, kill % 5 == 0 ? fast : slow);
            Child connector = chain.startConnector(CONFIGURATION);
            untilTheMoment(kill % 2 == 0, chain, acd);
            if (kill % 6 == 0) {
                cloud.kill();
                cloud = chain.startIngest();
            }
            connector.kill();
        }
        return cloud;
    }

    /**
     * Some moments of a start and what follows, and some of the reading alone: on a machine with
     * much to do, no other would ever come.
     */
    private void untilTheMoment(boolean ofReading, Chain chain, Connection acd) throws Exception {
        boolean counts = !ofReading;
        Instant end = Instant.now().plusMillis(ofReading ? 60_000 : random.nextLong(300, 6000));
        while (Instant.now().isBefore(end)) {
            ledger.live(acd, Instant.now());
            if (!counts && isReady(chain)) {
                counts = true;
                end = Instant.now().plusMillis(random.nextLong(4000));
            }
            Thread.sleep(100);
        }
    }

    private boolean isReady(Chain chain) throws InterruptedException {
        var page = URI.create("http://127.0.0.1:" + chain.httpPort() + "/health/ready");
        try {
            var request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false; // It does not listen yet.
        }
    }

    private void waitUntilEqual(Chain chain) throws Exception {
        waitUntil(
                () -> different(chain) == 0 && text(ledger.totals(ended)).equals(intervals(chain)));
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    /** Gives up silently after a while: what comes next says what is wrong. */
    private static void waitUntil(Condition condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.holds() && Instant.now().isBefore(end)) {
            Thread.sleep(1000);
        }
    }

    /** Whether the ingest has made its tables. */
    private static boolean answers(Chain chain) throws SQLException {
        try (Connection connection = chain.ingest().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT to_regclass('contacts') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** How many calls of the ledger or of the ingest are not exactly once in the other. */
    private long different(Chain chain) throws SQLException {
        Map<Long, Ledger.Call> missing = new HashMap<>(ledger.truth());
        long different = 0;
        try (Connection connection = chain.ingest().getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT contactidentifier, queueidentifier, timestamp, answered::int, duration FROM contacts"
                                        + " WHERE stream = 'calls'")) {
            while (rows.next()) {
                Ledger.Call expected = missing.remove(Long.parseLong(rows.getString(1)));
                var duration = rows.getBigDecimal(5);
                var stored =
                        new Ledger.Call(
                                rows.getString(2),
                                rows.getTimestamp(3).toInstant(),
                                rows.getInt(4) == 1,
                                duration == null ? null : duration.intValueExact());
                different += stored.equals(expected) ? 0 : 1;
            }
        }
        return different + missing.size();
    }

    private String intervals(Chain chain) throws SQLException {
        Map<String, long[]> totals = new TreeMap<>();
        try (Connection connection = chain.ingest().getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT queueidentifier, sum(offered), sum(answered), sum(handlingtime) FROM intervals"
                                        + " WHERE stream = 'minutes' AND timestamp < '"
                                        + ended
                                        + "' GROUP BY 1")) {
            while (rows.next()) {
                totals.put(
                        rows.getString(1),
                        new long[] {
                            rows.getLong(2), rows.getLong(3), rows.getBigDecimal(4).longValueExact()
                        });
            }
        }
        return text(totals);
    }

    private static Instant fiveMinutes(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), 300) * 300);
    }

    private static String text(Map<String, long[]> totals) {
        var text = new StringBuilder();
        totals.forEach(
                (queue, sums) ->
                        text.append(queue)
                                .append(' ')
                                .append(List.of(sums[0], sums[1], sums[2]))
                                .append('\n'));
        return text.toString();
    }
}
