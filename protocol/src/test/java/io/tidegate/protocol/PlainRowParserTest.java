package io.tidegate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** The quick parser never says other than the thorough one. */
class PlainRowParserTest {
    private static final int ROUNDS = 20_000;
    private static final String ALPHABET = "[]{}\",.:-+0123456789eEnulltrfas\\ \tZT";

    @ParameterizedTest
    @EnumSource(DataType.class)
    void whatItReadsTheThoroughOneReadsAlike(DataType data) throws IOException {
        var random = new Random(7);
        int plain = 0;
        for (int i = 0; i < ROUNDS; i++) {
            plain += same(data, line(data, SomeRows.row(data, random))) ? 1 : 0;
        }
        assertTrue(plain > ROUNDS / 100, plain + " rows were plain");
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void whatIsDamagedIsNotReadAsSomethingElse(DataType data) throws IOException {
        var random = new Random(11);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] line = line(data, SomeRows.row(data, random));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                line[random.nextInt(line.length)] =
                        (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            }
            same(data, line);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",01,1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1.0,1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1,1.2345]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1,1.]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1,.5]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",-1,1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",9007199254740993,1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00\",1,1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1,1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1,1] ",
                "[\"1\", \"S\",\"2026-11-20T08:00:00Z\",1,1,1]",
                "[\"\\u0031\",\"S\",\"2026-11-20T08:00:00Z\",1,1,1]",
                "[1,\"S\",\"2026-11-20T08:00:00Z\",1,1,1]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1,nul]",
                "[\"1\",\"S\",\"2026-11-20T08:00:00Z\",1,1,1",
                "[]",
                ""
            })
    void whatIsNotPlainIsLeftToTheOther(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        assertNull(required().parse(bytes, 0, bytes.length));
    }

    @Test
    void aPlainRowIsRead() {
        byte[] bytes =
                "[\"1\",\"Süd\",\"2026-11-20T08:00:00.5Z\",3,2,12.34]"
                        .getBytes(StandardCharsets.UTF_8);
        Row row = required().parse(bytes, 0, bytes.length);
        assertEquals("Süd", row.text(DataType.INTERVALS.columns().get(1)));
        assertEquals(12_340, row.number(DataType.INTERVALS.column("handlingtime").orElseThrow()));
        assertEquals(
                Channel.CALLS.ordinal(),
                row.number(DataType.INTERVALS.column("channel").orElseThrow()));
    }

    private static PlainRowParser required() {
        return new PlainRowParser(
                DataType.INTERVALS,
                DataType.INTERVALS.columns().stream().filter(Column::required).toList());
    }

    /** Whether the quick parser read the line, which then the other one has to read as well. */
    private static boolean same(DataType data, byte[] line) throws IOException {
        List<Column> columns = data.columns();
        Row quick =
                Utf8.isText(line, 0, line.length)
                        ? new PlainRowParser(data, columns).parse(line, 0, line.length)
                        : null;
        if (quick != null) {
            assertEquals(
                    new RowParser(data, columns).parse(line, 0, line.length),
                    quick,
                    () -> new String(line, StandardCharsets.UTF_8));
        }
        return quick != null;
    }

    private static byte[] line(DataType data, Row row) {
        var writer = new BatchWriter(1 << 10);
        writer.columns(data, data.columns());
        writer.row(row);
        return new String(writer.copy(), StandardCharsets.UTF_8)
                .stripTrailing()
                .getBytes(StandardCharsets.UTF_8);
    }
}
