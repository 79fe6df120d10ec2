package io.tidegate.agent.batch;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Row;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Rows that keep every rule and are as unkind as the rules allow; the same for the same seed. */
final class NastyRows {
    /** 2026-11-20T08:00:00Z, in microseconds. */
    static final long FROM = 1_795_161_600_000_000L;

    private static final long QUARTER = 900_000_000L;
    private static final String[] TEXTS = {
        "\"",
        "\\",
        "\u0001\u001f\b\t\n\f\r",
        "ä",
        "€",
        "\uD83D\uDE00",
        "[1,2]",
        "{\"end\":true}",
        "\u007f\u0080\u2028",
        "null",
        " ",
        "0",
        "\uFFFF",
        "Straße 4\n[\"x\"]\n"
    };

    private final RandomGenerator random;

    NastyRows(RandomGenerator random) {
        this.random = random;
    }

    Row row(DataType data) {
        int width = data.columns().size();
        long[] numbers = new long[width];
        Arrays.fill(numbers, Row.NULL);
        String[] texts = new String[width];
        long time = time(data);
        for (Column column : data.columns()) {
            if (column.required() || random.nextInt(3) > 0) {
                fill(column, time, numbers, texts);
            }
        }
        data.column("channel").ifPresent(c -> numbers[c.ordinal()] = random.nextInt(6));
        return new Row(data, numbers, texts);
    }

    private void fill(Column column, long time, long[] numbers, String[] texts) {
        switch (column.kind()) {
            case TEXT -> texts[column.ordinal()] = text();
            case INSTANT ->
                    numbers[column.ordinal()] =
                            column.required() ? time : time + random.nextLong(1L << 40);
            case COUNT -> numbers[column.ordinal()] = number(Limits.COUNT);
            case SECONDS -> numbers[column.ordinal()] = number(Limits.SECONDS_MILLIS);
            case FLAG -> numbers[column.ordinal()] = random.nextInt(2);
            case CHANNEL -> numbers[column.ordinal()] = random.nextInt(6);
        }
    }

    private long time(DataType data) {
        return data == DataType.INTERVALS
                ? FROM + random.nextInt(4) * QUARTER
                : FROM + random.nextLong(4 * QUARTER);
    }

    private long number(long most) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> most;
            case 2 -> random.nextInt(100) * 1000L;
            default -> random.nextLong(most);
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(1, 5); n > 0; n--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.toString();
    }
}
