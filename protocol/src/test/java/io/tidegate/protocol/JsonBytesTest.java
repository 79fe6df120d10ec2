package io.tidegate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** What is spelled by tables is what Java spells. */
class JsonBytesTest {
    @Test
    void countsAreSpelledInPlainDigits() {
        LongStream.concat(
                        LongStream.range(0, 12_000),
                        LongStream.of(999_999, 1_000_000, Limits.COUNT, Long.MAX_VALUE))
                .forEach(n -> assertEquals(Long.toString(n), written(out -> out.count(n))));
    }

    @Test
    void secondsHaveTheFewestDecimals() {
        LongStream.concat(
                        LongStream.range(0, 12_000),
                        LongStream.of(99_999, 100_000, 1_000_001, Limits.SECONDS_MILLIS))
                .forEach(
                        millis ->
                                assertEquals(
                                        shortest(BigDecimal.valueOf(millis, 3)),
                                        written(out -> out.seconds(millis))));
    }

    private static String shortest(BigDecimal number) {
        String plain = number.stripTrailingZeros().toPlainString();
        return plain.contains(".") ? plain : number.toBigInteger().toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 999, 1_000, 120_000, 123_000, 123_456, 900_000, 999_999})
    void timesAreSpelledToTheLastDecimal(long micros) {
        for (long second : new long[] {0, 1, 59, 60, 3_599, 36_000, 86_399, 1_795_627_585L}) {
            long time = second * 1_000_000 + micros;
            String expected = shortest(Instant.ofEpochSecond(second, micros * 1_000));
            assertEquals(expected, written(out -> out.time(time)));
        }
    }

    /** Java writes decimals in groups of three. */
    private static String shortest(Instant time) {
        String text = time.toString();
        return text.contains(".") ? text.replaceFirst("0+Z$", "Z") : text;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "4711", "abcdefgh", "a longer text than a step or two of it"})
    void plainTextsAreSpelledAsAllTexts(String text) {
        assertEquals(written(out -> out.string(text)), written(out -> out.plain(text, 8)));
    }

    @Test
    void textsThatNeedMoreThanABytePerCharacterAreNotPlain() {
        assertEquals(true, judged("Q17 (sales)").isPlain(0));
        assertEquals(false, judged("Q\"17").isPlain(0));
        assertEquals(false, judged("Süd").isPlain(0));
        assertEquals(false, judged("\u0141").isPlain(0), "its lower half is an ASCII letter");
        assertEquals(false, judged("a\tb").isPlain(0));
    }

    private static Row judged(String queue) {
        DataType data = DataType.CONTACTS;
        long[] numbers = new long[data.columns().size()];
        String[] texts = new String[numbers.length];
        for (Column column : data.columns()) {
            numbers[column.ordinal()] = column.kind().isText() ? Row.NULL : 1;
            texts[column.ordinal()] = column.kind().isText() && column.required() ? "x" : null;
        }
        int ordinal = data.column("queueidentifier").orElseThrow().ordinal();
        assertEquals(0, ordinal);
        texts[ordinal] = queue;
        Row row = new Row(data, numbers, texts);
        RowRules.of(data, null, java.time.ZoneOffset.UTC).judge(row);
        return row;
    }

    private static String written(Consumer<JsonBytes> what) {
        JsonBytes out = new JsonBytes(1);
        what.accept(out);
        return out.toString();
    }
}
