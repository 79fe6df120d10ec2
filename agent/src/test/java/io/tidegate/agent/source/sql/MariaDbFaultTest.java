package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What is said, and what follows, when MariaDB does not give what is asked. */
@Timeout(180)
class MariaDbFaultTest {
    private static final String CONTACT =
            "SELECT 'q' AS queueidentifier, 'q' AS queuename, at AS timestamp, 1 AS answered FROM calls";
    private static final int MANY = 300_000;
    private static MariaDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd = new MariaDatabase(MariaDbServer.shared());
        acd.run(
                "CREATE TABLE calls (at datetime(3), caller varchar(40))",
                "INSERT INTO calls SELECT '2026-11-20 08:00:00' + INTERVAL 1000 * seq MICROSECOND, CONCAT('+4930', seq) FROM seq_1_to_%d"
                        .formatted(MANY),
                "CREATE TABLE secret (at datetime)",
                "CREATE TABLE stamped (at timestamp NULL)",
                "CREATE TABLE written (n int)",
                "CREATE OR REPLACE USER reader IDENTIFIED BY 'right'",
                "GRANT SELECT ON calls TO reader",
                "CREATE FUNCTION sneaky() RETURNS datetime MODIFIES SQL DATA BEGIN INSERT INTO written VALUES (1); RETURN '2026-11-20 08:00:00'; END",
                "CREATE DEFINER = nobody SQL SECURITY DEFINER VIEW gone AS SELECT at FROM calls",
                "CREATE TABLE dropped (at datetime)",
                "CREATE VIEW broken AS SELECT at FROM dropped",
                "DROP TABLE dropped",
                "CREATE FUNCTION victim() RETURNS datetime BEGIN SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213; RETURN NULL; END",
                "CREATE FUNCTION waits() RETURNS datetime RETURN IF(SLEEP(30), NULL, '2026-11-20 08:00:00')");
    }

    @Test
    void aWrongPasswordIsTriedTwiceAndThenNoMore() throws Exception {
        var database =
                new SqlDatabase(
                        AcdDatabase.config(acd.url(), "reader", "wrong-4711"), Clock.system());
        try (var source = database.open(contacts(CONTACT));
                var other = database.open(contacts(CONTACT))) {
            assertEquals(
                    "source acd1, database acd: the login was refused: check database.acd.username and"
                            + " database.acd.password, and that the account may log in from here"
                            + " (28000)",
                    Reads.fault(source, Kind.LOGIN));
            Reads.fault(other, Kind.LOGIN);
            String refused =
                    "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'ACCESS_DENIED_ERRORS'";
            String before = acd.ask(refused);
            assertTrue(Reads.fault(source, Kind.LOGIN).contains("two logins were refused"));
            assertTrue(Reads.fault(other, Kind.LOGIN).contains("two logins were refused"));
            assertEquals(before, acd.ask(refused));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT caler AS timestamp FROM calls | LASTING | a table or column that is not there: correct source.acd1.query (42S22: Unknown column 'caler' in",
                "SELECT * FROM cals | LASTING | a table or column that is not there",
                "SELECT none() AS timestamp | LASTING | a table or column that is not there",
                "SELECT at AS timestamp FROM calls WHERE at > = :from AND at < :to | LASTING | does not understand the query",
                "SELECT at AS timestamp FROM stamped WHERE at >= :from AND at < :to | LASTING | which source.acd1.sql.bind does not fit",
                "SELECT sneaky() AS timestamp WHERE :from < :to | LASTING | it may only read (25006)",
                "SELECT victim() AS timestamp WHERE :from < :to | PASSING | locked by others",
                "SELECT caller AS timestamp FROM calls | LASTING | timestamp is no time but text",
                "SELECT at AS timestamp FROM gone | LASTING | (HY000: The user specified as a definer ('nobody'@'%') does not exist)",
                "SELECT at AS timestamp FROM broken | LASTING | .broken' references invalid table(s)",
                "SELECT at AS timestamp FROM calls JOIN secret | LASTING | (23000: Column 'at' in",
                "SELECT at AS timestamp, 1 AS a, 2 AS a FROM calls | LASTING | Duplicate column name 'a'",
                "SELECT at AS timestamp FROM calls WHERE at = MAX(at) | LASTING | Invalid use of group function",
                "SELECT (SELECT at FROM calls) AS timestamp WHERE :from < :to | LASTING | fails on a value",
                "SELECT 1795161600 AS timestamp | LASTING | timestamp is a number, not a time",
            })
    void whatIsWrongWithAQueryIsSaid(String query, Kind kind, String sentence) throws Exception {
        try (var source = acd.open(bound(query))) {
            String said = Reads.fault(source, kind);
            assertTrue(said.contains(sentence), said);
        }
        assertEquals("0", acd.ask("SELECT count(*) FROM written"));
    }

    /** With "local" where the query holds the range and computes its time. */
    private static SourceConfig bound(String query) {
        return Sources.of(DataType.CONTACTS)
                .bind(query.contains(":from") ? "local" : "auto")
                .query(query)
                .sql();
    }

    @Test
    void whatAnAccountMayNotReadIsSaid() throws Exception {
        var right = AcdDatabase.config(acd.url(), "reader", "right");
        try (var source =
                new SqlDatabase(right, Clock.system())
                        .open(contacts("SELECT at AS timestamp FROM secret"))) {
            assertTrue(Reads.fault(source, Kind.LASTING).contains("grant it SELECT"));
        }
        var elsewhere =
                AcdDatabase.config(acd.url().replace(acd.name(), "mysql"), "reader", "right");
        try (var source = new SqlDatabase(elsewhere, Clock.system()).open(contacts(CONTACT))) {
            assertTrue(Reads.fault(source, Kind.LASTING).contains("grant it SELECT"));
        }
        var none =
                AcdDatabase.config(
                        acd.url().replace(acd.name(), "none"),
                        MariaDbServer.USER,
                        MariaDbServer.PASSWORD);
        try (var source = new SqlDatabase(none, Clock.system()).open(contacts(CONTACT))) {
            assertTrue(Reads.fault(source, Kind.LASTING).contains("there is no such database"));
        }
    }

    @Test
    void aSilentQueryIsEndedAndCalledTooSlow() throws Exception {
        var config =
                Sources.of(DataType.CONTACTS)
                        .bind("local")
                        .query("SELECT waits() AS timestamp WHERE :from < :to")
                        .queryTimeout(Duration.ofMillis(800))
                        .sql();
        try (var source = acd.open(config)) {
            assertTrue(Reads.fault(source, Kind.TOO_SLOW).contains("sql.query-timeout"));
        }
    }

    /** The time-out is for a silent database, not for a long result. */
    @Test
    void aResultThatTakesLongerThanTheTimeoutIsReadToItsEnd() throws Exception {
        var config =
                Sources.of(DataType.CONTACTS)
                        .bind("local")
                        .query(
                                "SELECT at AS timestamp, REPEAT('x', 20000) AS pad FROM (SELECT * FROM calls LIMIT 60) calls WHERE at >= :from AND at < :to AND SLEEP(0.05) = 0")
                        .fetchSize(1)
                        .queryTimeout(Duration.ofSeconds(2))
                        .sql();
        try (var source = acd.open(config)) {
            var seen = new AtomicLong();
            Reads.all(source, _ -> seen.incrementAndGet());
            assertEquals(60, seen.get());
        }
    }

    @Test
    void aLockedTableDelaysUsAndNobodyElse() throws Exception {
        var config =
                Sources.of(DataType.CONTACTS)
                        .query(CONTACT)
                        .queryTimeout(Duration.ofSeconds(3))
                        .sql();
        try (var writer = acd.connect();
                var statement = writer.createStatement();
                var source = acd.open(config)) {
            statement.execute("LOCK TABLES calls WRITE");
            assertTrue(Reads.fault(source, Kind.PASSING).contains("locked"));
            statement.execute("UNLOCK TABLES");
            Reads.all(source, _ -> {});
        }
    }

    @Test
    void aConnectionKilledAmidRowsIsAPassingFaultAndTheNextReadSucceeds() throws Exception {
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
                                                    killReader();
                                                }
                                            }));
            assertEquals(Kind.PASSING, thrown.kind(), thrown.getMessage());
            assertTrue(seen.get() < MANY);

            seen.set(0);
            Reads.all(source, _ -> seen.incrementAndGet());
            assertEquals(MANY, seen.get());
        }
    }

    @Test
    void anInterruptEndsARunningQuery() throws Exception {
        var config =
                Sources.of(DataType.CONTACTS)
                        .bind("local")
                        .query("SELECT waits() AS timestamp WHERE :from < :to")
                        .sql();
        try (var source = acd.open(config)) {
            var reading = Reading.of(source);
            while (acd.ask(SLEEPING).equals("0")) {
                Thread.onSpinWait();
            }
            assertInstanceOf(InterruptedException.class, reading.interrupted());
            while (!acd.ask(SLEEPING).equals("0")) {
                Thread.onSpinWait();
            }
        }
    }

    private static final String SLEEPING =
            "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND state = 'User sleep'";

    /** A sink that fails must not wait for rows that nobody takes. */
    @Test
    void noTransactionStaysOpenWhateverHappens() throws Exception {
        try (var source = acd.open(contacts(CONTACT))) {
            Reads.all(source, _ -> {});
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            Reads.all(
                                    source,
                                    _ -> {
                                        throw new IllegalStateException("a sink may fail");
                                    }));
            assertEquals(
                    "0",
                    acd.ask(
                            "SELECT count(*) FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID()"));
            Reads.all(source, _ -> {});
        }
    }

    @Test
    void theSessionIsReadOnlyPatientAndInUtc() throws Exception {
        var settings =
                acd.read(
                        local(
                                """
                                SELECT at AS timestamp, 1 AS answered, 'q' AS queuename,
                                  CONCAT_WS(' ', @@tx_read_only, @@tx_isolation, @@time_zone, @@lock_wait_timeout, @@innodb_lock_wait_timeout, @@max_statement_time, @@net_write_timeout, @@wait_timeout) AS queueidentifier
                                FROM (SELECT * FROM calls LIMIT 1) calls
                                """));
        assertEquals(
                "ON READ-COMMITTED +00:00 5 5 600.000000 600 600",
                settings.raw.getFirst().getLast());
    }

    @Test
    void aFailingExpressionKeepsItsValueToItself() throws Exception {
        try (var source =
                acd.open(
                        contacts(
                                "SELECT at AS timestamp, (SELECT c.caller FROM calls c) AS x FROM calls WHERE at >= :from AND at < :to"))) {
            assertFalse(Reads.fault(source).getMessage().contains("4930"));
        }
    }

    private static void killReader() {
        try (var connection = acd.connect();
                var statement = connection.createStatement();
                var readers =
                        statement.executeQuery(
                                "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%answered%'")) {
            readers.next();
            acd.run("KILL " + readers.getLong(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SourceConfig local(String query) {
        return Sources.of(DataType.CONTACTS).bind("local").query(query).sql();
    }

    private static SourceConfig contacts(String query) {
        return Sources.of(DataType.CONTACTS).query(query).sql();
    }
}
