package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.row.Sources;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Times that a real database keeps and compares as texts, through the hour that comes twice. */
class TextTimesTest {
    private static final String CALLS =
            "SELECT 'q' AS queueidentifier, 'q' AS queuename, %s AS timestamp, 1 AS answered, id AS contactidentifier FROM calls";
    private static final Instant EVENING = Instant.parse("2024-10-26T21:00:00Z");
    private static final Instant MORNING = Instant.parse("2024-10-27T04:00:00Z");
    private static AcdDatabase acd;

    /** A call every minute. */
    @BeforeAll
    static void fill() throws Exception {
        acd =
                new AcdDatabase()
                        .run(
                                "SET TIME ZONE 'Europe/Berlin'",
                                "CREATE TABLE calls (id text, offset_text text, zulu text, west text)");
        try (var connection = acd.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'Europe/Berlin'");
            statement.execute(
                    "INSERT INTO calls SELECT 'c' || n, to_char(at, 'YYYY-MM-DD\"T\"HH24:MI:SSTZH:TZM'), to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), to_char(at AT TIME ZONE 'America/New_York', 'YYYY-MM-DD\"T\"HH24:MI:SS\"-04:00\"') FROM generate_series(0, 419) n, LATERAL (SELECT '2024-10-26 21:00+00'::timestamptz + n * interval '1 minute' AS at) t");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "offset_text, Europe/Berlin, PT15M",
        "offset_text, Europe/Berlin, PT1H",
        "zulu, UTC, PT15M",
        "zulu, UTC, PT1H",
        "west, America/New_York, PT1H"
    })
    void eachWindowReadAloneGivesItsPartOfTheWhole(String column, String zone, Duration window)
            throws Exception {
        SourceConfig source =
                Sources.of(DataType.CONTACTS)
                        .zone(zone)
                        .bind("yyyy-MM-dd'T'HH:mm:ss[.SSS]XXX")
                        .query(CALLS.formatted(column))
                        .sql();
        List<String> whole = times(source, EVENING, MORNING);
        var pieces = new ArrayList<String>();
        for (Instant at = EVENING; at.isBefore(MORNING); at = at.plus(window)) {
            pieces.addAll(times(source, at, at.plus(window)));
        }

        assertEquals(420, whole.size());
        assertEquals(whole, pieces);
    }

    private static List<String> times(SourceConfig source, Instant from, Instant to)
            throws Exception {
        return acd.read(source, from, to).checked.times().stream()
                .map(Instant::parse)
                .filter(time -> !time.isBefore(from) && time.isBefore(to))
                .sorted()
                .map(Instant::toString)
                .toList();
    }
}
