package io.tidegate.agent.file;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Canonical rows as bytes, for files that live no longer than the process. */
final class RowCodec {
    private RowCodec() {}

    static void write(Row row, DataOutputStream out) throws IOException {
        for (Column column : row.type().columns()) {
            if (column.kind().isText()) {
                write(row.text(column), out);
            } else {
                out.writeLong(row.number(column));
            }
        }
    }

    /**
     * @throws EOFException if there is no further row
     */
    static Row read(DataType data, DataInputStream in) throws IOException {
        var numbers = new long[data.columns().size()];
        var texts = new String[numbers.length];
        Arrays.fill(numbers, Row.NULL);
        for (Column column : data.columns()) {
            if (column.kind().isText()) {
                texts[column.ordinal()] = read(in);
            } else {
                numbers[column.ordinal()] = in.readLong();
            }
        }
        return new Row(data, numbers, texts);
    }

    /** A text is never empty, so that nothing stands for null. */
    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        Varint.write(out, bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes((int) Varint.read(in));
        return bytes.length == 0 ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
