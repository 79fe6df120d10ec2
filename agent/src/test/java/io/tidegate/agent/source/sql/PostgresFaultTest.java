package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.ClosedPort;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What is said, and what follows, when a database does not give what is asked. */
@Timeout(180)
class PostgresFaultTest {
    private static final String CONTACT =
            "SELECT 'q' AS queueidentifier, 'q' AS queuename, at AS timestamp, 1 AS answered FROM calls";
    private static AcdDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new AcdDatabase()
                        .run(
                                "CREATE TABLE calls (at timestamptz, caller text)",
                                "INSERT INTO calls SELECT '2026-11-20 08:00+00'::timestamptz + n * interval '1 millisecond', '+4930' || n FROM generate_series(1, 200000) n",
                                "CREATE TABLE secret (at timestamptz)",
                                "CREATE ROLE reader LOGIN PASSWORD 'right'",
                                "GRANT SELECT ON calls TO reader");
        Path hba = Path.of(acd.ask("SHOW hba_file"));
        Files.writeString(hba, "host all reader all scram-sha-256\n" + Files.readString(hba));
        acd.run("SELECT pg_reload_conf()");
    }

    @Test
    void aWrongPasswordIsSaidOnceAndNotTriedAgain() throws Exception {
        var config = AcdDatabase.config(acd.url(), "reader", "wrong-4711");
        var database = new SqlDatabase(config, Clock.system());
        try (var source = database.open(contacts(CONTACT));
                var other = database.open(contacts(CONTACT))) {
            var first = fault(source);
            assertEquals(Kind.LOGIN, first.kind());
            assertEquals(
                    "source acd1, database acd: the login was refused: check database.acd.username and"
                            + " database.acd.password, and that the account may log in from here"
                            + " (28P01)",
                    first.getMessage());
            assertEquals(Kind.LOGIN, fault(other).kind());
            assertTrue(fault(source).getMessage().contains("two logins were refused"));
            assertTrue(fault(other).getMessage().contains("two logins were refused"));
            assertFalse(trace(first).contains("wrong-4711"));
        }
    }

    @Test
    void anUnknownColumnOrTableIsNamed() throws Exception {
        assertEquals(
                "source acd1, database acd: the query names a table or column that is not there:"
                        + " correct source.acd1.query (42703: column \"caler\" does not exist)",
                fault("SELECT caler AS queueidentifier FROM calls", Kind.LASTING));
        assertTrue(
                fault("SELECT * FROM cals", Kind.LASTING)
                        .contains("(42P01: relation \"cals\" does not exist)"));
    }

    @Test
    void aMissingRequiredColumnIsNamedWithTheColumnsFound() throws Exception {
        var thrown =
                assertThrows(
                        ShapeException.class,
                        () ->
                                acd.read(
                                        contacts(
                                                "SELECT at AS timestamp, 'q' AS queue, 1 AS answered"
                                                        + " FROM calls")));

        assertEquals(
                "source acd1: no column queueidentifier, queuename: name them so at the source, or"
                        + " paste source.acd1.map.queueidentifier = <its name there>. Columns found:"
                        + " timestamp, queue, answered",
                thrown.getMessage());
        assertThrows(
                ShapeException.class,
                () -> acd.read(contacts("SELECT caller AS queuename FROM calls")));
    }

    @Test
    void aTableThatMayNotBeReadIsALastingFault() throws Exception {
        var config = AcdDatabase.config(acd.url(), "reader", "right");
        try (var source =
                new SqlDatabase(config, Clock.system())
                        .open(contacts("SELECT at AS timestamp FROM secret"))) {
            var fault = fault(source);
            assertEquals(Kind.LASTING, fault.kind());
            assertTrue(fault.getMessage().contains("grant it SELECT"));
        }
    }

    @Test
    void aQueryThatWritesFails() throws Exception {
        acd.run(
                "CREATE TABLE written (n int)",
                "CREATE FUNCTION sneaky() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN INSERT INTO written VALUES (1); RETURN '2026-11-20 08:00+00'; END $$",
                "CREATE FUNCTION sneakier() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN SET default_transaction_read_only = off; SET transaction_read_only = off; INSERT INTO written VALUES (1); RETURN '2026-11-20 08:00+00'; END $$");

        assertTrue(
                fault("SELECT sneaky() AS timestamp", Kind.LASTING)
                        .contains("it may only read (25006)"));
        fault("SELECT sneakier() AS timestamp", null);
        assertThrows(
                SourceException.class,
                () ->
                        acd.open(
                                contacts(
                                        "WITH w AS (INSERT INTO written VALUES (1) RETURNING 1) SELECT now() AS"
                                                + " timestamp FROM w WHERE now() BETWEEN :from AND :to")));
        fault(
                "WITH w AS (DELETE FROM written RETURNING 1) SELECT now() AS timestamp FROM w WHERE"
                        + " now() BETWEEN :from AND :to",
                Kind.LASTING);
        assertEquals("0", acd.ask("SELECT count(*) FROM written"));
    }

    @Test
    void aSlowQueryEndsAndIsSaidToBeSlow() throws Exception {
        String slow =
                "SELECT at AS timestamp, pg_sleep(1) FROM calls WHERE at >= :from AND at < :to";

        assertTrue(tooSlow(slow).contains("sql.query-timeout"));
    }

    @Test
    void aCopyThatFallsSilentEndsAndIsSaidToBeSlow() throws Exception {
        String silent =
                "SELECT at AS timestamp, 'q' || pg_sleep(30)::text AS queueidentifier, 'q' AS queuename,"
                        + " 1 AS answered FROM calls WHERE at >= :from AND at < :to";

        assertTrue(tooSlow(silent).contains("sql.query-timeout"));
    }

    /** What sleeps before its first row sends not even the answer that a copy begins. */
    @Test
    void aCopyWithoutAFirstRowEndsInTimeAndAtTheServerToo() throws Exception {
        acd.run("CREATE VIEW sleepy AS SELECT c.* FROM calls c, pg_sleep(300)");
        String slow =
                "SELECT 'q' AS queueidentifier, 'q' AS queuename, at AS timestamp, 1 AS answered FROM sleepy";

        String said = assertTimeout(Duration.ofSeconds(6), () -> tooSlow(slow));

        assertTrue(said.contains("sql.query-timeout"), said);
        assertEquals(
                "0",
                acd.ask(
                        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleepy%' AND pid <> pg_backend_pid()"));
    }

    /** Rows of a size that the server hands on at once. */
    @Test
    void aCopyMayLastLongerThanItMayBeSilent() throws Exception {
        String steady =
                "SELECT now() AS timestamp, repeat('x', 20000) || pg_sleep(0.4)::text AS queueidentifier,"
                        + " 'q' AS queuename, 1 AS answered FROM generate_series(1, 8)"
                        + " WHERE now() >= :from AND now() < :to";
        var config =
                Sources.of(DataType.CONTACTS)
                        .query(steady)
                        .queryTimeout(Duration.ofSeconds(2))
                        .sql();
        assertEquals(8, acd.read(config).raw.size());
    }

    @Test
    void aLockedTableDelaysUsAndNobodyElse() throws Exception {
        try (var writer = acd.connect()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("LOCK TABLE calls IN ACCESS EXCLUSIVE MODE");
            assertTrue(fault(CONTACT, Kind.PASSING, Duration.ofSeconds(3)).contains("locked"));
            writer.rollback();
        }
    }

    @Test
    void aTimeThatIsNoTimeIsAskedAboutNotGuessed() throws Exception {
        assertEquals(
                "source acd1: timestamp is a number, not a time: say in source.acd1.sql.bind = epoch"
                        + " or epoch-ms what it counts, or make it a time in the query",
                fault("SELECT 1795161600 AS timestamp", Kind.LASTING));
        assertTrue(
                fault("SELECT caller AS timestamp FROM calls", Kind.LASTING)
                        .contains("timestamp is no time but text"));
        assertTrue(
                fault(
                                "SELECT 1 AS timestamp FROM calls WHERE extract(epoch FROM at) >= :from"
                                        + " AND at < :to",
                                Kind.LASTING)
                        .contains("what the query compares :from with is a number"));
    }

    /** Else the session's zone would decide, and an hour that comes twice lose its first pass. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local | SELECT at AS timestamp FROM calls",
                "utc | SELECT at AS timestamp FROM calls",
                "offset | SELECT at::timestamp AS timestamp FROM calls",
                "epoch | SELECT at AS timestamp FROM calls",
                "local | SELECT at AS timestamp FROM calls WHERE at >= :from AND at < :to"
            })
    void aBindThatDoesNotFitTheColumnIsRefusedNotConverted(String bind, String query)
            throws Exception {
        try (var source = acd.open(Sources.of(DataType.CONTACTS).bind(bind).query(query).sql())) {
            var fault = fault(source);
            assertEquals(Kind.LASTING, fault.kind());
            assertTrue(fault.getMessage().contains("sql.bind does not fit"), fault.getMessage());
        }
    }

    @Test
    void aPasswordThatIsNotSetIsALastingFault() throws Exception {
        var config = AcdDatabase.config(acd.url(), "reader", "");
        try (var source = new SqlDatabase(config, Clock.system()).open(contacts(CONTACT))) {
            var fault = fault(source);
            assertEquals(Kind.LASTING, fault.kind());
            assertTrue(fault.getMessage().contains("is database.acd.password set"));
        }
    }

    @Test
    void aFailingCastKeepsItsValueToItself() throws Exception {
        String message =
                fault(
                        "SELECT at AS timestamp, caller::timestamptz FROM calls WHERE at >= :from AND"
                                + " at < :to",
                        Kind.LASTING);

        assertTrue(message.contains("fails on a value"), message);
        assertFalse(message.contains("4930"), message);
    }

    @Test
    void aDatabaseThatIsAwayIsAPassingFault() throws Exception {
        SourceException away;
        try (var closed = new ClosedPort()) {
            away = faultOf("jdbc:postgresql://127.0.0.1:" + closed.number() + "/acd");
        }
        var unknown = faultOf("jdbc:postgresql://no-such-host.invalid/acd");
        var none = faultOf("jdbc:postgresql://localhost:" + acd.port() + "/none");

        assertEquals(Kind.PASSING, away.kind());
        assertTrue(away.getMessage().contains("does the database run"), away.getMessage());
        assertEquals(Kind.PASSING, unknown.kind());
        assertTrue(unknown.getMessage().contains("name"), unknown.getMessage());
        assertEquals(Kind.LASTING, none.kind());
        assertTrue(none.getMessage().contains("no such database"), none.getMessage());
    }

    @Test
    void aBackendKilledAmidRowsIsAPassingFaultAndTheNextReadSucceeds() throws Exception {
        try (var source = acd.open(contacts(CONTACT))) {
            var seen = new AtomicLong();
            var thrown =
                    assertThrows(
                            SourceException.class,
                            () ->
                                    Reads.all(
                                            source,
                                            _ -> {
                                                if (seen.incrementAndGet() == 1_000) {
                                                    killReaders();
                                                }
                                            }));
            assertEquals(Kind.PASSING, thrown.kind());
            assertTrue(seen.get() < 200_000);

            seen.set(0);
            Reads.all(source, _ -> seen.incrementAndGet());
            assertEquals(200_000, seen.get());
        }
    }

    @Test
    void aRenamedColumnIsFoundOutInTheSameRead() throws Exception {
        acd.run("CREATE TABLE moving (at timestamptz)");
        try (var source = acd.open(contacts("SELECT * FROM moving"))) {
            assertThrows(ShapeException.class, () -> read(source));
            acd.run("ALTER TABLE moving RENAME at TO timestamp");
            read(source);
            acd.run("ALTER TABLE moving RENAME timestamp TO moment");
            var thrown = assertThrows(ShapeException.class, () -> read(source));
            assertTrue(thrown.getMessage().contains("Columns found: moment"));
            acd.run("ALTER TABLE moving RENAME moment TO \"Timestamp\"");
            read(source);
        }
    }

    @Test
    void anInterruptCancelsWhatRuns() throws Exception {
        String query =
                "SELECT at AS timestamp, pg_sleep(30) FROM calls WHERE at >= :from AND at < :to";
        try (var source =
                acd.open(
                        Sources.of(DataType.CONTACTS)
                                .query(query)
                                .queryTimeout(Duration.ofSeconds(60))
                                .sql())) {
            var reading = Reading.of(source);
            while (!acd.ask(SLEEPING).equals("1")) {
                Thread.onSpinWait();
            }
            assertInstanceOf(InterruptedException.class, reading.interrupted());
            while (!acd.ask(SLEEPING).equals("0")) {
                Thread.onSpinWait();
            }
        }
    }

    private static final String SLEEPING =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidegate' AND state ="
                    + " 'active' AND datname = current_database() AND query LIKE '%pg_sleep(30)%'";

    @Test
    void noTransactionStaysOpenAndTheSessionIsReadOnlyAndPatient() throws Exception {
        try (var source = acd.open(contacts(CONTACT))) {
            read(source);
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            Reads.all(
                                    source,
                                    _ -> {
                                        throw new IllegalStateException("a sink may fail");
                                    }));
            assertEquals(
                    "1 idle",
                    acd.ask(
                            "SELECT count(*) || ' ' || max(state) FROM pg_stat_activity WHERE"
                                    + " application_name = 'tidegate' AND datname ="
                                    + " current_database()"));
        }
        var settings =
                acd.read(
                        Sources.of(DataType.CONTACTS)
                                .zone("America/New_York")
                                .query(
                                        """
                                        SELECT now() AS timestamp, 1 AS answered, 'q' AS queuename,
                                          concat_ws(' ', current_setting('transaction_read_only'), current_setting('default_transaction_read_only'), current_setting('statement_timeout'),
                                          current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'), current_setting('TimeZone')) AS queueidentifier
                                        """)
                                .sql());
        assertEquals("on on 10min 5s 1min America/New_York", settings.raw.getFirst().getLast());
    }

    @Test
    void aParameterOfTheUrlThatIsNotAllowedKeepsTheSourceFromOpening() {
        var config = AcdDatabase.config(acd.url() + "?loggerFile=/tmp/x", "postgres", "");

        assertThrows(
                SourceException.class,
                () -> new SqlDatabase(config, Clock.system()).open(contacts(CONTACT)));
    }

    private static void killReaders() {
        try {
            acd.ask(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE"
                            + " application_name = 'tidegate' AND datname = current_database()");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tooSlow(String query) throws Exception {
        return fault(query, Kind.TOO_SLOW, Duration.ofMillis(800));
    }

    /** A fault of that kind, or of any if none is named. */
    private static String fault(String query, Kind kind) throws Exception {
        return fault(query, kind, Duration.ofSeconds(60));
    }

    private static String fault(String query, Kind kind, Duration patience) throws Exception {
        var config = Sources.of(DataType.CONTACTS).query(query).queryTimeout(patience).sql();
        try (var source = acd.open(config)) {
            var fault = fault(source);
            if (kind != null) {
                assertEquals(kind, fault.kind(), fault.getMessage());
            }
            return fault.getMessage();
        }
    }

    private static SourceException faultOf(String url) throws Exception {
        AgentConfig.Database config = AcdDatabase.config(url, "postgres", "");
        try (var source = new SqlDatabase(config, Clock.system()).open(contacts(CONTACT))) {
            return fault(source);
        }
    }

    private static SourceException fault(Source source) {
        var fault = assertThrows(SourceException.class, () -> read(source));
        assertEquals(null, fault.getCause());
        return fault;
    }

    private static void read(Source source) throws Exception {
        source.read(
                AcdDatabase.BEGINNING,
                AcdDatabase.END,
                new RowSink() {
                    @Override
                    public void shape(RawShape shape) throws ShapeException {
                        if (!shape.names().stream().anyMatch("timestamp"::equalsIgnoreCase)) {
                            throw new ShapeException("no timestamp");
                        }
                    }

                    @Override
                    public void row(RawRow row) {
                        row.value(0);
                    }
                });
    }

    private static String trace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static SourceConfig contacts(String query) {
        return Sources.of(DataType.CONTACTS).query(query).sql();
    }
}
