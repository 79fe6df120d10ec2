package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.Outside;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What comes out of MariaDB: native types, ranges, both kinds of time, clock changes. */
class MariaDbReadTest {
    private static final Instant SEVEN = Instant.parse("2026-11-20T07:00:00Z");
    private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");
    private static MariaDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new MariaDatabase(MariaDbServer.shared())
                        .run(
                                "SET time_zone = '+00:00', sql_mode = ''",
                                """
                                CREATE TABLE calls (id int, uid uuid, queue char(8), name varchar(40), small smallint unsigned, big bigint unsigned,
                                  ts timestamp(6) NULL, at datetime(6), epoch bigint, epochms bigint, epochdec decimal(20,6), day date, hour time, txt text,
                                  answered boolean, bit1 bit(1), bit8 bit(8), tiny tinyint(1), duration decimal(12,4), spent time(3), flt float, dbl double,
                                  channel enum('calls','chats'), doc json, bin binary(4), yr year)
                                """,
                                """
                                INSERT INTO calls VALUES
                                 (1, '8d1f7b1a-0f5e-4d2c-9c3b-000000000001', '4711', 'Vertrieb München', 65535, 18446744073709551615,
                                  '2026-11-20 08:00:00.123456', '2026-11-20 09:00:00.123456', 1795161600, 1795161600123, 1795161600.123456, '2026-11-20', '09:00:00', '20.11.2026 09:00:00',
                                  true, 1, 200, 7, 12.3455, '24:05:12.5', 0.1, 1.0005, 'calls', '{"a":1}', 0x00ff00ff, 2026),
                                 (2, '8d1f7b1a-0f5e-4d2c-9c3b-000000000002', '4712', 'Service', 4712, 0,
                                  '2026-11-20 09:00:00', '2026-11-20 10:00:00', 1795165200, 1795165200000, 1795165200, '2026-11-20', '10:00:00', '20.11.2026 10:00:00',
                                  false, 0, 0, 0, null, null, null, null, null, null, null, null)
                                """);
    }

    @Test
    void nativeTypesOfEverySortBecomeContacts() throws Exception {
        var read =
                acd.read(
                        contacts(
                                "SELECT queue AS queueidentifier, name AS queuename, ts AS timestamp, answered,"
                                        + " duration, channel, uid AS contactidentifier, spent AS talktime,"
                                        + " flt AS holdtime, dbl AS wraptime, small AS waittime FROM calls"));

        assertEquals(
                List.of(
                        "4711 Vertrieb München 2026-11-20T08:00:00.123456Z 1 12346 0"
                                + " 8d1f7b1a-0f5e-4d2c-9c3b-000000000001 86712500 100 1001 65535000",
                        "4712 Service 2026-11-20T09:00:00Z 0 - 0"
                                + " 8d1f7b1a-0f5e-4d2c-9c3b-000000000002 - - - 4712000"),
                read.shown());
        assertEquals(
                List.of(
                        "text",
                        "text",
                        "timestamp with time zone",
                        "whole number",
                        "decimal number",
                        "text",
                        "text",
                        "length of time",
                        "floating number",
                        "floating number",
                        "whole number"),
                read.shape.types());
    }

    @Test
    void oddTypesKeepTheirValues() throws Exception {
        var read =
                acd.read(
                        contacts(
                                "SELECT ts AS timestamp, big AS queueidentifier, bit1 AS answered, bit8 AS duration, tiny AS waittime,"
                                        + " yr AS queuename, doc AS contactidentifier FROM calls WHERE id = 1"));

        assertEquals(
                List.of(
                        "18446744073709551615 2026 2026-11-20T08:00:00.123456Z 1 200000 0 {\"a\":1} - - - 7000"),
                read.shown());
    }

    /** A number of 64 bits is not one below zero. */
    @Test
    void bitsAreCountedUpToTheLast() throws Exception {
        acd.run(
                "CREATE OR REPLACE TABLE bits (b bit(64))",
                "INSERT INTO bits VALUES (b'1'), (~0), (~0 >> 1)");
        var read =
                acd.read(
                        contacts(
                                "SELECT b AS queueidentifier, 'q' AS queuename, ts AS timestamp, 1 AS answered FROM bits, calls WHERE id = 1"));

        assertEquals(
                List.of("1", "18446744073709551615", "9223372036854775807"),
                read.shown().stream().map(row -> row.split(" ")[0]).sorted().toList());
    }

    @Test
    void binaryIsAskedForInAFormThatCanBeRead() throws Exception {
        var read =
                acd.read(
                        contacts(
                                "SELECT ts AS timestamp, 'q' AS queueidentifier, 'q' AS queuename, answered, bin AS contactidentifier FROM calls"));

        assertEquals(1, read.checked.rows.size());
        assertEquals(
                List.of(
                        ": contactidentifier is binary: give HEX() of it in the query, or cast it to CHAR"),
                read.checked.reasons());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto | ts AS timestamp | ",
                "auto | at AS timestamp | ",
                "auto | at AS `TimeStamp` | ",
                "local | at AS timestamp | ",
                "epoch | epoch AS timestamp | ",
                "epoch-ms | epochms AS timestamp | ",
                "epoch | epochdec AS timestamp | ",
                "dd.MM.yyyy HH:mm:ss | txt AS timestamp | ",
                "auto | ts AS timestamp | WHERE ts >= :from AND ts < :to",
                "auto | at AS timestamp | WHERE at >= :from AND at < :to",
                "auto | at AS timestamp | WHERE at >= :from AND at < :to AND at >= :from AND ':to' <> \"\\\":from\" -- :from",
                "auto | at AS timestamp | WHERE at >= :from # :to\n AND at < :to /* :from */ AND 5--1 = 6",
                "auto | at AS timestamp | WHERE id IN (SELECT id FROM calls c WHERE c.at >= :from AND c.at < :to)",
                "epoch | epoch AS timestamp | WHERE epoch >= :from AND epoch < :to",
                "utc | FROM_UNIXTIME(epoch) AS timestamp | ",
                "utc | FROM_UNIXTIME(epoch) AS timestamp | WHERE epoch >= UNIX_TIMESTAMP(:from) AND epoch < UNIX_TIMESTAMP(:to)",
                "utc | ts AS timestamp | ",
                "yyyy-MM-dd HH:mm:ss | ts AS timestamp | ",
                "yyyy-MM-dd HH:mm:ss | at AS timestamp | WHERE at >= :from AND at < :to",
                "yyyy-MM-dd HH:mm:ss | ts AS timestamp | WHERE ts >= :from AND ts < :to",
                "local | DATE_ADD(at, INTERVAL 0 SECOND) AS timestamp | "
            })
    void aRangeIsReadHoweverTimesAreKept(String way) throws Exception {
        Reads.assertByRange(way, acd::read);
    }

    @Test
    void aQueryMayBeginWithWithAndNameTheRangeInIt() throws Exception {
        var source =
                contacts(
                        "WITH w AS (SELECT * FROM calls WHERE ts >= :from AND ts < :to) SELECT queue AS queueidentifier,"
                                + " name AS queuename, ts AS timestamp, answered FROM w WHERE ts >= :from AND ts < :to");

        assertEquals(1, acd.read(source, SEVEN, NINE).checked.rows.size());
    }

    /** Else an hour or two would be added to every row, and nothing would look wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM_UNIXTIME(epoch)",
                "DATE_ADD(ts, INTERVAL 1 HOUR)",
                "IFNULL(ts, NOW())",
                "TIMESTAMP(ts)"
            })
    void aComputedTimeIsAskedAboutNotGuessed(String expression) throws Exception {
        var source = contacts("SELECT %s AS timestamp FROM calls".formatted(expression));
        try (var opened = acd.open(source)) {
            assertEquals(
                    "source acd1: timestamp is computed, by a function, a UNION, a view or an inner query, and the database does not say of what: set"
                            + " source.acd1.sql.bind = utc if it comes from a TIMESTAMP, a UNIX time or"
                            + " NOW(), or = local if it comes from a DATETIME",
                    Reads.fault(opened).getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " WHERE at >= :from AND at < :to"})
    void soIsAComputedEndAlsoWhereTheRangeIsAdded(String where) throws Exception {
        var source =
                Sources.of(DataType.AGENT_STATUS)
                        .query(
                                "SELECT queue AS agentidentifier, at AS starttime, 'Ready' AS activity,"
                                        + " FROM_UNIXTIME(epoch) AS endtime FROM calls"
                                        + where)
                        .sql();
        try (var opened = acd.open(source)) {
            assertTrue(Reads.fault(opened).getMessage().contains("endtime is computed"));
        }
    }

    @Test
    void aDateAndATimeOfDayAreJoinedWhereTheQueryHoldsTheRange() throws Exception {
        var source =
                Sources.of(DataType.CONTACTS)
                        .map("timestamp", new Mapping.Joined("day", "hour"))
                        .bind("local")
                        .query(
                                "SELECT queue AS queueidentifier, name AS queuename, day, hour, answered"
                                        + " FROM calls WHERE at >= :from AND at < :to")
                        .sql();

        // The whole day, since the date alone might be what is compared.
        assertEquals(
                List.of("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z"),
                acd.read(source, SEVEN, NINE).checked.times());
    }

    @Test
    void datesOfZerosAreRejectedAndStopNothing() throws Exception {
        acd.run(
                "SET sql_mode = '', time_zone = '+00:00'",
                "CREATE OR REPLACE TABLE states (agent int, since timestamp NULL, til datetime)",
                "INSERT INTO states VALUES (1, '2026-11-20 08:00:00', '0000-00-00'), (2, '2026-11-20 08:00:00', '2026-00-10'), (3, 0, null), (4, '2026-11-20 08:00:00', '2026-11-20 10:00:00'), (5, '2026-11-20 08:00:00', null)");
        var source =
                Sources.of(DataType.AGENT_STATUS)
                        .bind("auto")
                        .query(
                                "SELECT agent AS agentidentifier, since AS starttime, til AS endtime, 'Ready' AS activity FROM states"
                                        + " WHERE :from < :to")
                        .sql();
        var read = acd.read(source);

        assertEquals(
                List.of(
                        "4 2026-11-20T08:00:00Z Ready 2026-11-20T09:00:00Z",
                        "5 2026-11-20T08:00:00Z Ready -"),
                read.shown());
        assertEquals(3, read.checked.reasons().size(), read.checked.reasons().toString());
        assertTrue(read.checked.reasons().getFirst().contains("a date of zeros (0000-00-00)"));
    }

    @Test
    void aTimeIsALengthBelowZeroAndBeyondADay() {
        assertEquals(Duration.parse("PT838H59M59.5S"), MariaDbReaders.length("838:59:59.500000"));
        assertEquals(Duration.parse("-PT5M"), MariaDbReaders.length("-00:05:00"));
        assertEquals(Duration.ZERO, MariaDbReaders.length("00:00:00"));
    }

    /** The server's own zone is another one, and its session's is UTC. */
    @Test
    void aTimestampIsAnInstantAtBothClockChanges() throws Exception {
        acd.run(
                "SET time_zone = '+00:00'",
                "CREATE OR REPLACE TABLE instants (ts timestamp, n int auto_increment primary key)",
                "INSERT INTO instants (ts) SELECT FROM_UNIXTIME(1729980000 + 900 * seq) FROM seq_0_to_99",
                "INSERT INTO instants (ts) SELECT FROM_UNIXTIME(1711839600 + 900 * seq) FROM seq_0_to_91");
        var source = intervals("ts", "instants", "");

        for (String day : List.of("2024-10-26T22:00:00Z 100", "2024-03-30T23:00:00Z 92")) {
            Instant begin = Instant.parse(day.split(" ")[0]);
            int quarters = Integer.parseInt(day.split(" ")[1]);
            var seen = new HashSet<String>();
            for (int i = 0; i < quarters; i++) {
                Instant from = begin.plus(Duration.ofMinutes(15L * i));
                var read = acd.read(source, from, from.plus(Duration.ofMinutes(15)));
                assertEquals(List.of(from.toString()), read.checked.times());
                seen.addAll(read.checked.times());
            }
            assertEquals(quarters, seen.size());
        }
    }

    @Test
    void aDatetimeIsAWallClocksAndAnHourThatComesTwiceIsCoveredByOneWindow() throws Exception {
        acd.run(
                "SET time_zone = '+00:00'",
                "CREATE OR REPLACE TABLE walls (at datetime, n int auto_increment primary key)",
                "INSERT INTO walls (at) SELECT FROM_UNIXTIME(1729980000 + 900 * seq + IF(seq < 12, 7200, 3600)) FROM seq_0_to_99");
        var read = acd.read(intervals("at", "walls", " WHERE at >= :from AND at < :to ORDER BY n"));

        assertEquals(100, new HashSet<>(read.checked.times()).size());
        var repeated =
                acd.read(
                        intervals("at", "walls", " WHERE at >= :from AND at < :to ORDER BY n"),
                        Instant.parse("2024-10-27T00:00:00Z"),
                        Instant.parse("2024-10-27T02:00:00Z"));
        assertEquals(8, repeated.checked.rows.size());
    }

    /**
     * A TIMESTAMP knows neither 1899 nor, here, 2099: both become zeros, as NULL does elsewhere.
     */
    @ParameterizedTest
    @CsvSource({
        "datetime, 2, 1, 1",
        "datetime NOT NULL, 2, 1, 1",
        "datetime(6), 2, 1, 1",
        "timestamp NULL, 4, 0, 0",
        "date, 2, 1, 1"
    })
    void rowsThatNoRangeWouldGiveAreCounted(String type, long timeless, long older, long later)
            throws Exception {
        acd.run(
                "SET sql_mode = '', time_zone = '+00:00'",
                "CREATE OR REPLACE TABLE odd (at %s)".formatted(type),
                "INSERT IGNORE INTO odd SELECT NULL UNION ALL SELECT '0000-00-00' UNION ALL SELECT '1899-12-30' UNION ALL SELECT '2026-11-20 08:00' UNION ALL SELECT '2099-01-01'");
        try (var source =
                acd.open(contacts("SELECT 'q' AS queueidentifier, at AS timestamp FROM odd"))) {
            assertEquals(
                    Optional.of(new Outside(timeless, older, later)),
                    source.outside(Instant.parse("2023-01-01T00:00:00Z"), NINE));
        }
    }

    @Test
    void theDatabasesOwnClockIsAsked() throws Exception {
        try (var source = acd.open(contacts("SELECT 1"))) {
            Reads.assertClockIsThatOfThisMachine(source);
        }
    }

    private static SourceConfig intervals(String column, String table, String rest) {
        return Sources.of(DataType.INTERVALS)
                .query(
                        "SELECT 'q' AS queueidentifier, 'q' AS queuename, %s AS timestamp, n AS offered, 0 AS answered, 0 AS handlingtime FROM %s%s"
                                .formatted(column, table, rest))
                .sql();
    }

    private static SourceConfig contacts(String query) {
        return Sources.of(DataType.CONTACTS).query(query).sql();
    }
}
