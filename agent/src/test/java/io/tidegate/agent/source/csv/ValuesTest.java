package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidegate.agent.row.Unreadable;
import io.tidegate.config.CsvValues.LengthUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.Optional;

/** How the text of a field becomes a number, a length of time, or a time. */
class ValuesTest {
    private static Evidence known(Character decimal, DateOrder order) {
        return new Evidence(Optional.ofNullable(decimal), Optional.ofNullable(order), () -> 2);
    }

    private static Object read(ValueReader reader, String text) {
        char[] chars = ("x" + text + "x").toCharArray();
        return reader.read(chars, 1, chars.length - 1);
    }

    private static Object number(String text, Character decimal) {
        return read(new NumberReader(known(decimal, null)), text);
    }

    private static SecondsReader seconds(char decimal) {
        return new SecondsReader(
                new NumberReader(known(decimal, null)),
                LengthUnit.SECONDS,
                new PlainLengths("talktime", true, () -> 2));
    }

    private static Object time(String text, CsvSourceBuilder source, DateOrder order) {
        var csv = (io.tidegate.config.SourceConfig.Csv) source.build().origin();
        return read(new TimeReader(new Moments(csv, known('.', order)).whole()), text);
    }

    private static Object time(String text, String format) {
        return time(text, CsvSourceBuilder.contacts().dateTimeFormat(format), null);
    }

    private static String reason(Object value) {
        return assertInstanceOf(Unreadable.class, value).reason();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|.|0",
                "-3|.|-3",
                "1234|,|1234",
                "12.50|.|12.50",
                "12,5|,|12.5",
                "1.234|,|1234",
                "1.234,5|,|1234.5",
                "1,234.5|.|1234.5",
                "1.234.567|,|1234567",
                "1'234.5|.|1234.5",
                "1 234,5|,|1234.5",
                ".5|.|0.5",
                "+7|.|7",
                "123456789012345678|.|123456789012345678"
            })
    void aNumberIsReadByItsDecimalSign(String text, char decimal, BigDecimal expected) {
        Object value = number(text, decimal);
        assertEquals(expected, value instanceof Long l ? BigDecimal.valueOf(l) : value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.23|,",
                "1,23|.",
                "0.123|,",
                "1.2345|,",
                "1.234.56|,",
                "1,234,5|.",
                "12.|.",
                "1..2|.",
                "--1|.",
                "1 2|.",
                "1234.567.890|,",
                "1-2|."
            })
    void whatIsNoNumberUnderThatSignIsNeverReadUnderAnother(String text, char decimal) {
        assertEquals(
                "is not a number with the decimal sign " + decimal, reason(number(text, decimal)));
    }

    @Test
    void aBlankIsNoValueAndTextIsNoNumber() {
        assertNull(number("", '.'));
        assertNull(number(" \u00A0\t", '.'));
        assertEquals("holds text where a number belongs", reason(number("n/a", '.')));
    }

    @Test
    void scientificNotationIsRefusedNotRounded() {
        assertEquals(
                "is in scientific notation, which has lost digits; export the column as text",
                reason(number("6.02701E+11", '.')));
    }

    @Test
    void anUnknownSignIsEvidenceOnlyWhereItMatters() {
        var evidence = known(null, null);
        var numbers = new NumberReader(evidence);
        assertEquals(12L, read(numbers, "12"));
        assertEquals(new BigDecimal("1234"), read(numbers, "1'234"));
        assertInstanceOf(Unreadable.class, read(numbers, "abc"));
        assertEquals(false, evidence.pending());
        assertInstanceOf(Unreadable.class, read(numbers, "1.5"));
        assertEquals(true, evidence.pending());
    }

    @ParameterizedTest
    @CsvSource({
        "90,90",
        "1:30,90",
        "75:10,4510",
        "1:02:03,3723",
        ":23,23",
        "100:00:00,360000",
        "0:00,0"
    })
    void aLengthOfTimeIsSeconds(String text, long seconds) {
        assertEquals(seconds, read(seconds('.'), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:60", "1:60:00", "1:2:3:4", "1:5", "-1:30", "1:30x", "a:30", "1:", "1:30."
            })
    void aLengthOfTimeThatIsNoneIsRefused(String text) {
        assertEquals(
                "is not a length of time like h:mm:ss, mm:ss or seconds",
                reason(read(seconds('.'), text)));
    }

    @Test
    void aLengthOfTimeMayHaveAFraction() {
        var seconds = seconds(',');
        assertEquals(new BigDecimal("62.25"), read(seconds, "1:02.25"));
        assertEquals(new BigDecimal("62.5"), read(seconds, "62,5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-20T08:15:00Z|2026-11-20T08:15Z",
                "2026-11-20 08:15:00.250+01:00|2026-11-20T08:15:00.250+01:00",
                "2026-11-20T08:15:30-0530|2026-11-20T08:15:30-05:30",
                "2026-11-20 08:15:00 +02|2026-11-20T08:15+02:00",
                "2026-11-20 8:15|2026-11-20T08:15",
                "2026-11-20 24:00|2026-11-21T00:00",
                "2026/1/2 08:15|2026-01-02T08:15",
                "2026-11-20 12:05 AM|2026-11-20T00:05",
                "2026-11-20 12:05:30pm|2026-11-20T12:05:30",
                "20261120 08:15|2026-11-20T08:15",
                "2026-11-20 8:15a|2026-11-20T08:15",
                "2026-11-20 8:15 p.m.|2026-11-20T20:15",
                "2026-11-20 8:15 p. m.|2026-11-20T20:15",
                "2026-11-20 8 AM|2026-11-20T08:00",
                "2026-11-20 12:00 AM|2026-11-20T00:00",
                "2026-11-20 08:15 UTC|2026-11-20T08:15Z",
                "05-Jan-2026 08:15|2026-01-05T08:15",
                "05-JAN-26 08:15:30|2026-01-05T08:15:30",
                "5. Januar 2026, 08:15|2026-01-05T08:15",
                "5 janv. 2026 08:15|2026-01-05T08:15",
                "5 févr. 2026 08:15|2026-02-05T08:15",
                "1er août 2026 08:15|2026-08-01T08:15",
                "5 gennaio 2026 08:15|2026-01-05T08:15",
                "5 mrt 2026 08:15|2026-03-05T08:15",
                "5 de enero de 2026 08:15|2026-01-05T08:15",
                "5. März 2026 08:15|2026-03-05T08:15",
                "Jan 5, 2026 8:15 PM|2026-01-05T20:15",
                "January 5th, 2026 8:15 PM|2026-01-05T20:15",
                "2026-Jan-05 08:15|2026-01-05T08:15",
                "Mon 5 Jan 2026 08:15|2026-01-05T08:15",
                "Mon, Jan 5, 2026 08:15|2026-01-05T08:15",
                "Montag, 2026-01-05 08:15|2026-01-05T08:15",
                "mar. 6 janv. 2026 08:15|2026-01-06T08:15",
                "Mar 6, 2026 08:15|2026-03-06T08:15",
                "Mar 6 26 08:15|2026-03-06T08:15",
                "2026-11-20|2026-11-20"
            })
    void isoTimesAreReadWithoutBeingToldAndKeepTheirOffset(String text, String expected) {
        assertEquals(expected, time(text, CsvSourceBuilder.contacts(), null).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20.11.2026 08:15|DAY_FIRST|2026-11-20T08:15",
                "11/20/2026 8:15:00 AM|MONTH_FIRST|2026-11-20T08:15",
                "10/14/25 8:00:00 PM|MONTH_FIRST|2025-10-14T20:00",
                "26-11-20, 08:15|YEAR_FIRST|2026-11-20T08:15",
                "20 11 2026 08:15|DAY_FIRST|2026-11-20T08:15",
                "Fri 20/11/26 08:15|DAY_FIRST|2026-11-20T08:15"
            })
    void otherDatesAreReadInTheProvenOrder(String text, DateOrder order, String expected) {
        assertEquals(expected, time(text, CsvSourceBuilder.contacts(), order).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "31.02.2026 08:15",
                "20.11.2026 25:00",
                "20.11.2026 08:60",
                "20.11.2026 24:01",
                "20.11.2026 13:00 PM",
                "20.11-2026",
                "20.11.",
                "1700000000",
                "20112026",
                "Foo 5 2026 08:15",
                "Mar 5 08:15",
                "30 Feb 2026 08:15",
                "20.11.2026 8 Uhr",
                "20.11.2026 08:15 CET",
                "20.11.2026 8:15 axm",
                "x",
                "20.11.2026 08:15 Uhr",
                "20.11.2026x08:15"
            })
    void whatIsNoTimeIsRefusedWithAReason(String text) {
        assertInstanceOf(
                Unreadable.class, time(text, CsvSourceBuilder.contacts(), DateOrder.DAY_FIRST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20.11.2026 08:15|dd.MM.yyyy HH:mm|2026-11-20T08:15",
                "20.11.2026 24:00|dd.MM.yyyy HH:mm|2026-11-21T00:00",
                "20261120081530|yyyyMMddHHmmss|2026-11-20T08:15:30",
                "1/2/26 7|d/M/yy H|2026-02-01T07:00",
                "2026-11-20T08:15:30.1234567|yyyy-MM-dd'T'HH:mm:ss.SSSSSSS|2026-11-20T08:15:30.123456700",
                "20 Nov 2026 8:15 am|dd MMM yyyy h:mm a|2026-11-20T08:15",
                "2026-11-20 08:15 +0100|yyyy-MM-dd HH:mm Z|2026-11-20T08:15+01:00",
                "1795162500|epoch|2026-11-20T08:15:00Z",
                "1795162500.25|epoch|2026-11-20T08:15:00.250Z",
                "1795162500250|epoch-ms|2026-11-20T08:15:00.250Z",
                "46346,34375|excel|2026-11-20T08:15",
                "46346|excel|2026-11-20T00:00"
            })
    void timesAreReadAsConfigured(String text, String format, String expected) {
        assertEquals(expected, time(text, format).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "31.02.2026 08:15|dd.MM.yyyy HH:mm",
                "29 Feb 2026|dd MMM yyyy",
                "2026-11-20 08:15|dd.MM.yyyy HH:mm",
                "20.11.2026 08:15:00|dd.MM.yyyy HH:mm",
                "20.11.26 08:15|dd.MM.yyyy HH:mm",
                "2026-11-20|epoch",
                "99999999999999|epoch",
                "99999999|excel"
            })
    void whatIsNotWrittenAsConfiguredIsRefused(String text, String format) {
        assertInstanceOf(Unreadable.class, time(text, format));
    }
}
