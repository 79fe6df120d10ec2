package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.Outside;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What comes out of PostgreSQL: native types, ranges, zone-less columns. */
class PostgresReadTest {
    private static final Instant SEVEN = Instant.parse("2026-11-20T07:00:00Z");
    private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");
    private static AcdDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new AcdDatabase()
                        .run(
                                "CREATE TYPE mood AS ENUM ('calls', 'chats')",
                                "CREATE DOMAIN seconds AS numeric(12,4)",
                                """
                                CREATE TABLE calls (id bigint, uid uuid, queue char(8), name varchar(40), small smallint,
                                  at timestamptz, local timestamp, epoch bigint, epochms bigint, epochdec numeric, day date, hour time, text text,
                                  answered bool, duration seconds, spent interval, real real, double double precision, channel mood)
                                """,
                                """
                                INSERT INTO calls VALUES
                                 (1, '8d1f7b1a-0f5e-4d2c-9c3b-000000000001', '4711', 'Vertrieb München', 4711, '2026-11-20 09:00:00.123456+01', '2026-11-20 09:00:00.123456',
                                  1795161600, 1795161600123, 1795161600.123456, '2026-11-20', '09:00:00', '20.11.2026 09:00:00', true, 12.3455, '1 day 00:05:12.5', 0.1, 1.0005, 'calls'),
                                 (2, '8d1f7b1a-0f5e-4d2c-9c3b-000000000002', '4712', 'Service', 4712, '2026-11-20 10:00:00+01', '2026-11-20 10:00:00',
                                  1795165200, 1795165200000, 1795165200, '2026-11-20', '10:00:00', '20.11.2026 10:00:00', false, null, null, null, null, null)
                                """);
    }

    @Test
    void nativeTypesOfEverySortBecomeContacts() throws Exception {
        var read =
                acd.read(
                        contacts(
                                "SELECT queue AS queueidentifier, name AS queuename, at AS timestamp, answered,"
                                        + " duration, channel, uid AS contactidentifier, spent AS talktime,"
                                        + " real AS holdtime, double AS wraptime, small AS waittime FROM calls"));

        assertEquals(
                List.of(
                        "4711 Vertrieb München 2026-11-20T08:00:00.123456Z 1 12346 0"
                                + " 8d1f7b1a-0f5e-4d2c-9c3b-000000000001 86712500 100 1001 4711000",
                        "4712 Service 2026-11-20T09:00:00Z 0 - 0"
                                + " 8d1f7b1a-0f5e-4d2c-9c3b-000000000002 - - - 4712000"),
                read.shown());
        assertEquals(
                List.of(
                        "text",
                        "text",
                        "timestamp with time zone",
                        "boolean",
                        "decimal number",
                        "mood",
                        "text",
                        "length of time",
                        "floating number",
                        "floating number",
                        "whole number"),
                read.shape.types());
    }

    @Test
    void aCountingQueryBecomesIntervals() throws Exception {
        var source =
                Sources.of(DataType.INTERVALS)
                        .query(
                                """
                                SELECT queue AS queueidentifier, max(name) AS queuename, date_trunc('hour', at) AS timestamp,
                                  count(*) AS offered, count(*) FILTER (WHERE answered) AS answered, coalesce(sum(duration), 0) AS handlingtime
                                FROM calls WHERE at >= :from AND at < :to GROUP BY 1, 3 ORDER BY 3
                                """)
                        .sql();

        assertEquals(
                List.of(
                        "4711 Vertrieb München 2026-11-20T08:00:00Z 1 1 12346 0 - - - - - - -",
                        "4712 Service 2026-11-20T09:00:00Z 1 0 0 0 - - - - - - -"),
                acd.read(source).shown());
        assertTrue(acd.read(source).shape.ordered());
    }

    @Test
    void aStateTableBecomesAgentStatus() throws Exception {
        acd.run(
                "DROP TABLE IF EXISTS states",
                "CREATE TABLE states (agent int, since timestamptz, til timestamptz, state text)",
                "INSERT INTO states VALUES (7, '2026-11-20 08:00+00', '2026-11-20 08:05+00', 'Break'), (7, '2026-11-20 08:05+00', NULL, 'Ready'), (8, '2026-11-20 08:06+00', 'infinity', 'Ready')");
        var read =
                acd.read(
                        Sources.of(DataType.AGENT_STATUS)
                                .query(
                                        "SELECT agent AS agentidentifier, since AS StartTime, til AS"
                                                + " EndTime, state AS activity FROM states")
                                .sql());

        assertEquals(
                List.of(
                        "7 2026-11-20T08:00:00Z Break 2026-11-20T08:05:00Z",
                        "7 2026-11-20T08:05:00Z Ready -"),
                read.shown());
        assertEquals(
                List.of(": endtime lies outside the years 1970 to 9999"), read.checked.reasons());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto | at AS timestamp | ",
                "auto | local AS timestamp | ",
                "auto | at AS \"TimeStamp\" | ",
                "local | local AS timestamp | ",
                "offset | at AS timestamp | ",
                "epoch | epoch AS timestamp | ",
                "epoch-ms | epochms AS timestamp | ",
                "epoch | epochdec AS timestamp | ",
                "dd.MM.yyyy HH:mm:ss | text AS timestamp | ",
                "auto | at AS timestamp | WHERE at >= :from AND at < :to",
                "auto | at AS timestamp | WHERE local >= :from AND local < :to",
                "auto | local AS timestamp | WHERE at >= :from AND at < :to",
                "auto | at AS timestamp | WHERE at >= :from::timestamptz AND at < :to::timestamptz",
                "epoch | epoch AS timestamp | WHERE epoch >= :from AND epoch < :to",
                "epoch | epoch AS timestamp | WHERE at >= to_timestamp(:from) AND at < to_timestamp(:to)",
                "dd.MM.yyyy HH:mm:ss | text AS timestamp | WHERE text >= :from AND text < :to",
                "utc | (at AT TIME ZONE 'UTC') AS timestamp | ",
                "utc | (at AT TIME ZONE 'UTC') AS timestamp | WHERE at AT TIME ZONE 'UTC' >= :from AND at AT TIME ZONE 'UTC' < :to"
            })
    void aRangeIsReadHoweverTimesAreKept(String way) throws Exception {
        Reads.assertByRange(way, acd::read);
    }

    @Test
    void aTimeColumnUnderAnotherNameCanBeMappedAndTheRangeStillAdded() throws Exception {
        var source =
                Sources.of(DataType.CONTACTS)
                        .map("timestamp", new Mapping.From("AT"))
                        .map("queuename", new Mapping.From("name"))
                        .map("queueidentifier", new Mapping.From("Small"))
                        .query("SELECT small, name, at, answered, text FROM calls;")
                        .sql();
        var read = acd.read(source, SEVEN, NINE);

        assertEquals(
                List.of("4711 Vertrieb München 2026-11-20T08:00:00.123456Z 1 - 0 - - - - -"),
                read.shown());
        assertEquals(List.of("text"), read.check.unused());
    }

    @Test
    void aDateAndATimeOfDayAreJoinedWhereTheQueryHoldsTheRange() throws Exception {
        var source =
                Sources.of(DataType.CONTACTS)
                        .map("timestamp", new Mapping.Joined("day", "hour"))
                        .query(
                                "SELECT queue AS queueidentifier, name AS queuename, day, hour, answered"
                                        + " FROM calls WHERE day + hour >= :from AND day + hour < :to")
                        .sql();

        // The whole day, since the date alone might be what is compared.
        assertEquals(
                List.of("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z"),
                acd.read(source, SEVEN, NINE).checked.times());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at::date >= :from AND at::date < :to",
                "at >= :from::date AND at < :to::date",
                "day BETWEEN :from AND :to"
            })
    void aQueryThatComparesByTheDayStillGivesEveryRowOfAnHour(String where) throws Exception {
        var source =
                contacts(
                        "SELECT queue AS queueidentifier, name AS queuename, at AS timestamp, answered FROM calls WHERE "
                                + where);

        assertEquals(2, acd.read(source, SEVEN, NINE).checked.rows.size());
        assertEquals(
                0,
                acd.read(source, SEVEN.minusSeconds(259200), NINE.minusSeconds(172800))
                        .checked
                        .rows
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Z", "+02:00", "-03:30", "America/St_Johns"})
    void theSessionRunsInTheSourcesZone(String zone) throws Exception {
        var source =
                Sources.of(DataType.CONTACTS)
                        .zone(zone)
                        .query(
                                "SELECT 'q' AS queueidentifier, 'q' AS queuename, '2026-11-20 08:00+00'::timestamptz::timestamp AS timestamp, 1 AS answered")
                        .sql();

        assertEquals(List.of("2026-11-20T08:00:00Z"), acd.read(source).checked.times());
    }

    @Test
    void aQueryMayEndInACommentAndHoldQuestionMarks() throws Exception {
        var source =
                contacts(
                        "SELECT queue AS queueidentifier, name AS queuename, at AS timestamp, answered,"
                                + " '{\"a\":1}'::jsonb ? 'a' AS has FROM calls -- the end");

        assertEquals(1, acd.read(source, SEVEN, NINE).checked.rows.size());
    }

    @Test
    void aValueThatIsNoNumberSpoilsItsRowAlone() throws Exception {
        var read =
                acd.read(
                        contacts(
                                "SELECT queue AS queueidentifier, name AS queuename, at AS timestamp, answered,"
                                        + " CASE WHEN id = 1 THEN 'NaN'::numeric ELSE 5 END AS duration FROM calls"));

        assertEquals(
                List.of(": duration is not a number of seconds, nor a length of time like h:mm:ss"),
                read.checked.reasons());
        assertEquals(1, read.checked.rows.size());
    }

    @Test
    void allFourQuartersOfBothPassesOfARepeatedHourAreCoveredByOneWindow() throws Exception {
        quarters("Europe/Berlin", "2024-10-26 22:00+00", "2024-10-27 23:00+00");
        var source = quarters(true);
        var instants = new HashSet<String>();
        long rows = 0;
        for (var from = Instant.parse("2024-10-26T22:00:00Z");
                from.isBefore(Instant.parse("2024-10-27T23:00:00Z"));
                from = next(from)) {
            var read = acd.read(source, from, next(from));
            instants.addAll(read.checked.times());
            rows += read.checked.rows.size();
            assertEquals(0, read.check.undecided());
        }

        assertEquals(100, rows);
        assertEquals(100, instants.size());
    }

    /** Hour by hour, but for the repeated one, which is never cut. */
    private static Instant next(Instant from) {
        boolean repeated = from.equals(Instant.parse("2024-10-27T00:00:00Z"));
        return from.plus(Duration.ofHours(repeated ? 2 : 1));
    }

    @Test
    void aCutThroughARepeatedHourLeavesOutNothing() throws Exception {
        quarters("Europe/Berlin", "2024-10-26 22:00+00", "2024-10-27 23:00+00");
        var read =
                acd.read(
                        quarters(true),
                        Instant.parse("2024-10-27T00:30:00Z"),
                        Instant.parse("2024-10-27T01:15:00Z"));

        assertEquals(8, read.checked.rows.size());
        assertTrue(read.checked.times().contains("2024-10-27T00:30:00Z"));
        assertTrue(read.checked.times().contains("2024-10-27T01:00:00Z"));
    }

    @Test
    void rowsAtTimesThatDoNotExistAreReadAndRejectedNotSkipped() throws Exception {
        quarters("Europe/Berlin", "2024-03-30 23:00+00", "2024-03-31 22:00+00");
        acd.run("INSERT INTO quarters VALUES ('2024-03-31 02:15', 3), ('2024-03-31 02:30', 0)");
        var before =
                acd.read(
                        quarters(false),
                        Instant.parse("2024-03-30T23:00:00Z"),
                        Instant.parse("2024-03-31T01:00:00Z"));
        var after =
                acd.read(
                        quarters(false),
                        Instant.parse("2024-03-31T01:00:00Z"),
                        Instant.parse("2024-03-31T22:00:00Z"));

        assertEquals(8, before.checked.rows.size());
        assertEquals(1, before.checked.rejections.size());
        assertEquals(1, before.checked.ignored);
        assertEquals(84, after.checked.rows.size());
        assertEquals(0, after.checked.rejections.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "America/New_York,2024-11-03 04:00+00,2024-11-04 05:00+00,100",
                "Australia/Lord_Howe,2024-04-06 13:00+00,2024-04-07 13:30+00,98",
                "America/Sao_Paulo,2018-11-04 03:00+00,2018-11-05 02:00+00,92",
                "Antarctica/Troll,2024-10-26 22:00+00,2024-10-28 00:00+00,104"
            })
    void oddDaysOfOddZonesLoseNothingAndDoubleNothing(String day) throws Exception {
        String[] parts = day.split(",");
        quarters(parts[0], parts[1], parts[2]);
        var source =
                Sources.of(DataType.INTERVALS).zone(parts[0]).query(QUARTERS + " ORDER BY n").sql();
        var read = acd.read(source);

        assertEquals(Integer.parseInt(parts[3]), new HashSet<>(read.checked.times()).size());
        assertEquals(Integer.parseInt(parts[3]), read.checked.rows.size());
        assertEquals(0, read.checked.rejections.size());
    }

    @Test
    void aQueryThatComparesItsRangeWithAnotherTimeIsFoundOut() throws Exception {
        String query =
                "SELECT queue AS queueidentifier, name AS queuename, at AS timestamp, answered FROM calls WHERE %s >= :from AND %s < :to";
        try (var own = acd.open(contacts(query.formatted("at", "at")));
                var other =
                        acd.open(
                                contacts(
                                        query.formatted(
                                                "at + interval '3 hours'",
                                                "at + interval '3 hours'")))) {
            assertTrue(gives(own, "2026-11-20T08:00:00.123456Z"));
            assertFalse(gives(other, "2026-11-20T05:00:00.123456Z"));
        }
    }

    /** Whether a row of that time fits the range from seven to nine. */
    private static boolean gives(Source source, String time) throws Exception {
        AcdDatabase.read(source, contacts("SELECT 1"), SEVEN, NINE);
        return source.mayGive(Instant.parse(time), SEVEN, NINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT at AS timestamp FROM calls ORDER BY id LIMIT 100",
                "SELECT at AS timestamp FROM calls WHERE at >= :from AND at < :to FETCH FIRST 5 ROWS ONLY"
            })
    void aQueryThatLeavesRowsOutIsRefused(String query) {
        var refused = assertThrows(SourceException.class, () -> acd.open(contacts(query)));

        assertTrue(refused.getMessage().contains("leave out LIMIT, FETCH or TOP"));
    }

    @Test
    void withoutAnOrderTheShapeSaysSo() throws Exception {
        quarters("Europe/Berlin", "2024-10-26 22:00+00", "2024-10-27 23:00+00");

        assertFalse(acd.read(quarters(false)).shape.ordered());
        assertEquals(100, new HashSet<>(acd.read(quarters(false)).checked.times()).size());
    }

    @Test
    void rowsThatNoRangeWouldGiveAreCounted() throws Exception {
        acd.run(
                "DROP TABLE IF EXISTS odd",
                "CREATE TABLE odd (at timestamp)",
                "INSERT INTO odd VALUES (NULL), ('1899-12-30'), ('-infinity'), ('0044-03-15 BC'), ('2026-11-20 09:00'), ('2099-01-01'), ('infinity'), (NULL)");
        String query = "SELECT 'q' AS queueidentifier, at AS timestamp FROM odd";
        try (var wrapped = acd.open(contacts(query));
                var own = acd.open(contacts(query + " WHERE at >= :from AND at < :to"))) {
            assertEquals(
                    Optional.of(new Outside(2, 3, 2)),
                    wrapped.outside(Instant.parse("2023-01-01T00:00:00Z"), NINE));
            assertEquals(Optional.empty(), own.outside(SEVEN, NINE));
        }
    }

    @Test
    void theDatabasesOwnClockIsAsked() throws Exception {
        try (var source = acd.open(contacts("SELECT 1"))) {
            Reads.assertClockIsThatOfThisMachine(source);
        }
    }

    private static final String QUARTERS =
            "SELECT 'q' AS queueidentifier, 'q' AS queuename, at AS timestamp, n AS offered, 0 AS"
                    + " answered, 0 AS handlingtime FROM quarters";

    /** One row per quarter of an hour, as a wall clock of that zone shows it. */
    private static void quarters(String zone, String from, String to) throws Exception {
        acd.run(
                "DROP TABLE IF EXISTS quarters",
                "CREATE TABLE quarters (at timestamp, n serial)",
                "INSERT INTO quarters SELECT t AT TIME ZONE '%s' FROM generate_series('%s'::timestamptz, '%s'::timestamptz - interval '1 second', '15 minutes') t"
                        .formatted(zone, from, to));
    }

    private static SourceConfig quarters(boolean ordered) {
        return Sources.of(DataType.INTERVALS)
                .query(QUARTERS + (ordered ? " ORDER BY n" : ""))
                .sql();
    }

    private static SourceConfig contacts(String query) {
        return Sources.of(DataType.CONTACTS).query(query).sql();
    }
}
