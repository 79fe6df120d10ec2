package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.SourceException;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceTimes;
import io.tidegate.config.SourceTimes.OffsetColumn;
import io.tidegate.config.SourceTimes.OffsetUnit;
import io.tidegate.config.SourceTimes.TimeOfDay;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways in which ACDs keep times, each on a real table. */
class SourceTimesTest {
    private static final Instant SEVEN = Instant.parse("2026-11-20T07:00:00Z");
    private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");
    private static final Mapping JOINED = new Mapping.Joined("row_date", "starttime");

    private static AcdDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new AcdDatabase()
                        .run(
                                "CREATE TABLE states (agent text, utc timestamp, local timestamp, secs bigint, state text)",
                                "INSERT INTO states VALUES ('a', '2026-11-20 08:00', '2026-11-20 09:30', 1795163400, 'Ready')",
                                "CREATE TABLE half_hour (at timestamp, zone int, offered int)",
                                "INSERT INTO half_hour VALUES ('2024-11-03 01:30', 240, 1), ('2024-11-03 01:30', 300, 2), ('2024-11-03 00:30', 240, 3), ('2024-11-03 02:30', 0, 4)",
                                "CREATE TABLE queue_log (time char(26), id text)",
                                "INSERT INTO queue_log VALUES ('2026-11-20 08:00:00', '1'), ('2026-11-20 08:00:00.000000', '2'), ('2026-11-20 09:59:59.999999', '3'), ('2026-11-20 10:00:00', '4')",
                                "CREATE TABLE hsplit (row_date date, starttime smallint, datekey int, midnight timestamp, clock time, minute int, offered int)",
                                "INSERT INTO hsplit VALUES ('2026-11-20', 845, 20261120, '2026-11-20', '08:45', 525, 7), ('2026-11-20', 0, 20261120, '2026-11-20', '00:00', 0, 8), ('2026-11-20', 2345, 20261120, '2026-11-20', '23:45', 1425, 9), ('2026-11-19', 2400, 20261119, '2026-11-19', '24:00', 1440, 10)");
    }

    @Test
    void eachColumnMayHaveItsOwnZone() throws Exception {
        var source =
                status(
                                "SELECT agent AS agentidentifier, utc AS starttime, local AS endtime, state AS activity FROM states")
                        .times(zones(Map.of("starttime", ZoneId.of("UTC"))))
                        .sql();

        assertEquals(
                List.of("a 2026-11-20T08:00:00Z Ready 2026-11-20T08:30:00Z"),
                acd.read(source, SEVEN, NINE).shown());
    }

    @Test
    void eachColumnMayBeKeptInItsOwnWay() throws Exception {
        var source =
                status(
                                "SELECT agent AS agentidentifier, local AS starttime, secs AS endtime, state AS activity FROM states")
                        .times(binds(Map.of("endtime", "epoch")))
                        .sql();

        assertEquals(
                List.of("a 2026-11-20T08:30:00Z Ready 2026-11-20T08:30:00Z"),
                acd.read(source, SEVEN, NINE).shown());
    }

    @Test
    void minutesWestOfUtcTellThePassesOfARepeatedHourApart() throws Exception {
        var source =
                Sources.of(DataType.INTERVALS)
                        .zone("America/New_York")
                        .times(offset("zone", OffsetUnit.MINUTES_WEST))
                        .query(
                                "SELECT 'q' AS queueidentifier, 'q' AS queuename, at AS timestamp, zone, offered, 0 AS answered, 0 AS handlingtime FROM half_hour ORDER BY offered DESC")
                        .sql();
        var read =
                acd.read(
                        source,
                        Instant.parse("2024-11-03T04:00:00Z"),
                        Instant.parse("2024-11-03T09:00:00Z"));

        assertEquals(
                List.of("2024-11-03T04:30:00Z", "2024-11-03T06:30:00Z", "2024-11-03T05:30:00Z"),
                read.checked.times());
        assertEquals(0, read.check.undecided());
        assertTrue(read.checked.rejections.getFirst().reason().contains("offset from UTC"));
    }

    @Test
    void anOffsetColumnThatIsNotThereIsNamed() {
        var source =
                Sources.of(DataType.INTERVALS)
                        .times(offset("TimeZone", OffsetUnit.MINUTES_WEST))
                        .query("SELECT at AS timestamp FROM half_hour")
                        .sql();
        var thrown = assertThrows(Exception.class, () -> acd.read(source));

        assertTrue(thrown.getMessage().contains("TimeZone, which is not there"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " WHERE time >= :from AND time < :to"})
    void textsWithAndWithoutAFractionAreReadInTheirWindow(String where) throws Exception {
        var source =
                Sources.of(DataType.CONTACTS)
                        .bind("yyyy-MM-dd HH:mm:ss[.SSSSSS]")
                        .query(
                                "SELECT 'q' AS queueidentifier, 'q' AS queuename, time AS timestamp, 1 AS answered, id AS contactidentifier FROM queue_log"
                                        + where)
                        .sql();

        assertEquals(
                List.of(
                        "2026-11-20T07:00:00Z",
                        "2026-11-20T07:00:00Z",
                        "2026-11-20T08:59:59.999999Z"),
                acd.read(source, SEVEN, NINE).checked.times().stream()
                        .filter(time -> Instant.parse(time).isBefore(NINE))
                        .toList());
        assertEquals(
                List.of("2026-11-20T09:00:00Z"),
                acd.read(source, NINE, NINE.plusSeconds(3_600)).checked.times());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " WHERE row_date >= :from AND row_date < :to"})
    void aDateAndANumberOfHoursAndMinutesAreOneTime(String where) throws Exception {
        quarterToNine("row_date, starttime", JOINED, "auto", TimeOfDay.HHMM, where);
        quarterToNine(
                "row_date, minute", joined("row_date", "minute"), "auto", TimeOfDay.MINUTES, where);
        quarterToNine("row_date, clock", joined("row_date", "clock"), "auto", null, where);
        quarterToNine("row_date, starttime", JOINED, "date", TimeOfDay.HHMM, where);
        quarterToNine("row_date, starttime", JOINED, "local", TimeOfDay.HHMM, where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " WHERE datekey >= :from AND datekey < :to"})
    void aDateMayBeKeptAsANumberOfDigits(String where) throws Exception {
        quarterToNine(
                "datekey, starttime",
                joined("datekey", "starttime"),
                "yyyyMMdd",
                TimeOfDay.HHMM,
                where);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " WHERE midnight >= :from AND midnight < :to",
                " WHERE midnight + clock >= :from AND midnight + clock < :to"
            })
    void aDateMayBeKeptAsTheMidnightOfItsDay(String where) throws Exception {
        quarterToNine("midnight, clock", joined("midnight", "clock"), "auto", null, where);
        quarterToNine("midnight, clock", joined("midnight", "clock"), "local", null, where);
    }

    @Test
    void midnightIsTheEndOfADayAsWell() throws Exception {
        var source = hsplit("row_date, starttime", JOINED, "auto", TimeOfDay.HHMM, "");
        var read =
                acd.read(
                        source,
                        Instant.parse("2026-11-18T23:00:00Z"),
                        Instant.parse("2026-11-19T23:15:00Z"));

        assertTrue(read.shown().stream().anyMatch(r -> r.contains("2026-11-19T23:00:00Z 10 ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " WHERE row_date >= :from AND row_date < :to"})
    void theWindowThatBeginsAtMidnightSeesTheEndOfTheDayBefore(String where) throws Exception {
        var source = hsplit("row_date, starttime", JOINED, "auto", TimeOfDay.HHMM, where);
        var read =
                acd.read(
                        source,
                        Instant.parse("2026-11-19T23:00:00Z"),
                        Instant.parse("2026-11-19T23:15:00Z"));

        assertTrue(read.shown().stream().anyMatch(r -> r.contains("2026-11-19T23:00:00Z 10 ")));
    }

    @Test
    void aNumberThatNobodyExplainsIsNotGuessed() {
        var time = hsplit("row_date, starttime", JOINED, "auto", null, "");
        var date = hsplit("datekey, starttime", joined("datekey", "starttime"), "auto", null, "");

        assertTrue(refusal(time).contains("source.acd1.sql.time-of-day"));
        assertTrue(refusal(date).contains("source.acd1.sql.bind = yyyyMMdd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " WHERE at >= :from AND at < :to"})
    void intervalsThatCarryTheirEndAreFoundByIt(String where) throws Exception {
        acd.run(
                "DROP TABLE IF EXISTS ends",
                "CREATE TABLE ends (at timestamp, n serial)",
                """
                INSERT INTO ends SELECT t AT TIME ZONE 'Europe/Berlin' + interval '15 minutes'
                 FROM generate_series('2024-10-26 22:00+00'::timestamptz, '2024-10-27 22:45+00', '15 minutes') t
                """);
        var source =
                Sources.of(DataType.INTERVALS)
                        .times(ends())
                        .query(
                                "SELECT 'q' AS queueidentifier, 'q' AS queuename, at AS timestamp, n AS offered, 0 AS answered, 0 AS handlingtime FROM ends"
                                        + where
                                        + " ORDER BY n")
                        .sql();
        var day =
                acd.read(
                        source,
                        Instant.parse("2024-10-26T22:00:00Z"),
                        Instant.parse("2024-10-27T23:00:00Z"));
        var quarter =
                acd.read(
                        source,
                        Instant.parse("2024-10-27T04:00:00Z"),
                        Instant.parse("2024-10-27T04:15:00Z"));

        assertEquals(100, day.checked.times().stream().distinct().count());
        assertEquals(0, day.checked.rejections.size());
        assertEquals(List.of("2024-10-27T04:00:00Z"), quarter.checked.times());
    }

    private static void quarterToNine(
            String columns, Mapping joined, String bind, TimeOfDay timeOfDay, String where)
            throws Exception {
        var read = acd.read(hsplit(columns, joined, bind, timeOfDay, where), SEVEN, NINE);

        assertTrue(
                read.shown().stream().anyMatch(r -> r.contains("2026-11-20T07:45:00Z 7 ")),
                columns + " " + bind + where + read.shown());
    }

    private static SourceConfig hsplit(
            String columns, Mapping joined, String bind, TimeOfDay timeOfDay, String where) {
        return Sources.of(DataType.INTERVALS)
                .map("timestamp", joined)
                .bind(bind)
                .times(
                        new SourceTimes(
                                Map.of(),
                                Map.of(),
                                Optional.empty(),
                                Optional.ofNullable(timeOfDay),
                                false))
                .query(
                        "SELECT 'q' AS queueidentifier, 'q' AS queuename, %s, offered, 0 AS answered, 0 AS handlingtime FROM hsplit%s"
                                .formatted(columns, where))
                .sql();
    }

    private static String refusal(SourceConfig source) {
        return assertThrows(SourceException.class, () -> acd.read(source)).getMessage();
    }

    private static Mapping joined(String date, String time) {
        return new Mapping.Joined(date, time);
    }

    private static Sources status(String query) {
        return Sources.of(DataType.AGENT_STATUS).query(query);
    }

    private static SourceTimes zones(Map<String, ZoneId> zones) {
        return new SourceTimes(zones, Map.of(), Optional.empty(), Optional.empty(), false);
    }

    private static SourceTimes binds(Map<String, String> binds) {
        return new SourceTimes(Map.of(), binds, Optional.empty(), Optional.empty(), false);
    }

    private static SourceTimes offset(String column, OffsetUnit unit) {
        return new SourceTimes(
                Map.of(),
                Map.of(),
                Optional.of(new OffsetColumn(column, unit)),
                Optional.empty(),
                false);
    }

    private static SourceTimes ends() {
        return new SourceTimes(Map.of(), Map.of(), Optional.empty(), Optional.empty(), true);
    }
}
