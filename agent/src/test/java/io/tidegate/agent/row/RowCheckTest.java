package io.tidegate.agent.row;

import static io.tidegate.agent.row.Checked.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;

/** What becomes of values: types, ranges, texts, channels, mappings, privacy. */
class RowCheckTest {
    private static final Instant NINE = Instant.parse("2026-11-20T08:00:00Z");
    private static final String INTERVAL =
            "queueidentifier queuename timestamp offered answered handlingtime";
    private static final String CONTACT = "queueidentifier queuename timestamp answered duration";

    @Test
    void anIntervalOfNativeTypesIsTakenAsItIs() throws Exception {
        var checked = intervals(row("4711", "Sales", NINE, 18L, 17L, new BigDecimal("3456.25")));

        assertEquals(
                List.of("4711 Sales 2026-11-20T08:00:00Z 18 17 3456250 0 - - - - - - -"),
                checked.shown());
    }

    @Test
    void columnsAreFoundWhateverTheirCase() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.AGENT_STATUS).sql(),
                        "AgentIdentifier STARTTIME Activity",
                        row("bob", NINE, "Break"));

        assertEquals(List.of("bob 2026-11-20T08:00:00Z Break -"), checked.shown());
    }

    @Test
    void textsStandForNumbersAndTimesWhereASourceHasNothingElse() throws Exception {
        var checked =
                intervals(row("4711", "Sales", "2026-11-20 09:00:00", " 18 ", "17", "3456.5"));

        assertEquals(
                List.of("4711 Sales 2026-11-20T08:00:00Z 18 17 3456500 0 - - - - - - -"),
                checked.shown());
    }

    @Test
    void anIdentifierThatIsANumberIsWrittenPlainly() throws Exception {
        var checked =
                intervals(
                        row(4711L, "a", NINE, 1L, 1L, 1L),
                        row(new BigDecimal("4711.00"), "b", NINE, 1L, 1L, 1L),
                        row(new BigDecimal("12345678901234567890123"), "c", NINE, 1L, 1L, 1L),
                        row(4711.0, "d", NINE, 1L, 1L, 1L));

        assertEquals(
                List.of("4711", "4711", "12345678901234567890123", "4711"),
                checked.rows.stream().map(r -> r.text(column("queueidentifier"))).toList());
    }

    @Test
    void aTextKeepsItsBlanksButIsMissingWhenItHasNothingElse() throws Exception {
        var checked =
                intervals(
                        row("4711 ", " Sales", NINE, 1L, 1L, 1L),
                        row("   ", "Sales", NINE, 1L, 1L, 1L));

        assertEquals("4711 ", checked.rows.getFirst().text(column("queueidentifier")));
        assertEquals(
                List.of("line 2: queueidentifier is missing: every row needs it"),
                checked.reasons());
    }

    @Test
    void aMissingOptionalValueIsNeverZero() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.INTERVALS).sql(),
                        INTERVAL + " abandoned talktime",
                        row("1", "a", NINE, 1L, 1L, 1L, null, " "));

        assertTrue(checked.rows.getFirst().isNull(column("abandoned")));
        assertTrue(checked.rows.getFirst().isNull(column("talktime")));
        assertTrue(checked.rows.getFirst().isNull(column("waittime")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "abc", "1e999999999", "NaN", "0x10", "1,000"})
    void whatIsNoCountIsRejected(String value) throws Exception {
        var checked = intervals(row("1", "a", NINE, value, 1L, 1L));

        assertEquals(1, checked.rejections.size(), value);
        assertEquals("offered", checked.rejections.getFirst().column());
        assertEquals(NINE.toEpochMilli() * 1000, checked.rejections.getFirst().time());
    }

    @Test
    void aReasonNeverHoldsTheValue() throws Exception {
        var checked = intervals(row("1", "a", "Anna +49301234567", 1L, 1L, 1L));

        assertEquals(
                List.of(
                        "line 1: timestamp is not a time: give a date and time, best with its zone"),
                checked.reasons());
        assertEquals(Row.NULL, checked.rejections.getFirst().time());
    }

    @ParameterizedTest
    @CsvSource({
        "0.0004, 0",
        "0.0005, 1",
        "1.2345, 1235",
        "3, 3000",
        "1e3, 1000000",
        "0.00000000000000000000000000000001, 0",
        "999999999.999, 999999999999"
    })
    void secondsHaveThreeDecimalsHalfUp(String seconds, long millis) throws Exception {
        var checked = intervals(row("1", "a", NINE, 1L, 1L, new BigDecimal(seconds)));

        assertEquals(millis, checked.rows.getFirst().number(column("handlingtime")));
    }

    /** As tables have them that were loaded from a file. */
    @ParameterizedTest
    @CsvSource({"0:02:23, 143000", "1:30:00, 5400000", "26:00:00.5, 93600500"})
    void aTextMayGiveALengthOfTime(String text, long millis) throws Exception {
        var checked = intervals(row("1", "a", NINE, 1L, 1L, text));

        assertEquals(millis, checked.rows.getFirst().number(column("handlingtime")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0:2:23",
                "1:60:00",
                "1:30",
                "90:00",
                "-0:02:23",
                "12:02:23 AM",
                ":",
                "1:02:03:04"
            })
    void aTextThatIsNoLengthOfTimeIsRejected(String text) throws Exception {
        var checked = intervals(row("1", "a", NINE, 1L, 1L, text));

        assertEquals(
                List.of(
                        "line 1: handlingtime is not a number of seconds, nor a length of time like h:mm:ss"),
                checked.reasons());
    }

    @Test
    void aTimeOfDayIsALengthOfTimeWhereOneBelongs() throws Exception {
        var checked = intervals(row("1", "a", NINE, 1L, 1L, LocalTime.of(0, 2, 23)));

        assertEquals(143_000, checked.rows.getFirst().number(column("handlingtime")));
    }

    @Test
    void anAverageMayBeALengthOfTime() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.INTERVALS).sql(),
                        INTERVAL.replace("handlingtime", "aht"),
                        row("1", "a", NINE, 3L, 2L, "0:02:14"),
                        row("2", "a", NINE, 3L, 2L, Duration.ofSeconds(134)),
                        row("3", "a", NINE, 3L, 2L, LocalTime.of(0, 2, 14)),
                        row("4", "a", NINE, 3L, 2L, 134L));

        assertEquals(List.of(), checked.reasons());
        for (var row : checked.rows) {
            assertEquals(268_000, row.number(column("handlingtime")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.0001", "-3", "1000000000", "1e30"})
    void secondsBelowZeroOrBeyondReasonAreRejected(String seconds) throws Exception {
        var checked = intervals(row("1", "a", NINE, 1L, 1L, new BigDecimal(seconds)));

        assertEquals("handlingtime", checked.rejections.getFirst().column());
    }

    @Test
    void moreAnsweredThanOfferedIsLegal() throws Exception {
        assertEquals(1, intervals(row("1", "a", NINE, 1L, 3L, 1.5)).rows.size());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0, 0",
        "true, 1",
        "FALSE, 0",
        "1.0, 1",
        "Y, 1",
        "no, 0",
        " Yes , 1",
        "n, 0",
        "Ja, 1",
        "nein, 0"
    })
    void aContactIsAnsweredOrNot(String text, long flag) throws Exception {
        var checked = contacts(row("1", "a", NINE, text, 5L));

        assertEquals(flag, checked.rows.getFirst().number(answered()));
    }

    @Test
    void aContactAnsweredTwiceOrMaybeIsRejected() throws Exception {
        var checked = contacts(row("1", "a", NINE, 2L, 5L), row("1", "a", NINE, "maybe", 5L));

        assertEquals(
                List.of(
                        "line 1: answered is neither 0 nor 1, true nor false, yes nor no",
                        "line 2: answered is neither 0 nor 1, true nor false, yes nor no"),
                checked.reasons());
    }

    @Test
    void booleansAndNullDurationsAreUnderstood() throws Exception {
        var checked = contacts(row("1", "a", NINE, true, null), row("1", "a", NINE, false, 0L));

        assertEquals(
                List.of(
                        "1 a 2026-11-20T08:00:00Z 1 - 0 - - - - -",
                        "1 a 2026-11-20T08:00:00Z 0 0 0 - - - - -"),
                checked.shown());
    }

    @Test
    void channelsAreTranslatedAndCallsWhereNothingIsSaid() throws Exception {
        var source =
                Sources.of(DataType.INTERVALS)
                        .channel("Telefon", "calls")
                        .channel("Web Chat", "chats")
                        .sql();
        var checked =
                Checked.rows(
                        source,
                        INTERVAL + " channel",
                        row("1", "a", NINE, 1L, 1L, 1L, "Telefon "),
                        row("2", "a", NINE, 1L, 1L, 1L, "Web Chat"),
                        row("3", "a", NINE, 1L, 1L, 1L, "social_media"),
                        row("4", "a", NINE, 1L, 1L, 1L, null),
                        row("5", "a", NINE, 1L, 1L, 1L, "Fax"));

        assertEquals(
                List.of(0L, 1L, 3L, 0L),
                checked.rows.stream().map(r -> r.number(column("channel"))).toList());
        assertEquals(
                List.of(
                        "line 5: channel is no channel: say what it stands for, as in channels ="
                                + " Telefon -> calls"),
                checked.reasons());
    }

    @Test
    void anAverageTimesTheAnsweredIsTheTotal() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.INTERVALS).csv(),
                        "queueidentifier queuename timestamp offered answered AHT",
                        row("1", "a", NINE, 5L, 3L, "180.3335"),
                        row("1", "a", NINE, 5L, 0L, null),
                        row("1", "a", NINE, 5L, 3L, null));

        assertEquals(
                List.of(541001L, 0L),
                checked.rows.stream().map(r -> r.number(column("handlingtime"))).toList());
        assertEquals(
                List.of("line 3: handlingtime is missing: every row needs it"), checked.reasons());
    }

    @Test
    void columnsAreMadeOfWhatTheMappingSays() throws Exception {
        var source =
                Sources.of(DataType.INTERVALS)
                        .map("queueidentifier", new Mapping.From("Gruppe"))
                        .map("queuename", new Mapping.Constant("Alle"))
                        .map("timestamp", new Mapping.Joined("Datum", "Von"))
                        .map("offered", new Mapping.Computed("Calls", '+', "Chats"))
                        .map("answered", new Mapping.Computed("Calls", '-', "Verloren"))
                        .map("handlingtime", new Mapping.Computed("Schnitt", '*', "Calls"))
                        .csv();
        var checked =
                Checked.rows(
                        source,
                        "Gruppe Datum Von Calls Chats Verloren Schnitt Rest",
                        row(
                                "7",
                                LocalDate.of(2026, 11, 20),
                                LocalTime.of(9, 0),
                                10L,
                                2L,
                                1L,
                                "1.5",
                                "x"));

        assertEquals(
                List.of("7 Alle 2026-11-20T08:00:00Z 12 9 15000 0 - - - - - - -"), checked.shown());
        assertEquals(List.of("Rest"), checked.check.unused());
    }

    @Test
    void theHeaderNamesOnlyColumnsThatRowsCanHave() throws Exception {
        var source = Sources.of(DataType.CONTACTS).privacy("contactidentifier", Privacy.DROP).sql();
        var checked = Checked.rows(source, CONTACT + " contactidentifier agent");

        assertEquals(
                List.of(
                        "queueidentifier",
                        "queuename",
                        "timestamp",
                        "answered",
                        "duration",
                        "channel"),
                checked.check.columns().stream().map(Column::name).toList());
        assertEquals(List.of("agent"), checked.check.unused());
    }

    @Test
    void whatIdentifiesAPersonLeavesAsAPseudonymOrNotAtAll() throws Exception {
        var hashed =
                Checked.rows(
                        Sources.of(DataType.CONTACTS)
                                .privacy("contactidentifier", Privacy.HMAC)
                                .sql(),
                        CONTACT + " contactidentifier",
                        row("1", "a", NINE, 1L, 1L, " +49301234567 "),
                        row("1", "a", NINE, 1L, 1L, "  "));
        var dropped =
                Checked.rows(
                        Sources.of(DataType.CONTACTS)
                                .privacy("contactidentifier", Privacy.DROP)
                                .sql(),
                        CONTACT + " contactidentifier",
                        row("1", "a", NINE, 1L, 1L, "+49301234567"));

        assertEquals(
                List.of(
                        "1 a 2026-11-20T08:00:00Z 1 1000 0 #+49301234567 - - - -",
                        "1 a 2026-11-20T08:00:00Z 1 1000 0 - - - - -"),
                hashed.shown());
        assertEquals(List.of("1 a 2026-11-20T08:00:00Z 1 1000 0 - - - - -"), dropped.shown());
    }

    @Test
    void aRowInTheFutureIsRejectedAndATemplateOfZerosIgnored() throws Exception {
        var later = Checked.LATEST.plusSeconds(15 * 60);
        var checked =
                intervals(
                        row("1", "a", Checked.LATEST, 1L, 1L, 1L),
                        row("1", "a", later, 1L, 0L, 0L),
                        row("1", "a", later, 0L, 0L, 0L),
                        row("1", "a", later, 0L, 0L, 3L));

        assertEquals(List.of("2026-11-20T12:00:00Z"), checked.times());
        assertEquals(1, checked.ignored);
        assertEquals(
                List.of(
                        "line 2: timestamp lies in the future: are the time-zone and the clock"
                                + " there right?",
                        "line 4: timestamp lies in the future: are the time-zone and the clock"
                                + " there right?"),
                checked.reasons());
    }

    @Test
    void anIntervalBeginsOnTheGridOfTheWallClock() throws Exception {
        var source = Sources.of(DataType.INTERVALS).zone("Asia/Kathmandu").sql();
        var checked =
                Checked.rows(
                        source,
                        INTERVAL,
                        row("1", "a", LocalDateTime.parse("2026-11-20T09:15"), 1L, 1L, 1L),
                        row("1", "a", OffsetDateTime.parse("2026-11-20T03:31Z"), 1L, 1L, 1L),
                        row("1", "a", OffsetDateTime.parse("2026-11-20T03:31Z"), 0L, 0L, 0L));

        assertEquals(List.of("2026-11-20T03:30:00Z"), checked.times());
        assertEquals(1, checked.ignored);
        assertEquals(
                List.of(
                        "line 2: timestamp does not begin an interval of 15 minutes on the clock of"
                                + " Asia/Kathmandu"),
                checked.reasons());
    }

    @Test
    void timesAreCutToMicroseconds() throws Exception {
        var checked =
                contacts(
                        row("1", "a", Instant.parse("2026-11-20T08:00:00.123456999Z"), 1L, 1L),
                        row("1", "a", LocalDateTime.parse("2026-11-20T09:00:00.9999999"), 1L, 1L));

        assertEquals(
                List.of("2026-11-20T08:00:00.123456Z", "2026-11-20T08:00:00.999999Z"),
                checked.times());
    }

    @Test
    void endlessTimesAreRejectedWithoutHarm() throws Exception {
        var checked =
                contacts(
                        row("1", "a", OffsetDateTime.MAX, 1L, 1L),
                        row("1", "a", LocalDateTime.MIN, 1L, 1L),
                        row("1", "a", 1763625600L, 1L, 1L));

        assertEquals(3, checked.rejections.size());
    }

    /** A planned end is none: what has not happened may still change. */
    @Test
    void aSpanThatEndsInTheFutureIsRejected() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.AGENT_STATUS).sql(),
                        "agentidentifier starttime activity endtime",
                        row("bob", NINE, "Break", Checked.LATEST.plusSeconds(1)),
                        row("bob", NINE, "Break", Checked.LATEST),
                        row("bob", NINE, "Break", null));

        assertEquals(
                List.of(
                        "line 1: endtime lies in the future: a state that goes on has no endtime, let the query give NULL; else are the time-zone and the clock there right?"),
                checked.reasons());
        assertEquals(2, checked.rows.size());
    }

    @Test
    void aSpanThatEndsBeforeItBeginsIsRejected() throws Exception {
        var checked =
                Checked.rows(
                        Sources.of(DataType.AGENT_STATUS).sql(),
                        "agentidentifier starttime activity endtime",
                        row("bob", NINE, "Break", NINE.minusSeconds(1)),
                        row("bob", NINE, "Break", NINE));

        assertEquals(
                List.of("line 1: endtime lies before the start of its span"), checked.reasons());
        assertEquals(1, checked.rows.size());
    }

    @Test
    void whatASourceCouldNotReadIsRejectedForItsReason() throws Exception {
        var unreadable = new Unreadable("is not written as decimal = , says");
        var checked =
                contacts(
                        row("1", "a", NINE, 1L, unreadable),
                        row("1", unreadable, NINE, 1L, 1L),
                        row("1", "a", unreadable, 1L, 1L));

        assertEquals(
                List.of(
                        "line 1: duration is not written as decimal = , says",
                        "line 2: queuename is not written as decimal = , says",
                        "line 3: timestamp is not written as decimal = , says"),
                checked.reasons());
    }

    private static Checked intervals(Object[]... rows) throws Exception {
        return Checked.rows(Sources.of(DataType.INTERVALS).sql(), INTERVAL, rows);
    }

    private static Checked contacts(Object[]... rows) throws Exception {
        return Checked.rows(Sources.of(DataType.CONTACTS).sql(), CONTACT, rows);
    }

    private static Column column(String name) {
        return DataType.INTERVALS.column(name).orElseThrow();
    }

    private static Column answered() {
        return DataType.CONTACTS.column("answered").orElseThrow();
    }
}
