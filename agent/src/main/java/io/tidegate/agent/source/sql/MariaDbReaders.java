package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Readers for what MariaDB and MySQL keep and Java has no word for: dates of zeros, which the
 * driver shows as absent, and a TIME below zero or beyond a day, which it folds into one.
 * Stateless.
 */
final class MariaDbReaders {
    private static final Unreadable ZERO =
            new Unreadable("is a date of zeros (0000-00-00): make it NULL or a time in the query");
    private static final Unreadable BINARY =
            new Unreadable("is binary: give HEX() of it in the query, or cast it to CHAR");
    private static final Unreadable NO_LENGTH = new Unreadable("is no length of time");
    private static final Pattern TIME =
            Pattern.compile("(-?)(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?");

    private MariaDbReaders() {}

    static ColumnReader of(ColumnType type, int jdbcType) {
        ColumnReader usual = ColumnReader.of(type);
        return switch (type) {
            case LOCAL, COMPUTED, SESSION_UTC, DATE ->
                    (result, index) -> orZero(usual.read(result, index), result, index);
            case DURATION -> MariaDbReaders::time;
            case OTHER -> isBinary(jdbcType) ? MariaDbReaders::binary : usual;
            case INTEGER -> jdbcType == Types.BIT ? MariaDbReaders::bits : usual;
            case TEXT, PADDED_TEXT, DECIMAL, REAL, DOUBLE, BOOLEAN, INSTANT, TIME -> usual;
        };
    }

    /** Absent is an open end; zeros are somebody's mistake. */
    private static Object orZero(Object value, ResultSet result, int index) throws SQLException {
        return value != null || result.getString(index) == null ? value : ZERO;
    }

    private static Object time(ResultSet result, int index) throws SQLException {
        String text = result.getString(index);
        return text == null ? null : length(text);
    }

    static Object length(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return NO_LENGTH;
        }
        String fraction = parts.group(5) == null ? "" : parts.group(5);
        Duration length =
                Duration.ofHours(Long.parseLong(parts.group(2)))
                        .plusMinutes(Long.parseLong(parts.group(3)))
                        .plusSeconds(Long.parseLong(parts.group(4)))
                        .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
        return parts.group(1).isEmpty() ? length : length.negated();
    }

    private static Object binary(ResultSet result, int index) throws SQLException {
        return result.getBytes(index) == null ? null : BINARY;
    }

    /** BIT(n): a number in binary, most significant byte first. */
    private static Object bits(ResultSet result, int index) throws SQLException {
        byte[] bytes = result.getBytes(index);
        if (bytes == null) {
            return null;
        }
        var number = new BigInteger(1, bytes);
        return number.bitLength() < Long.SIZE ? number.longValue() : new BigDecimal(number);
    }

    private static boolean isBinary(int jdbcType) {
        return switch (jdbcType) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
            default -> false;
        };
    }
}
