package io.tidegate.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Rows at random, the same for the same seed; each keeps all rules and goes to their edges. */
final class SomeRows {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant MODIFIED = Instant.parse("2026-11-20T09:30:00.25Z");

    private SomeRows() {}

    /** A header under which any good row may travel. */
    static BatchHeader.Content fileOf(DataType data) {
        return new BatchHeader.Content(
                "berlin-dc1",
                "acd1",
                data,
                data == DataType.INTERVALS ? Optional.of(Duration.ofMinutes(5)) : Optional.empty(),
                Optional.of(ZONE),
                Mode.APPEND,
                new Scope.Origin("0".repeat(64), "Köln \"1\".csv", 3, MODIFIED),
                true,
                data.columns());
    }

    static Row row(DataType data, RandomGenerator random) {
        int width = data.columns().size();
        long[] numbers = new long[width];
        Arrays.fill(numbers, Row.NULL);
        String[] texts = new String[width];
        long time = time(data, random);
        for (Column column : data.columns()) {
            int at = column.ordinal();
            boolean filled = column.required() || random.nextBoolean();
            if (column.kind().isText()) {
                texts[at] = filled ? text(random) : null;
            } else if (filled || column.kind() == Kind.CHANNEL) {
                numbers[at] = number(column, time, random);
            }
        }
        return new Row(data, numbers, texts);
    }

    private static long time(DataType data, RandomGenerator random) {
        long time =
                switch (random.nextInt(4)) {
                    case 0 -> WireTime.MIN;
                    case 1 -> random.nextLong(WireTime.MAX);
                    default -> random.nextLong(3L * 365 * WireTime.DAY) + 50L * 365 * WireTime.DAY;
                };
        // Offsets of Berlin were whole hours since 1893: its grid of five minutes is that of UTC.
        return data == DataType.INTERVALS ? time - time % (300 * WireTime.SECOND) : time;
    }

    private static long number(Column column, long time, RandomGenerator random) {
        return switch (column.kind()) {
            case INSTANT -> column.required() ? time : random.nextLong(time, WireTime.MAX);
            case COUNT -> edge(Limits.COUNT, random);
            case SECONDS -> edge(Limits.SECONDS_MILLIS, random);
            case FLAG -> random.nextInt(2);
            case CHANNEL -> random.nextInt(Channel.values().length);
            case TEXT -> throw new AssertionError();
        };
    }

    private static long edge(long most, RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> most;
            case 2 -> (long) Math.pow(10, random.nextInt(12));
            case 3 -> (long) Math.pow(10, random.nextInt(12)) - 1;
            default -> random.nextLong(most);
        };
    }

    /** Any characters that Unicode has, but for NUL; controls and quotes more often than fair. */
    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(1, 12); n > 0; n--) {
            text.appendCodePoint(codePoint(random));
        }
        return text.toString();
    }

    private static int codePoint(RandomGenerator random) {
        int point =
                switch (random.nextInt(6)) {
                    case 0 -> random.nextInt(1, 0x20);
                    case 1 -> "\"\\/[]{}\u007f".charAt(random.nextInt(8));
                    case 2 -> random.nextInt(0x80, 0x800);
                    case 3 -> random.nextInt(0x800, 0x10000);
                    case 4 -> random.nextInt(0x10000, 0x110000);
                    default -> random.nextInt(0x20, 0x7f);
                };
        return point >= 0xD800 && point < 0xE000 ? 'x' : point;
    }
}
