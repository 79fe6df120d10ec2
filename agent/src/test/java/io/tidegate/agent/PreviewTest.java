package io.tidegate.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.SourceException;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.AgentFile;
import io.tidegate.config.Environment;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A preview of a database, on a real one. */
class PreviewTest {
    private static final Optional<Instant> FROM =
            Optional.of(Instant.parse("2026-07-01T00:00:00Z"));
    private static final Optional<Instant> TO = Optional.of(Instant.parse("2026-07-02T00:00:00Z"));

    private static EmbeddedPostgres server;
    @TempDir static Path folder;
    private static AgentConfig config;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().setCleanDataDirectory(true).start();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE calls(queueidentifier text, queuename text, ts timestamptz,"
                            + " offered int, answered int, handlingtime int)");
            statement.execute(
                    "INSERT INTO calls SELECT '7', 'Sales', timestamptz '2026-07-01 08:00Z' + n *"
                            + " interval '15 min', CASE n WHEN 2 THEN -1 ELSE 3 END, 2, 60"
                            + " FROM generate_series(0, 3) n");
        }
        Path file =
                Files.writeString(
                        folder.resolve("tidegate.properties"),
                        """
                        agent.name = berlin
                        database.acd.url = %s
                        database.acd.username = postgres
                        source.a.data = intervals
                        source.a.time-zone = Europe/Berlin
                        source.a.database = acd
                        source.sums.data = contacts
                        source.sums.aggregate = 30m
                        source.sums.time-zone = Europe/Berlin
                        source.sums.database = acd
                        source.sums.query = SELECT 'q' AS queueidentifier, 'Q' AS queuename, ts AS \
                          "timestamp", 1 AS answered, 60.5 AS duration FROM calls
                        source.spans.data = agent-status
                        source.spans.privacy.agentidentifier = plain
                        source.spans.time-zone = Europe/Berlin
                        source.spans.database = acd
                        source.spans.query = SELECT 'hugo' AS agentidentifier, ts AS starttime, 'state ' || \
                          offered AS activity FROM calls
                        source.joined.data = contacts
                        source.joined.time-zone = Europe/Berlin
                        source.joined.database = acd
                        source.joined.query = SELECT 'id' || offered || ts AS contactidentifier, '7' AS \
                          queueidentifier, name AS queuename, ts AS "timestamp", 1 AS answered FROM calls \
                          CROSS JOIN (VALUES ('Sales'), ('Sales (old)')) names(name)
                        source.states.data = agent-status
                        source.states.status.shape = changes
                        source.states.status.log-off = gone
                        source.states.privacy.agentidentifier = plain
                        source.states.time-zone = Europe/Berlin
                        source.states.database = acd
                        source.states.query = SELECT 'hugo' AS agentidentifier, ts AS starttime, CASE \
                          WHEN offered < 0 THEN 'gone' ELSE 'state ' || offered END AS activity FROM calls
                        source.astray.data = intervals
                        source.astray.time-zone = Europe/Berlin
                        source.astray.database = acd
                        source.astray.query = SELECT queueidentifier, queuename, ts + interval '1 hour' AS \
                          "timestamp", 1 AS offered, 1 AS answered, 1 AS handlingtime FROM calls \
                          WHERE ts >= :from AND ts < :to ORDER BY ts
                        source.a.query = SELECT queueidentifier, queuename, ts AS "timestamp", offered, \\
                          answered, handlingtime FROM calls WHERE ts >= :from AND ts < :to ORDER BY ts
                        """
                                .formatted(
                                        server.getJdbcUrl("postgres", "postgres")
                                                .replaceAll("[?].*", "")));
        config = AgentFile.read(file, Environment.system()).toRead().orElseThrow();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private final StringWriter out = new StringWriter();

    private boolean show(int rows, Optional<Instant> from, Optional<Instant> to) throws Exception {
        return show("a", rows, from, to);
    }

    private boolean show(String source, int rows, Optional<Instant> from, Optional<Instant> to)
            throws Exception {
        return new Preview(config, config.sources().get(source), new PrintWriter(out, true))
                .show(rows, from, to);
    }

    @Test
    void aRejectedRowIsNamedByItsNumber() throws Exception {
        assertFalse(show(20, FROM, TO));
        String text = out.toString();
        assertTrue(text.contains("\nrejected: row 3 offered "), text);
        assertTrue(text.contains("3 rows would be shipped, 1 is rejected, 0 are templates"), text);
        assertFalse(text.contains("Stopped"), text);
    }

    @Test
    void whatStoppedAtRowsSaysSoAndClaimsNothingOfTheRest() throws Exception {
        assertTrue(show(2, FROM, TO));
        assertTrue(out.toString().contains("Stopped at --rows 2: there are more"), out.toString());
    }

    @Test
    void sumsAreShownAsTheyAreShippedWithHowManyContactsTheyComeFrom() throws Exception {
        assertTrue(show("sums", 20, FROM, TO));
        String text = out.toString();
        assertTrue(text.contains("q\tQ\t2026-07-01T08:00:00Z\t2\t2\t121\tcalls"), text);
        assertTrue(text.contains("2 rows would be shipped"), text);
        assertTrue(text.contains("They are sums of 4 contacts; no single contact leaves."), text);
    }

    @Test
    void changesOfStateAreShownAsSpans() throws Exception {
        assertTrue(show("states", 20, FROM, TO));
        String text = out.toString();
        assertTrue(
                text.contains("hugo\t2026-07-01T08:15:00Z\tstate 3\t2026-07-01T08:30:00Z"), text);
        assertTrue(text.contains("hugo\t2026-07-01T08:45:00Z\tstate 3\t\n"), text);
        assertTrue(text.contains("3 rows would be shipped"), text);
        assertTrue(text.contains("They are made of 4 changes of state. What goes on"), text);
        assertTrue(text.contains("Without an end: 1 state."), text);
    }

    @Test
    void spansThatNobodyWatchesForAnEndAreCountedAndNobodyIsNamed() throws Exception {
        assertTrue(show("spans", 20, FROM, TO));
        String last =
                out.toString().lines().filter(l -> l.startsWith("Without")).findFirst().orElse("");
        assertTrue(
                last.contains("Without an end: 4 states. 4 of them began more than 35 days ago"),
                last);
        assertTrue(last.contains("status.log-off"), last);
    }

    @Test
    void rowsOfAnotherTimeThanWasAskedForAreNotShownAsGood() throws Exception {
        show("astray", 20, FROM, Optional.of(Instant.parse("2026-07-01T09:30:00Z")));
        String text = out.toString();
        assertTrue(text.contains("\nwarning: 1 row has a time that was not asked for"), text);
        out.getBuffer().setLength(0);
        show(20, FROM, TO);
        assertFalse(out.toString().contains("warning"), out.toString());
    }

    @Test
    void contactsThatAJoinMultipliesAreWarnedOfWithoutTheirIdentifiers() throws Exception {
        assertTrue(show("joined", 20, FROM, TO));
        String warning =
                out.toString().lines().filter(l -> l.startsWith("warning")).findFirst().orElse("");
        assertTrue(
                warning.startsWith(
                        "warning: 4 of 8 rows have the contactidentifier, queueidentifier and timestamp of another, one of them at 2026-07-01T08:00:00Z"),
                out.toString());
        assertTrue(warning.contains("look at the query's JOINs"), warning);
        assertFalse(warning.contains("id3"), warning);
    }

    @Test
    void daysToComeAreRefused() {
        var future = Optional.of(Instant.parse("2100-01-01T00:00:00Z"));
        var refused = assertThrows(SourceException.class, () -> show(2, future, Optional.empty()));
        assertEquals("the days asked for are still to come", refused.getMessage());
    }
}
