package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What holds for every database whose driver is dropped in. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DroppedInPromises {
    static final Instant SEVEN = Instant.parse("2026-11-20T07:00:00Z");
    static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");
    private static final int MANY = 200_000;

    DriverServer server;
    Connection keeper;

    abstract DriverServer start(Path folder) throws Exception;

    /** A table {@code many} of so many rows, {@code moment} in a millisecond each. */
    abstract void fillMany(int rows) throws Exception;

    /** A query that takes half a minute, with its time in {@code timestamp}. */
    abstract String slow();

    @BeforeAll
    void fill(@TempDir Path folder) throws Exception {
        server = start(folder);
        keeper = server.connect();
        run(
                "CREATE TABLE calls (id int, queue char(8), name varchar(40), small smallint, moment timestamp(6), zoned timestamp(6) with time zone,"
                        + " epoch bigint, day_of date, hour_of time, answered boolean, duration decimal(12,4), flt real, dbl double precision, bin varbinary(8), txt varchar(40))",
                "INSERT INTO calls VALUES (1, '4711', 'Vertrieb München', 4711, TIMESTAMP '2026-11-20 09:00:00.123456', TIMESTAMP '2026-11-20 09:00:00.123456+01:00',"
                        + " 1795161600, DATE '2026-11-20', TIME '09:00:00', true, 12.3455, 0.1, 1.0005, X'00ff', '20.11.2026 09:00:00')",
                "INSERT INTO calls VALUES (2, '4712', 'Service', 4712, TIMESTAMP '2026-11-20 10:00:00', TIMESTAMP '2026-11-20 10:00:00+01:00',"
                        + " 1795165200, DATE '2026-11-20', TIME '10:00:00', false, null, null, null, null, '20.11.2026 10:00:00')");
        fillMany(MANY);
    }

    void run(String... statements) throws Exception {
        try (var statement = keeper.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void nativeTypesOfEverySortBecomeContacts() throws Exception {
        var read =
                read(
                        contacts(
                                "SELECT queue AS queueidentifier, name AS queuename, zoned AS \"timestamp\", answered, duration,"
                                        + " flt AS holdtime, dbl AS wraptime, small AS waittime FROM calls"));

        assertEquals(
                List.of(
                        "4711 Vertrieb München 2026-11-20T08:00:00.123456Z 1 12346 0 - - 100 1001 4711000",
                        "4712 Service 2026-11-20T09:00:00Z 0 - 0 - - - - 4712000"),
                read.shown().stream().sorted().toList());
    }

    @Test
    void aRangeIsReadHoweverTimesAreKept() throws Exception {
        for (String way :
                List.of(
                        "auto | moment AS \"TimeStamp\" | ",
                        "auto | moment AS \"timestamp\" | ",
                        "auto | zoned AS \"timestamp\" | ",
                        "auto | moment AS \"timestamp\" | WHERE moment >= :from AND moment < :to",
                        "auto | moment AS \"timestamp\" | WHERE moment >= :from AND moment < :to AND moment >= :from -- :to",
                        "auto | zoned AS \"timestamp\" | WHERE zoned >= :from AND zoned < :to",
                        "auto | moment AS \"timestamp\" | WHERE id IN (SELECT id FROM calls c WHERE c.moment >= :from AND c.moment < :to)",
                        "epoch | epoch AS \"timestamp\" | ",
                        "dd.MM.yyyy HH:mm:ss | txt AS \"timestamp\" | ")) {
            Reads.assertByRange(way, server::read);
        }
    }

    @Test
    void binaryIsAskedForInAFormThatCanBeRead() throws Exception {
        var read =
                read(
                        contacts(
                                "SELECT queue AS queueidentifier, name AS queuename, moment AS \"timestamp\", answered, bin AS contactidentifier FROM calls"));

        assertEquals(1, read.checked.rows.size());
        assertTrue(read.checked.reasons().getFirst().contains("contactidentifier is binary"));
    }

    @Test
    void rowsThatNoRangeWouldGiveAreCounted() throws Exception {
        try (var source = server.open(contacts("SELECT moment AS \"timestamp\" FROM calls"))) {
            assertEquals(1, source.outside(SEVEN, NINE).orElseThrow().all());
        }
    }

    @Test
    void theDatabasesOwnClockIsAsked() throws Exception {
        try (var source = server.open(contacts("SELECT id FROM calls"))) {
            Reads.assertClockIsThatOfThisMachine(source);
        }
    }

    @Test
    void aWrongPasswordIsTriedTwiceAndThenNoMore() throws Exception {
        var wrong = AcdDatabase.config(server.url(), "sa", "wrong-4711");
        try (var source =
                server.open(wrong, contacts("SELECT moment AS \"timestamp\" FROM calls"))) {
            String said = Reads.fault(source, Kind.LOGIN);
            assertTrue(said.contains("the login was refused"), said);
            assertFalse(said.contains("4711"), said);
            Reads.fault(source, Kind.LOGIN);
            assertTrue(Reads.fault(source, Kind.LOGIN).contains("two logins were refused"));
        }
    }

    @Test
    void aTableOrColumnThatIsNotThereIsALastingFault() throws Exception {
        for (String query :
                List.of("SELECT nothing AS \"timestamp\" FROM calls", "SELECT * FROM cals")) {
            try (var source = server.open(contacts(query))) {
                String said = Reads.fault(source, Kind.LASTING);
                assertTrue(said.contains("a table or column that is not there"), said);
            }
        }
    }

    @Test
    void aQueryThatWritesIsRefused() {
        for (String query :
                List.of(
                        "DELETE FROM calls",
                        "SELECT 1 INTO written FROM calls",
                        "SELECT moment FROM calls FOR UPDATE",
                        "SELECT 1; DROP TABLE calls")) {
            assertThrows(Exception.class, () -> server.open(contacts(query)).close(), query);
        }
    }

    @Test
    void manyRowsStreamAndTheNextReadDoesNotSeeAnOpenTransaction() throws Exception {
        var query = contacts("SELECT moment AS \"timestamp\" FROM many");
        try (var source = server.open(query)) {
            var seen = new AtomicLong();
            Reads.all(source, _ -> seen.incrementAndGet());
            assertEquals(MANY, seen.get());
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            Reads.all(
                                    source,
                                    _ -> {
                                        throw new IllegalStateException("a sink may fail");
                                    }));
            run("ALTER TABLE many ADD COLUMN added int", "ALTER TABLE many DROP COLUMN added");
        }
    }

    @Test
    void aSilentQueryIsEndedAndCalledTooSlow() throws Exception {
        var config =
                Sources.of(DataType.CONTACTS)
                        .query(slow())
                        .queryTimeout(Duration.ofMillis(800))
                        .sql();
        try (var source = server.open(config)) {
            assertTrue(Reads.fault(source, Kind.TOO_SLOW).contains("sql.query-timeout"));
            assertEquals(Kind.TOO_SLOW, counting(source).kind());
        }
    }

    /** As the connector does, it is tried again where a server passes over a statement once. */
    private static SourceException counting(Source source) {
        SourceException fault = null;
        for (int i = 0; i < 3 && (fault == null || fault.kind() == Kind.PASSING); i++) {
            fault = assertThrows(SourceException.class, () -> source.outside(SEVEN, NINE));
        }
        return fault;
    }

    @Test
    void anInterruptEndsARunningQuery() throws Exception {
        try (var source = server.open(contacts(slow()))) {
            var reading = Reading.of(source);
            while (!reading.waits()) {
                Thread.onSpinWait();
            }
            assertInstanceOf(InterruptedException.class, reading.interrupted());
        }
    }

    AcdDatabase.Read read(SourceConfig source) throws Exception {
        return server.read(source, AcdDatabase.BEGINNING, AcdDatabase.END);
    }

    static SourceConfig contacts(String query) {
        return Sources.of(DataType.CONTACTS).query(query).sql();
    }
}
