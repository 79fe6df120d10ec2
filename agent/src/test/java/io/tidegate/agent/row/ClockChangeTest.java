package io.tidegate.agent.row;

import static io.tidegate.agent.row.Checked.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/** Rows around clock changes, as contract and java.time have it. */
class ClockChangeTest {
    private static final String INTERVAL =
            "queueidentifier queuename timestamp offered answered handlingtime";
    private static final String CONTACT =
            "queueidentifier queuename timestamp answered contactidentifier";
    private static final String STATUS = "agentidentifier starttime activity endtime";
    private static final LocalDate BACK = LocalDate.of(2024, 10, 27);

    @Test
    void aTimeThatDoesNotExistIsRejectedAndATemplateOfZerosIgnored() throws Exception {
        var checked =
                read(
                        Sources.of(DataType.INTERVALS).sql(),
                        INTERVAL,
                        row("1", "a", time("2024-03-31T02:15"), 3L, 3L, 3L),
                        row("1", "a", time("2024-03-31T02:30"), 0L, 0L, 0L));

        assertEquals(
                List.of(
                        "line 1: timestamp does not exist on that clock, which went forward over it:"
                                + " is the time-zone right?"),
                checked.reasons());
        assertEquals(micros("2024-03-31T01:00:00Z"), checked.rejections.getFirst().time());
        assertEquals(1, checked.ignored);
    }

    @Test
    void aTemplateOf96RowsFitsADayOf92() throws Exception {
        var rows = new ArrayList<Object[]>();
        for (var at = time("2024-03-31T00:00"); at.getDayOfMonth() == 31; at = at.plusMinutes(15)) {
            boolean gap = at.getHour() == 2;
            rows.add(row("1", "a", at, gap ? 0L : 1L, 0L, 0L));
        }
        var checked = read(Sources.of(DataType.INTERVALS).csv(), INTERVAL, rows);

        assertEquals(92, new HashSet<>(checked.times()).size());
        assertEquals(4, checked.ignored);
    }

    @Test
    void aFileOf100QuartersIsReadByItsJumpBack() throws Exception {
        var checked = read(Sources.of(DataType.INTERVALS).csv(), INTERVAL, hundredQuarters());

        assertEquals(100, new HashSet<>(checked.times()).size());
        assertEquals(0, checked.check.undecided());
        assertEquals(8, checked.check.decided());
    }

    @Test
    void aFileThatBeginsWithTheNewestIsReadBackwards() throws Exception {
        var rows = hundredQuarters();
        Collections.reverse(rows);
        var checked = read(Sources.of(DataType.INTERVALS).csv(), INTERVAL, rows);

        assertEquals(0L, checked.check.undecided());
        for (Row row : checked.rows) {
            assertEquals(
                    row.number(offered()) * 900_000_000,
                    row.time() - micros("2024-10-26T22:00:00Z"));
        }
    }

    @Test
    void queuesInterleavedInAFileAreJudgedOneByOne() throws Exception {
        var checked =
                read(
                        Sources.of(DataType.INTERVALS).csv(),
                        INTERVAL,
                        quarter("sales", "02:00", 1),
                        quarter("support", "02:00", 2),
                        quarter("sales", "02:45", 3),
                        quarter("support", "02:45", 4),
                        quarter("sales", "02:00", 5),
                        quarter("support", "02:15", 6));

        assertEquals(
                List.of(
                        "2024-10-27T00:00:00Z",
                        "2024-10-27T00:00:00Z",
                        "2024-10-27T00:45:00Z",
                        "2024-10-27T00:45:00Z",
                        "2024-10-27T01:00:00Z",
                        "2024-10-27T01:15:00Z"),
                checked.times());
        assertEquals(0, checked.check.undecided());
    }

    @Test
    void twoRowsOfOneHourInAFileAreTheTwoPasses() throws Exception {
        var checked =
                read(
                        Sources.of(DataType.INTERVALS).interval(Duration.ofHours(1)).csv(),
                        INTERVAL,
                        quarter("sales", "02:00", 1),
                        quarter("sales", "02:00", 2));

        assertEquals(List.of("2024-10-27T00:00:00Z", "2024-10-27T01:00:00Z"), checked.times());
        assertEquals(0, checked.check.undecided());
    }

    @Test
    void severalJumpsSayNothingAndTheSettingDecides() throws Exception {
        Object[][] rows = {
            quarter("sales", "02:45", 1), quarter("sales", "02:00", 2),
            quarter("sales", "02:30", 3), quarter("sales", "02:00", 4),
            quarter("sales", "02:15", 5)
        };
        var first = read(Sources.of(DataType.INTERVALS).csv(), INTERVAL, rows);
        var second = read(Sources.of(DataType.INTERVALS).secondPass().csv(), INTERVAL, rows);

        assertEquals(List.of("00:45", "00:00", "00:30", "01:00", "00:15"), hours(first.times()));
        assertEquals(3, first.check.undecided());
        assertEquals(List.of("01:45", "00:00", "01:30", "01:00", "01:15"), hours(second.times()));
    }

    @Test
    void aQueryInOrderGivesTheFirstPassFirst() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.INTERVALS).sql(),
                        ordered(INTERVAL),
                        Checked.LATEST,
                        quarter("sales", "02:15", 9),
                        quarter("sales", "02:15", 4));

        assertEquals(List.of("00:15", "01:15"), hours(checked.times()));
        assertEquals(9, checked.rows.getFirst().number(offered()));
        assertEquals(0, checked.check.undecided());
        assertEquals(2, checked.check.decided());
    }

    @Test
    void aQueryWithoutOrderIsReadByContentWhateverOrderItComesIn() throws Exception {
        var rows =
                new ArrayList<>(
                        List.of(
                                quarter("sales", "02:15", 9),
                                quarter("sales", "02:15", 4),
                                quarter("sales", "02:30", 1),
                                quarter("support", "02:15", 7)));
        var results = new HashSet<List<String>>();
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(rows, new Random(seed));
            var checked = read(Sources.of(DataType.INTERVALS).sql(), INTERVAL, rows);
            assertEquals(4, checked.check.undecided());
            results.add(checked.shown().stream().sorted().toList());
        }

        assertEquals(1, results.size());
        assertTrue(results.iterator().next().getFirst().contains("00:15:00Z 4"));
    }

    @Test
    void whatWouldLieInTheFutureIsOfTheFirstPass() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.INTERVALS).secondPass().sql(),
                        new RawShape(Checked.names(INTERVAL), List.of()),
                        Instant.parse("2024-10-27T00:50:00Z"),
                        quarter("sales", "02:15", 9),
                        quarter("sales", "02:15", 4),
                        quarter("sales", "02:45", 1));

        assertEquals(List.of("00:15", "00:15", "00:45"), hours(checked.times()));
        assertEquals(0, checked.check.undecided());
        assertEquals(3, checked.check.decided());
    }

    @Test
    void contactsWithoutANameFollowTheSetting() throws Exception {
        Object[][] rows = {
            row("1", "a", time("2024-10-27T02:10:05"), 1L, null),
            row("1", "a", time("2024-10-27T02:10:05"), 1L, null)
        };
        var first = read(Sources.of(DataType.CONTACTS).sql(), CONTACT, rows);
        var second = read(Sources.of(DataType.CONTACTS).secondPass().sql(), CONTACT, rows);

        assertEquals(List.of("00:10", "00:10"), hours(first.times()));
        assertEquals(List.of("01:10", "01:10"), hours(second.times()));
    }

    @Test
    void contactsOfAFileJumpBackPerQueue() throws Exception {
        var checked =
                read(
                        Sources.of(DataType.CONTACTS).csv(),
                        CONTACT,
                        row("1", "a", time("2024-10-27T02:59:10"), 1L, "c1"),
                        row("2", "a", time("2024-10-27T02:20:00"), 1L, "c2"),
                        row("1", "a", time("2024-10-27T02:01:10"), 1L, "c3"),
                        row("2", "a", time("2024-10-27T02:00:00"), 1L, "c4"));

        assertEquals(List.of("00:59", "00:20", "01:01", "00:00"), hours(checked.times()));
        assertEquals(2, checked.check.undecided());
    }

    @Test
    void aSpanEndsInThePassOfItsStartIfItCan() throws Exception {
        var checked =
                read(
                        Sources.of(DataType.AGENT_STATUS).sql(),
                        STATUS,
                        row("bob", time("2024-10-27T02:10"), "Break", time("2024-10-27T02:20")),
                        row("bob", time("2024-10-27T02:50"), "Call", time("2024-10-27T02:05")),
                        row("bob", time("2024-10-27T02:50"), "Ready", time("2024-10-27T03:05")),
                        row("bob", time("2024-10-27T01:50"), "Away", time("2024-10-27T02:05")));

        assertEquals(
                List.of(
                        "bob 2024-10-27T00:10:00Z Break 2024-10-27T00:20:00Z",
                        "bob 2024-10-27T00:50:00Z Call 2024-10-27T01:05:00Z",
                        "bob 2024-10-27T00:50:00Z Ready 2024-10-27T02:05:00Z",
                        "bob 2024-10-26T23:50:00Z Away 2024-10-27T00:05:00Z"),
                checked.shown().stream().sorted((a, b) -> order(a) - order(b)).toList());
    }

    @Test
    void aSpanThatCannotBeginInTheSecondPassBeginsInTheFirst() throws Exception {
        var checked =
                read(
                        Sources.of(DataType.AGENT_STATUS).secondPass().sql(),
                        STATUS,
                        row("bob", time("2024-10-27T02:50"), "Call", time("2024-10-27T02:05")),
                        row("bob", time("2024-10-27T02:10"), "Break", time("2024-10-27T02:20")));

        assertEquals(
                List.of(
                        "bob 2024-10-27T00:50:00Z Call 2024-10-27T01:05:00Z",
                        "bob 2024-10-27T01:10:00Z Break 2024-10-27T01:20:00Z"),
                checked.shown());
    }

    @Test
    void anEndThatDoesNotExistIsRejected() throws Exception {
        var checked =
                read(
                        Sources.of(DataType.AGENT_STATUS).sql(),
                        STATUS,
                        row("bob", time("2024-03-31T01:50"), "Call", time("2024-03-31T02:05")));

        assertEquals("endtime", checked.rejections.getFirst().column());
        assertEquals(micros("2024-03-31T00:50:00Z"), checked.rejections.getFirst().time());
    }

    @Test
    void halfAnHourOnLordHoweAndMidnightInSaoPauloFollowTheSameRules() throws Exception {
        var lordHowe =
                read(
                        Sources.of(DataType.INTERVALS).zone("Australia/Lord_Howe").csv(),
                        INTERVAL,
                        row("1", "a", time("2024-04-07T01:30"), 1L, 1L, 1L),
                        row("1", "a", time("2024-04-07T01:45"), 1L, 1L, 1L),
                        row("1", "a", time("2024-04-07T01:30"), 1L, 1L, 1L),
                        row("1", "a", time("2024-04-07T01:45"), 1L, 1L, 1L));
        var saoPaulo =
                read(
                        Sources.of(DataType.INTERVALS).zone("America/Sao_Paulo").csv(),
                        INTERVAL,
                        row("1", "a", time("2018-11-04T00:15"), 1L, 1L, 1L),
                        row("1", "a", time("2018-11-04T01:00"), 1L, 1L, 1L));

        assertEquals(
                List.of("14:30", "14:45", "15:00", "15:15"),
                hours(lordHowe.times().stream().sorted().toList()));
        assertEquals(List.of("2018-11-04T03:00:00Z"), saoPaulo.times());
        assertEquals(1, saoPaulo.rejections.size());
    }

    @Test
    void aCheckThatWasCutShortBeginsAnew() throws Exception {
        var source = Sources.of(DataType.INTERVALS).sql();
        var check =
                new RowCheck(
                        source,
                        DataType.INTERVALS,
                        new RawShape(Checked.names(INTERVAL), List.of()),
                        v -> v);
        var taker = read(source, INTERVAL);
        check.begin(Checked.LATEST);
        check.check(raw(quarter("sales", "02:15", 9)), taker);
        check.begin(Checked.LATEST);
        check.finish(taker);

        assertEquals(0, taker.rows.size());
    }

    private static RawRow raw(Object[] values) {
        return new RawRow() {
            @Override
            public Object value(int index) {
                return values[index];
            }

            @Override
            public String place() {
                return "";
            }
        };
    }

    /** Each row's offered is the number of its quarter on the real day. */
    private static List<Object[]> hundredQuarters() {
        var rows = new ArrayList<Object[]>();
        var zone = java.time.ZoneId.of("Europe/Berlin");
        for (int i = 0; i < 100; i++) {
            var at = Instant.parse("2024-10-26T22:00:00Z").plusSeconds(900L * i).atZone(zone);
            rows.add(row("1", "a", at.toLocalDateTime(), (long) i, 0L, 0L));
        }
        return rows;
    }

    private static Object[] quarter(String queue, String time, long offered) {
        return row(queue, "a", BACK.atTime(java.time.LocalTime.parse(time)), offered, 0L, 0L);
    }

    private static int order(String shown) {
        return List.of("Break", "Call", "Ready", "Away").indexOf(shown.split(" ")[2]);
    }

    private static Checked read(SourceConfig source, String columns, Object[]... rows)
            throws Exception {
        return Checked.rows(source, columns, rows);
    }

    private static Checked read(SourceConfig source, String columns, List<Object[]> rows)
            throws Exception {
        return Checked.rows(source, columns, rows.toArray(Object[][]::new));
    }

    private static RawShape ordered(String columns) {
        return new RawShape(Arrays.asList(columns.split(" ")), List.of(), true);
    }

    private static List<String> hours(List<String> times) {
        return times.stream().map(t -> t.substring(11, 16)).toList();
    }

    private static LocalDateTime time(String text) {
        return LocalDateTime.parse(text);
    }

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    private static io.tidegate.protocol.Column offered() {
        return DataType.INTERVALS.column("offered").orElseThrow();
    }
}
