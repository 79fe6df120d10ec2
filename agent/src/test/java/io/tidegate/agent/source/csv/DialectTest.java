package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What is remembered of how a source's files are written. */
class DialectTest {
    /** As the first version wrote it. */
    private static byte[] first(String encoding) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeUTF(encoding);
        out.writeChar(';');
        out.writeChar('"');
        out.writeChar(',');
        out.writeUTF("DAY_FIRST");
        out.writeInt(2);
        out.writeBoolean(true);
        out.writeBoolean(false);
        out.writeInt(2);
        for (String column : List.of("Datum", "Größe")) {
            byte[] name = column.getBytes(StandardCharsets.UTF_8);
            out.writeInt(name.length);
            out.write(name);
        }
        return bytes.toByteArray();
    }

    @Test
    void aStoreOfTheFirstVersionIsRead() throws Exception {
        Dialect dialect = Dialect.fromBytes(first("windows-1252"));
        assertEquals("windows-1252", dialect.encoding());
        assertEquals(';', dialect.delimiter());
        assertEquals(Optional.of(','), dialect.decimal());
        assertEquals(Optional.of(DateOrder.DAY_FIRST), dialect.order());
        assertEquals(2, dialect.skip());
        assertEquals(List.of("Datum", "Größe"), dialect.columns());
        assertFalse(dialect.ended());
        assertTrue(dialect.script().told());
        assertEquals(Dialect.Habits.PLAIN, dialect.habits());
    }

    @Test
    void utf8OfTheFirstVersionMayHaveBeenAscii() throws Exception {
        assertFalse(Dialect.fromBytes(first("UTF-8")).script().told());
    }

    @Test
    void everythingIsReadAsItWasWritten() throws Exception {
        Dialect before = Dialect.fromBytes(first("windows-1252"));
        var dialect =
                new Dialect(
                        before.encoding(),
                        '\t',
                        '\'',
                        Optional.empty(),
                        Optional.empty(),
                        14,
                        false,
                        List.of("A", "B"),
                        true,
                        new Dialect.Script(true, List.of("windows-1250", "ISO-8859-1")),
                        new Dialect.Habits('\\', 1));
        assertEquals(dialect, Dialect.fromBytes(dialect.toBytes()));
    }

    @Test
    void aVersionFromTheFutureIsNotRead() throws Exception {
        byte[] bytes = first("UTF-8");
        bytes[0] = 9;
        assertThrows(IllegalArgumentException.class, () -> Dialect.fromBytes(bytes));
    }
}
