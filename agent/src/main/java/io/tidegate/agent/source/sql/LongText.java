package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;

import java.io.IOException;
import java.io.Reader;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads a text that may be larger than the memory: no further than a column may be long. */
final class LongText {
    static final int LONGEST = 64 << 10;

    private LongText() {}

    /** As a {@link ColumnReader}: the text, null, or that it is too long. */
    static Object read(ResultSet result, int index) throws SQLException {
        try (Reader text = result.getCharacterStream(index)) {
            return text == null ? null : upTo(LONGEST, text);
        } catch (IOException e) {
            throw new SQLException("the connection broke amid a text", "08S01", e);
        }
    }

    private static Object upTo(int most, Reader text) throws IOException {
        var read = new StringBuilder();
        char[] part = new char[4 << 10];
        for (int length = text.read(part); length >= 0; length = text.read(part)) {
            read.append(part, 0, length);
            if (read.length() > most) {
                return new Unreadable("is longer than 64 KiB");
            }
        }
        return read.toString();
    }
}
