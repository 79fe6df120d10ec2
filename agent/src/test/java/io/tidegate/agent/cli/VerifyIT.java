package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidegate.agent.service.Child;
import io.tidegate.agent.source.sql.AcdDatabase;
import io.tidegate.config.Secret;
import io.tidegate.ingest.IngestConfig;
import io.tidegate.ingest.IngestServer;
import io.tidegate.ingest.store.DatabaseSettings;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The program as it runs, a database as ACD, a folder, and the reference ingest over PostgreSQL,
 * whose tables somebody changes by hand: verify says so, and what is broken is mended.
 */
class VerifyIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate TODAY = LocalDate.now(BERLIN);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DIFFERENCE =
            """
            SELECT count(*) FROM (
              (SELECT contactidentifier, "timestamp" FROM contacts WHERE stream = 'calls')
              EXCEPT ALL
              (SELECT id, started FROM calls)) x
            """;

    private static AcdDatabase postgres;

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void makeDatabase() throws Exception {
        postgres = new AcdDatabase();
    }

    @Test
    void whatSomebodyChangesByHandIsFoundAndMended() throws Exception {
        fillTheAcd();
        try (var ingest = ingest();
                Child _ = connector(ingest.url())) {
            untilAllIsEqual("calls", 60);
            untilAllIsEqual("minutes", 5);
            aWindowIsDeletedByHand();
            aRowIsDeletedByHand();
            aFileIsForgotten();
            aCallOfLongAgoIsCorrected();
            oldDaysArePurged();
            totalsAreThoseOfTheAcd();
        }
    }

    /** Sixty days of calls, ten minutes apart, none of them in the last two hours. */
    private void fillTheAcd() throws SQLException {
        postgres.run(
                "CREATE TABLE calls (id text, queue text, started timestamptz, answered int, seconds int)",
                """
                INSERT INTO calls SELECT 'c' || n, (n % 3)::text, now() - n * interval '10 minutes', n % 2, n % 300
                  FROM generate_series(12, 8640) AS n
                """,
                "CREATE INDEX ON calls (started)");
    }

    private IngestServer ingest() throws Exception {
        Path tokens = folder.resolve("tokens");
        String hash =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest("k3y".getBytes(StandardCharsets.US_ASCII)));
        Files.writeString(tokens, "acme berlin " + hash + "\n");
        var database =
                new DatabaseSettings(
                        postgres.url(),
                        Optional.of(Secret.of("postgres")),
                        Optional.of(Secret.of("postgres")),
                        4,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1));
        return IngestServer.start(IngestConfig.onLoopback(database, tokens));
    }

    private Child connector(String ingest) throws IOException {
        Files.createDirectories(folder.resolve("drop"));
        Files.writeString(
                folder.resolve("drop").resolve("minutes.csv"),
                """
                queueidentifier;queuename;timestamp;offered;answered;handlingtime
                4711;Sales;%1$s 09:00;18;17;3456
                4711;Sales;%1$s 09:15;8;7;456
                """
                        .formatted(TODAY.minusDays(2)));
        Path file =
                Files.writeString(
                        folder.resolve("tidegate.properties"),
                        """
                        agent.name = berlin
                        ingest.url = %s
                        ingest.token = k3y
                        http.port = 0
                        database.acd.url = %s
                        database.acd.username = postgres
                        database.acd.password = postgres
                        source.calls.data = contacts
                        source.calls.database = acd
                        source.calls.time-zone = Europe/Berlin
                        source.calls.privacy.contactidentifier = plain
                        source.calls.backfill = 59d
                        source.calls.backfill.load = 100%%
                        source.calls.query = SELECT id AS contactidentifier, queue AS queueidentifier, 'Queue ' || queue AS queuename, started AS timestamp, answered, seconds AS duration FROM calls
                        source.minutes.data = intervals
                        source.minutes.time-zone = Europe/Berlin
                        source.minutes.csv.directory = drop
                        source.minutes.csv.quiet-time = 1s
                        """
                                .formatted(ingest, postgres.url()));
        return Child.run(Main.class, "run", "-c", file.toString());
    }

    private void aWindowIsDeletedByHand() throws Exception {
        run(
                "DELETE FROM contact_row WHERE \"timestamp\" >= %1$s AND \"timestamp\" < %2$s",
                "DELETE FROM window_row WHERE window_from = %1$s", 30);
        brokenThenEqual("calls", "the ingest does not have it; it is read and sent again");
        assertEquals("0", postgres.ask(DIFFERENCE));
    }

    private void aRowIsDeletedByHand() throws Exception {
        run(
                "DELETE FROM contact_row WHERE ctid = (SELECT ctid FROM contact_row WHERE \"timestamp\" >= %1$s AND \"timestamp\" < %2$s LIMIT 1)",
                "UPDATE contact_row SET duration_ms = duration_ms + 60000 WHERE ctid = (SELECT ctid FROM contact_row WHERE \"timestamp\" >= %1$s AND \"timestamp\" < %2$s LIMIT 1)",
                40);
        brokenThenEqual("calls", " rows, and had taken ");
        assertEquals("0", postgres.ask(DIFFERENCE));
    }

    private void aFileIsForgotten() throws Exception {
        postgres.run("DELETE FROM interval_row", "DELETE FROM origin_row");
        brokenThenEqual("minutes", "the ingest does not have it");
        assertEquals(
                "26", postgres.ask("SELECT sum(offered) FROM intervals WHERE stream = 'minutes'"));
    }

    private void aCallOfLongAgoIsCorrected() throws Exception {
        LocalDate day = TODAY.minusDays(50);
        postgres.run(
                "INSERT INTO calls VALUES ('late', '1', '%s 12:00+02', 1, 77)".formatted(day),
                "UPDATE calls SET seconds = 999 WHERE id = 'c6000'");
        assertEquals(0, verify("calls", 58));
        assertTrue(out.toString().contains("will be sent"), out.toString());
        untilAllIsEqual("calls", 58);
        assertEquals(
                "77",
                postgres.ask(
                        "SELECT duration::int FROM contacts WHERE contactidentifier = 'late'"));
        assertEquals(
                "999",
                postgres.ask(
                        "SELECT duration::int FROM contacts WHERE contactidentifier = 'c6000'"));
    }

    private void oldDaysArePurged() throws Exception {
        String stored = postgres.ask("SELECT count(*) FROM contacts WHERE stream = 'calls'");
        run("DELETE FROM calls WHERE started < %1$s", "SELECT %2$s", 55);
        assertEquals(0, verify("calls", 58));
        assertTrue(out.toString().contains("gone at source"), out.toString());
        assertTrue(!out.toString().contains("will be sent"), out.toString());
        assertEquals(stored, postgres.ask("SELECT count(*) FROM contacts WHERE stream = 'calls'"));
    }

    private void totalsAreThoseOfTheAcd() throws Exception {
        LocalDate day = TODAY.minusDays(10);
        assertEquals(0, tell("verify", "calls", "--from", day, "--to", day, "--totals", "--csv"));
        String expected =
                postgres.ask(
                        """
                        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
                          SELECT '%1$s,' || queue || ',Queue ' || queue || ',calls,' || count(*) || ',' || sum(answered)
                                 || ',' || sum(seconds) || ',equal' AS line
                            FROM calls WHERE (started AT TIME ZONE 'Europe/Berlin')::date = '%1$s' GROUP BY queue) x
                        """
                                .formatted(day));
        assertTrue(out.toString().contains("\n" + expected + "\n"), out + expected);
    }

    private void brokenThenEqual(String source, String reason) throws Exception {
        assertEquals(1, verify(source, 58), out.toString());
        assertTrue(out.toString().contains("BROKEN"), out.toString());
        assertTrue(out.toString().contains(reason), out.toString());
        untilAllIsEqual(source, 58);
    }

    private void untilAllIsEqual(String source, int days) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (verify(source, days) != 0 || !isAllEqual()) {
            if (System.nanoTime() > end) {
                fail(out.toString());
            }
            Thread.sleep(500);
        }
    }

    private boolean isAllEqual() {
        String text = out.toString();
        return text.contains("  equal ")
                && !text.contains("will be sent")
                && !text.contains("not read yet");
    }

    private int verify(String source, int days) {
        return tell("verify", source, "--from", TODAY.minusDays(days), "--to", TODAY);
    }

    private int tell(Object... words) {
        out.getBuffer().setLength(0);
        String[] all = new String[words.length + 2];
        for (int i = 0; i < words.length; i++) {
            all[i] = words[i].toString();
        }
        all[words.length] = "-c";
        all[words.length + 1] = folder.resolve("tidegate.properties").toString();
        var writer = new PrintWriter(out, true);
        return Main.commandLine().setOut(writer).setErr(writer).execute(all);
    }

    /** In two statements about a day so long ago. */
    private static void run(String one, String other, int daysAgo) throws SQLException {
        String from = midnight(daysAgo);
        String to = midnight(daysAgo - 1);
        postgres.run(one.formatted(from, to), other.formatted(from, to));
    }

    private static String midnight(int daysAgo) {
        return "'" + TODAY.minusDays(daysAgo).atStartOfDay(BERLIN).toOffsetDateTime() + "'";
    }
}
