package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;
import io.tidegate.protocol.Limits;

import org.postgresql.util.ByteConverter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads what PostgreSQL writes in binary form, as its types' send functions define it: big-endian
 * numbers, times in microseconds since 2000-01-01. Gives the same values as {@link ColumnReader}.
 */
@FunctionalInterface
interface BinaryColumn {
    BinaryColumn INTEGER = (bytes, at, length) -> whole(bytes, at, length);
    BinaryColumn INSTANT = BinaryColumn::instant;

    /** By the names of pg_type; the driver calls a number with a sequence serial. */
    Map<String, BinaryColumn> BY_TYPE =
            Map.ofEntries(
                    Map.entry("bool", (bytes, at, length) -> bytes[at] != 0),
                    Map.entry("int2", INTEGER),
                    Map.entry("int4", INTEGER),
                    Map.entry("int8", INTEGER),
                    Map.entry("smallserial", INTEGER),
                    Map.entry("serial", INTEGER),
                    Map.entry("bigserial", INTEGER),
                    Map.entry("numeric", ByteConverter::numeric),
                    Map.entry(
                            "float4",
                            (bytes, at, length) ->
                                    ColumnReader.exact(ByteConverter.float4(bytes, at))),
                    Map.entry("float8", (bytes, at, length) -> ByteConverter.float8(bytes, at)),
                    Map.entry("text", BinaryColumn::text),
                    Map.entry("varchar", BinaryColumn::text),
                    Map.entry("name", BinaryColumn::text),
                    Map.entry("json", BinaryColumn::text),
                    Map.entry("jsonb", BinaryColumn::text), // Asked for as a text.
                    Map.entry("bpchar", BinaryColumn::padded),
                    Map.entry("uuid", BinaryColumn::uuid),
                    Map.entry("timestamptz", INSTANT),
                    Map.entry("timestamp", BinaryColumn::local),
                    Map.entry("date", BinaryColumn::date),
                    Map.entry("time", BinaryColumn::time),
                    Map.entry("interval", BinaryColumn::duration));

    long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    long EPOCH_SECOND = EPOCH_DAY * 86_400;
    int MICROS = 1_000_000;
    long FAR = Long.MAX_VALUE / 2;

    /** Of a value that is there. */
    Object read(byte[] bytes, int at, int length);

    static Optional<BinaryColumn> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** An int2, int4 or int8. */
    static long whole(byte[] bytes, int at, int length) {
        return switch (length) {
            case 2 -> ByteConverter.int2(bytes, at);
            case 4 -> ByteConverter.int4(bytes, at);
            default -> ByteConverter.int8(bytes, at);
        };
    }

    /** What is longer than any column may be comes cut, and must not pass for a whole. */
    private static Object text(byte[] bytes, int at, int length) {
        return length > Limits.FIELD_BYTES
                ? new Unreadable("is longer than 64 KiB")
                : new String(bytes, at, length, StandardCharsets.UTF_8);
    }

    private static Object padded(byte[] bytes, int at, int length) {
        return text(bytes, at, length) instanceof String text
                ? text.stripTrailing()
                : text(bytes, at, length);
    }

    private static Object uuid(byte[] bytes, int at, int length) {
        return new UUID(ByteConverter.int8(bytes, at), ByteConverter.int8(bytes, at + 8))
                .toString();
    }

    /** A timestamptz, in microseconds since 1970; infinity stays about as far away. */
    static long micros(byte[] bytes, int at) {
        return Math.clamp(ByteConverter.int8(bytes, at), -FAR, FAR) + EPOCH_SECOND * MICROS;
    }

    private static Object instant(byte[] bytes, int at, int length) {
        long micros = micros(bytes, at);
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    }

    private static Object local(byte[] bytes, int at, int length) {
        long micros = ByteConverter.int8(bytes, at);
        return LocalDateTime.ofEpochSecond(
                EPOCH_SECOND + Math.floorDiv(micros, MICROS),
                Math.floorMod(micros, MICROS) * 1_000,
                ZoneOffset.UTC);
    }

    private static Object date(byte[] bytes, int at, int length) {
        return LocalDate.ofEpochDay(EPOCH_DAY + ByteConverter.int4(bytes, at));
    }

    /** 24:00 is a time of day there. */
    private static Object time(byte[] bytes, int at, int length) {
        long nanos = ByteConverter.int8(bytes, at) * 1_000;
        return nanos > LocalTime.MAX.toNanoOfDay() ? LocalTime.MAX : LocalTime.ofNanoOfDay(nanos);
    }

    private static Object duration(byte[] bytes, int at, int length) {
        if (ByteConverter.int4(bytes, at + 12) != 0) {
            return new Unreadable(Postgres.MONTHS);
        }
        long micros = ByteConverter.int8(bytes, at);
        return Duration.ofDays(ByteConverter.int4(bytes, at + 8))
                .plusSeconds(Math.floorDiv(micros, MICROS))
                .plusNanos(Math.floorMod(micros, MICROS) * 1_000L);
    }
}
