package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Shaping;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Contacts that leave as sums. Shown are queue, name, start, offered, answered, handling time. */
class ContactSumsTest {
    private static final String COLUMNS =
            "queueidentifier queuename timestamp answered duration channel";

    private static Sources summed(int minutes) {
        return Sources.of(DataType.INTERVALS)
                .interval(Duration.ofMinutes(minutes))
                .shaping(
                        new Shaping(
                                Optional.of(Duration.ofMinutes(minutes)),
                                StatusShape.START_END,
                                Set.of()));
    }

    private static Staged.Result rows(SourceConfig source, String columns, Object[]... rows)
            throws Exception {
        return Staged.rows(source, new RawShape(Checked.names(columns), List.of()), rows);
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-18T" + time + "Z");
    }

    @Test
    void contactsAreSummedPerQueueChannelAndInterval() throws Exception {
        var staged =
                rows(
                        summed(15).sql(),
                        COLUMNS,
                        row("1", "Sales", at("10:00:00"), 1L, new BigDecimal("10.0005"), null),
                        row(
                                "1",
                                "Sales",
                                at("10:14:59.999999"),
                                1L,
                                new BigDecimal("0.0004"),
                                null),
                        row("1", "Sales", at("10:15:00"), 0L, null, null),
                        row("2", "Help", at("10:03:00"), 1L, 7L, "chats"),
                        row("2", "Help", at("10:04:00"), 0L, 3L, "calls"));
        assertEquals(
                List.of(
                        "1 Sales 2026-11-18T10:00:00Z 2 2 10001 0 - - - - - - -",
                        "1 Sales 2026-11-18T10:15:00Z 1 0 0 0 - - - - - - -",
                        "2 Help 2026-11-18T10:00:00Z 1 1 7000 1 - - - - - - -",
                        "2 Help 2026-11-18T10:00:00Z 1 0 3000 0 - - - - - - -"),
                staged.shown());
        assertEquals(
                List.of(
                        "queueidentifier",
                        "queuename",
                        "timestamp",
                        "offered",
                        "answered",
                        "handlingtime",
                        "channel"),
                staged.columns.stream().map(Column::name).toList());
    }

    @Test
    void aSumIsUnknownIfOneOfItsPartsIs() throws Exception {
        var staged =
                rows(
                        summed(15).sql(),
                        "queueidentifier queuename timestamp answered duration talktime waittime",
                        row("1", "S", at("10:00:00"), 1L, 10L, 8L, 2L),
                        row("1", "S", at("10:01:00"), 0L, null, null, 5L),
                        row("2", "S", at("10:00:00"), 1L, 10L, null, 2L),
                        row("2", "S", at("10:01:00"), 1L, 10L, 8L, 2L),
                        row("3", "S", at("10:00:00"), 1L, 10L, 8L, 2L),
                        row("3", "S", at("10:01:00"), 0L, null, null, null));
        assertEquals(
                List.of(
                        "1 S 2026-11-18T10:00:00Z 2 1 10000 0 - - 8000 - - 7000 -",
                        "2 S 2026-11-18T10:00:00Z 2 2 20000 0 - - - - - 4000 -",
                        "3 S 2026-11-18T10:00:00Z 2 1 10000 0 - - 8000 - - - -"),
                staged.shown());
        assertEquals(
                List.of("talktime", "waittime"),
                staged.columns.stream().map(Column::name).skip(7).toList());
    }

    @Test
    void anAnsweredContactWithoutADurationThatBeganBeforeTheLookBackIsRejected() throws Exception {
        var staged =
                rows(
                        summed(15).sql(),
                        COLUMNS,
                        row("1", "S", at("10:00:00"), 1L, null, null),
                        row("1", "S", at("10:01:00"), 2L, 5L, null),
                        row("1", "S", at("10:02:00"), 1L, 5L, null));
        assertEquals(List.of("1 S 2026-11-18T10:00:00Z 1 1 5000 0 - - - - - - -"), staged.shown());
        assertEquals(
                List.of(
                        "line 2: answered is neither 0 nor 1, true nor false, yes nor no",
                        ": duration is missing: an answered contact that began before the look-back"
                                + " needs it, or the handling time of its interval would be too"
                                + " small"),
                staged.reasons());
    }

    @Test
    void aContactThatGoesOnIsCountedWhenItHasEnded() throws Exception {
        Instant now = Instant.parse("2026-11-20T11:50:00Z");
        var staged =
                rows(
                        summed(15).sql(),
                        COLUMNS,
                        row("1", "S", now, 1L, null, null),
                        row("1", "S", now.plusSeconds(60), 1L, 5L, null));
        assertEquals(List.of("1 S 2026-11-20T11:45:00Z 1 1 5000 0 - - - - - - -"), staged.shown());
        assertEquals(List.of(), staged.reasons());
        assertEquals(1, staged.ignored);
    }

    @Test
    void withoutAColumnOfDurationsNothingIsSummed() {
        var e =
                assertThrows(
                        ShapeException.class,
                        () ->
                                rows(
                                        summed(15).sql(),
                                        "queueidentifier queuename timestamp answered"));
        assertEquals(
                "source acd1: no column duration, and source.acd1.aggregate sums it to"
                        + " handlingtime: name it so at the source, or paste"
                        + " source.acd1.map.duration = <its name there>. Columns found:"
                        + " queueidentifier, queuename, timestamp, answered",
                e.getMessage());
    }

    @Test
    void aDurationMayBeMadeOfOtherColumns() throws Exception {
        SourceConfig source =
                summed(15).map("duration", new Mapping.Computed("talk", '+', "wrap")).sql();
        var staged =
                rows(
                        source,
                        "queueidentifier queuename timestamp answered talk wrap",
                        row("1", "S", at("10:00:00"), 1L, 60L, 9L));
        assertEquals(List.of("1 S 2026-11-18T10:00:00Z 1 1 69000 0 - - - - - - -"), staged.shown());
    }

    @Test
    void theNameIsThatOfTheLatestContactInWhateverOrderTheyCome() throws Exception {
        List<Object[]> rows =
                new ArrayList<>(
                        Arrays.asList(
                                row("1", "Old", at("10:00:00"), 0L, null, null),
                                row("1", "New", at("10:14:00"), 0L, null, null),
                                row("1", "Newer", at("10:14:00"), 0L, null, null),
                                row("1", "Other", at("10:13:00"), 0L, null, null)));
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(rows, new Random(i));
            assertEquals(
                    List.of("1 Newer 2026-11-18T10:00:00Z 4 0 0 0 - - - - - - -"),
                    rows(summed(15).sql(), COLUMNS, rows.toArray(Object[][]::new)).shown());
        }
    }

    @Test
    void aContactOfTheFutureIsRejectedNotSummed() throws Exception {
        var staged =
                rows(
                        summed(15).sql(),
                        COLUMNS,
                        row("1", "S", Checked.LATEST.plusSeconds(1), 0L, null, null));
        assertEquals(List.of(), staged.shown());
        assertEquals(1, staged.rejections.size());
    }

    /** Zone, interval, and contacts by the wall clock with the starts they belong to. */
    @ParameterizedTest
    @CsvSource({
        // The clock goes back from 03:00 to 02:00; repeated-hour decides for the first pass.
        "Europe/Berlin, 60, 2026-10-25T02:59, 2026-10-25T00:00:00Z",
        "Europe/Berlin, 60, 2026-10-25T03:00, 2026-10-25T02:00:00Z",
        "Europe/Berlin, 15, 2026-10-25T01:59, 2026-10-24T23:45:00Z",
        // The clock goes forward over half an hour: an hour's interval is 90 minutes of the wall.
        "Australia/Lord_Howe, 60, 2026-10-04T02:45, 2026-10-03T14:30:00Z",
        "Australia/Lord_Howe, 15, 2026-10-04T02:45, 2026-10-03T15:45:00Z",
        "Australia/Lord_Howe, 60, 2026-04-05T01:45, 2026-04-04T14:00:00Z",
        "Asia/Kathmandu, 60, 2026-04-05T10:59, 2026-04-05T04:15:00Z",
        "Pacific/Chatham, 30, 2026-04-05T10:29, 2026-04-04T21:15:00Z",
    })
    void theIntervalIsThatOfTheWallClock(String zone, int minutes, String wall, String start)
            throws Exception {
        var staged =
                rows(
                        summed(minutes).zone(zone).sql(),
                        COLUMNS,
                        row("1", "S", LocalDateTime.parse(wall), 0L, null, null));
        assertEquals(List.of(start), staged.times());
        assertEquals(List.of(), staged.reasons());
    }

    @Test
    void eachPassOfARepeatedHourHasItsOwnIntervals() throws Exception {
        var staged =
                rows(
                        summed(15).sql(),
                        COLUMNS,
                        row("1", "S", Instant.parse("2026-10-25T00:07:00Z"), 0L, null, null),
                        row("1", "S", Instant.parse("2026-10-25T01:07:00Z"), 0L, null, null));
        assertEquals(List.of("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"), staged.times());
    }
}
