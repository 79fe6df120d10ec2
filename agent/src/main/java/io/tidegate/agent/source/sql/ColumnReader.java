package io.tidegate.agent.source.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads one column's value of the current row, null if absent. Chosen once per result by the
 * column's type: a text asked of a binary number is formatted and parsed again for nothing, and
 * {@code java.sql.Timestamp} moves wall-clock times without a word.
 */
@FunctionalInterface
interface ColumnReader {
    /**
     * @param index from 1
     */
    Object read(ResultSet result, int index) throws SQLException;

    static ColumnReader of(ColumnType type) {
        return switch (type) {
            case TEXT, OTHER -> ResultSet::getString;
            case PADDED_TEXT -> ColumnReader::padded;
            case INTEGER -> ColumnReader::integer;
            case DECIMAL -> ColumnReader::decimal;
            case DURATION -> ResultSet::getObject;
            case REAL -> ColumnReader::real;
            case DOUBLE -> ColumnReader::floating;
            case BOOLEAN -> ColumnReader::bool;
            case LOCAL, COMPUTED -> (result, index) -> result.getObject(index, LocalDateTime.class);
            case INSTANT -> (result, index) -> result.getObject(index, OffsetDateTime.class);
            case SESSION_UTC -> ColumnReader::sessionUtc;
            case DATE -> (result, index) -> result.getObject(index, LocalDate.class);
            case TIME -> (result, index) -> result.getObject(index, LocalTime.class);
        };
    }

    private static Object padded(ResultSet result, int index) throws SQLException {
        String text = result.getString(index);
        return text == null ? null : text.stripTrailing();
    }

    private static Object integer(ResultSet result, int index) throws SQLException {
        long number = result.getLong(index);
        return number == 0 && result.wasNull() ? null : (Object) number;
    }

    private static Object decimal(ResultSet result, int index) throws SQLException {
        Object number = result.getObject(index);
        return number instanceof BigInteger whole ? new BigDecimal(whole) : number;
    }

    private static Object real(ResultSet result, int index) throws SQLException {
        float number = result.getFloat(index);
        return number == 0 && result.wasNull() ? null : exact(number);
    }

    /** By the digits it is written with: 0.1 is not 0.10000000149. */
    static Object exact(float number) {
        return Float.isFinite(number)
                ? new BigDecimal(Float.toString(number))
                : (Object) Double.NaN;
    }

    private static Object floating(ResultSet result, int index) throws SQLException {
        double number = result.getDouble(index);
        return number == 0 && result.wasNull() ? null : (Object) number;
    }

    private static Object bool(ResultSet result, int index) throws SQLException {
        boolean yes = result.getBoolean(index);
        return !yes && result.wasNull() ? null : (Object) yes;
    }

    private static Object sessionUtc(ResultSet result, int index) throws SQLException {
        LocalDateTime time = result.getObject(index, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
