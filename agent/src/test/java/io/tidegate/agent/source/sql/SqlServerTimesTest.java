package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.sql.tds.Answer;
import io.tidegate.agent.source.sql.tds.Moments;
import io.tidegate.agent.source.sql.tds.Request;
import io.tidegate.agent.source.sql.tds.TdsPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;

/** How SQL Server's types of time are compared and read: no row is lost or doubled at an edge. */
@Timeout(60)
class SqlServerTimesTest {
    private static final String WRAPPED = "SELECT * FROM calls";
    private static final String PLACED =
            "SELECT * FROM calls WHERE timestamp >= :from AND timestamp < :to";
    private static final LocalDateTime EDGE = LocalDateTime.of(2026, 11, 20, 10, 0);
    private final TimeZone zone = TimeZone.getDefault();
    private TdsPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = TdsPeer.plain();
    }

    @AfterEach
    void stop() throws Exception {
        TimeZone.setDefault(zone);
        peer.close();
        assertEquals(List.of(), peer.failures());
    }

    private static Answer.Rows calls(String type) {
        return Answer.columns(
                "timestamp " + type,
                "queueidentifier varchar(20)",
                "queuename nvarchar(20)",
                "answered bit");
    }

    private static List<Object[]> rows(Object... times) {
        var rows = new ArrayList<Object[]>();
        for (Object time : times) {
            rows.add(new Object[] {time, "q", "Queue", true});
        }
        return rows;
    }

    private Request asked() {
        return peer.requests().stream()
                .filter(r -> !r.parameters().isEmpty() && r.text().contains("calls"))
                .filter(r -> !r.text().contains("undeclared"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "datetime       | CAST(@P0 AS datetime)      | datetime2(7) 2026-11-20T10:00",
                "smalldatetime  | CAST(@P0 AS smalldatetime) | datetime2(7) 2026-11-20T10:00",
                "datetime2(7)   | @P0                        | datetime2(7) 2026-11-20T10:00",
                "datetime2(3)   | @P0                        | datetime2(7) 2026-11-20T10:00",
                "datetimeoffset | @P0                        | datetimeoffset(7) 2026-11-20T09:00Z",
                "date           | @P0                        | date 2026-11-20"
            })
    void theParameterTakesTheTypeOfTheColumnSoThatItsIndexServes(
            String type, String marker, String value) throws Exception {
        peer.when("calls", calls(type));
        var nine = Instant.parse("2026-11-20T09:00:00Z");

        SqlServerAcd.read(peer, SqlServerAcd.contacts(WRAPPED), nine, nine.plusSeconds(3600));

        String condition = "tidegate.[timestamp] >= " + marker + " AND tidegate.[timestamp] < ";
        assertTrue(asked().text().contains(condition), asked().text());
        assertEquals(value, asked().parameters().getFirst().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {WRAPPED, PLACED})
    void rowsOfADatetimeStandInExactlyOneWindowWhateverTheEdges(String query) throws Exception {
        long ten = 10L * 60 * 60 * 300;
        long day = ChronoUnit.DAYS.between(LocalDate.of(1900, 1, 1), EDGE.toLocalDate());
        var times = new ArrayList<>();
        for (long tick = ten; tick < ten + 600; tick++) {
            times.add(Moments.ofTicks(day, tick));
        }
        peer.when("calls", calls("datetime").rows(rows(times.toArray())).between(0));
        Instant start = EDGE.toInstant(ZoneOffset.ofHours(1));
        for (long step : new long[] {833_000, 837_000, 835_000, 3_000, 333_333, 836_999, 1}) {
            Instant edge = start.plus(step, ChronoUnit.MICROS);
            List<Instant> before = windowOf(query, start, edge);
            List<Instant> after = windowOf(query, edge, start.plusSeconds(2));
            assertEquals(600, before.size() + after.size(), "edge at " + edge);
            assertTrue(before.stream().allMatch(edge::isAfter));
        }
    }

    /** As the agent does: what a read gives beyond its range is passed over. */
    private List<Instant> windowOf(String query, Instant from, Instant to) throws Exception {
        Sources source = SqlServerAcd.contacts(query);
        return SqlServerAcd.read(peer, source, from, to).raw.stream()
                .map(row -> instant(row.getFirst()))
                .filter(time -> !time.isBefore(from) && time.isBefore(to))
                .toList();
    }

    private static Instant instant(Object time) {
        var instant =
                time instanceof OffsetDateTime offset
                        ? offset.toInstant()
                        : ((LocalDateTime) time).toInstant(ZoneOffset.ofHours(1));
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    @Test
    void tenThousandRowsInTheTicksOnBothSidesOfAnEdgeStayOnTheirSide() throws Exception {
        var rows = new ArrayList<Object[]>();
        rows.addAll(Collections.nCopies(10_000, rows(EDGE.minusNanos(100)).getFirst()));
        rows.addAll(Collections.nCopies(10_000, rows(EDGE).getFirst()));
        rows.addAll(
                Collections.nCopies(10_000, rows(EDGE.plusHours(1).minusNanos(100)).getFirst()));
        peer.when("calls", calls("datetime2(7)").rows(rows).between(0));
        Instant edge = EDGE.toInstant(ZoneOffset.ofHours(1));

        assertEquals(10_000, windowOf(WRAPPED, edge.minusSeconds(3600), edge).size());
        assertEquals(20_000, windowOf(WRAPPED, edge, edge.plusSeconds(3600)).size());
        assertEquals(0, windowOf(WRAPPED, edge.plusSeconds(3600), edge.plusSeconds(7200)).size());
    }

    @Test
    void aBoundOfASmalldatetimeIsAWholeMinuteThatLeavesNothingOut() throws Exception {
        peer.when("calls", calls("smalldatetime").rows(rows(EDGE, EDGE.plusMinutes(1))).between(0));
        Instant edge = EDGE.toInstant(ZoneOffset.ofHours(1));

        assertEquals(1, windowOf(WRAPPED, edge.minusSeconds(30), edge.plusSeconds(30)).size());
        assertEquals("2026-11-20T09:59", asked().value(0).toString());
        assertEquals("2026-11-20T10:01", asked().value(1).toString());
        assertEquals(1, windowOf(WRAPPED, edge.plusSeconds(30), edge.plusSeconds(90)).size());
    }

    @Test
    void aPlaceholderTakesTheTypeThatTheServerSaysItIsComparedWith() throws Exception {
        peer.when("calls", calls("datetime2(7)"));
        peer.placeholders("datetime", "smalldatetime");

        SqlServerAcd.read(peer, SqlServerAcd.contacts(PLACED));

        assertTrue(
                asked().text()
                        .contains(
                                ">= CAST(@P0 AS datetime) AND timestamp < CAST(@P1 AS smalldatetime)"),
                asked().text());
    }

    @Test
    void aServerThatDoesNotSayWhatAPlaceholderIsLeavesItToTheTimeColumn() throws Exception {
        peer.when("calls", calls("datetimeoffset(7)"));
        peer.placeholders("nvarchar(4000)", "nvarchar(4000)");

        SqlServerAcd.read(peer, SqlServerAcd.contacts(PLACED));

        assertEquals(
                "datetimeoffset(7) 2026-11-20T08:00Z", asked().parameters().getFirst().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Europe/Berlin", "Asia/Kathmandu"})
    void timesArriveUnshiftedWhateverTheZoneOfTheMachine(String id) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(id));
        var missing = LocalDateTime.of(2026, 3, 8, 2, 30); // The clocks of New York leave it out.
        var missingHere = LocalDateTime.of(2026, 3, 29, 2, 30);
        var offset = OffsetDateTime.parse("2026-03-08T02:30:00.1234567-05:00");
        peer.when(
                "calls",
                Answer.columns(
                                "timestamp datetime2(7)",
                                "queueidentifier varchar(20)",
                                "queuename datetime",
                                "answered smalldatetime",
                                "duration datetimeoffset(7)")
                        .row(missing, "q", missingHere, missing, offset));
        var source = SqlServerAcd.contacts(WRAPPED).zone("UTC");
        try (var opened = SqlServerAcd.open(peer, source)) {
            var rows = new ArrayList<List<Object>>();
            opened.read(
                    missing.toInstant(ZoneOffset.UTC),
                    missing.plusHours(1).toInstant(ZoneOffset.UTC),
                    new Values(5, rows));
            assertEquals(List.of(missing, "q", missingHere, missing, offset), rows.getFirst());
        }
        assertEquals("datetime2(7) 2026-03-08T02:30", asked().parameters().getFirst().toString());
    }

    @Test
    void theClockOfTheServerIsReadWithItsOffset() throws Exception {
        peer.when(
                "SYSDATETIMEOFFSET",
                Answer.columns("now datetimeoffset(7)")
                        .row(OffsetDateTime.parse("2026-11-20T10:00:00.1234567+05:30")));
        try (var source = SqlServerAcd.open(peer, SqlServerAcd.contacts(WRAPPED))) {
            assertEquals(Instant.parse("2026-11-20T04:30:00.123456700Z"), source.now());
        }
    }
}
