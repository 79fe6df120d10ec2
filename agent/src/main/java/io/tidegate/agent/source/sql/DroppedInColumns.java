package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;

import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.function.Function;

/**
 * How a driver that is not built in gives and takes values. One that does not know java.time gives
 * times as text, which no zone can move, and takes them by a calendar in UTC, where no hour is
 * missing. Stateless.
 */
final class DroppedInColumns {
    /** Oracle's own numbers for types: {@code oracle.jdbc.OracleTypes}. */
    private static final int ORACLE_TIMESTAMP_WITH_ZONE = -101;

    private static final int ORACLE_FLOAT = 100;
    private static final int ORACLE_DOUBLE = 101;

    private static final Unreadable BINARY =
            new Unreadable("is binary: make it a text in the query, in hexadecimal digits");
    private static final Unreadable NO_TIME =
            new Unreadable("is not shown as a time by the driver: cast it in the query");

    private final boolean javaTime;

    DroppedInColumns(boolean javaTime) {
        this.javaTime = javaTime;
    }

    ColumnType type(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ColumnType.INTEGER;
            case Types.DECIMAL, Types.NUMERIC -> ColumnType.DECIMAL;
            case Types.REAL, ORACLE_FLOAT -> ColumnType.REAL;
            case Types.FLOAT, Types.DOUBLE, ORACLE_DOUBLE -> ColumnType.DOUBLE;
            case Types.BIT, Types.BOOLEAN -> ColumnType.BOOLEAN;
            case Types.TIMESTAMP -> ColumnType.LOCAL;
            case Types.TIMESTAMP_WITH_TIMEZONE, ORACLE_TIMESTAMP_WITH_ZONE ->
                    javaTime ? ColumnType.INSTANT : ColumnType.OTHER;
            case Types.DATE -> ColumnType.DATE;
            case Types.TIME -> ColumnType.TIME;
            case Types.CHAR, Types.NCHAR -> ColumnType.PADDED_TEXT;
            case Types.VARCHAR, Types.NVARCHAR, Types.LONGVARCHAR, Types.LONGNVARCHAR ->
                    ColumnType.TEXT;
            case Types.CLOB, Types.NCLOB -> ColumnType.TEXT;
            default -> ColumnType.OTHER;
        };
    }

    ColumnReader reader(ColumnType type, int jdbcType) {
        return switch (type) {
            case LOCAL -> javaTime ? ColumnReader.of(type) : this::text;
            case DATE -> javaTime ? ColumnReader.of(type) : DroppedInColumns::date;
            case TIME -> javaTime ? ColumnReader.of(type) : DroppedInColumns::time;
            case OTHER -> isBinary(jdbcType) ? DroppedInColumns::binary : ColumnReader.of(type);
            case TEXT,
                    PADDED_TEXT,
                    INTEGER,
                    DECIMAL,
                    REAL,
                    DOUBLE,
                    BOOLEAN,
                    COMPUTED,
                    INSTANT,
                    SESSION_UTC,
                    DURATION ->
                    ColumnReader.of(type);
        };
    }

    /**
     * A time without offset.
     *
     * @throws SQLException if the driver shows it in no form that is known
     */
    LocalDateTime local(ResultSet row, int index) throws SQLException {
        if (javaTime) {
            return row.getObject(index, LocalDateTime.class);
        }
        if (text(row, index) instanceof LocalDateTime time) {
            return time;
        }
        throw new SQLException("no time", "22007");
    }

    private Object text(ResultSet row, int index) throws SQLException {
        return parsed(row.getString(index), t -> LocalDateTime.parse(t.replace(' ', 'T')));
    }

    private static Object time(ResultSet row, int index) throws SQLException {
        return parsed(row.getString(index), LocalTime::parse);
    }

    private static Object parsed(String text, Function<String, Object> parser) {
        try {
            return text == null ? null : parser.apply(text.strip());
        } catch (DateTimeException _) {
            return NO_TIME;
        }
    }

    private static LocalDate date(ResultSet row, int index) throws SQLException {
        Date date = row.getDate(index);
        return date == null ? null : date.toLocalDate();
    }

    private static Object binary(ResultSet row, int index) throws SQLException {
        return row.getBytes(index) == null ? null : BINARY;
    }

    private static boolean isBinary(int jdbcType) {
        return switch (jdbcType) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
            default -> false;
        };
    }

    void set(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case LocalDateTime time when !javaTime ->
                    statement.setTimestamp(
                            index, Timestamp.from(time.toInstant(ZoneOffset.UTC)), utc());
            case LocalDate date when !javaTime -> statement.setDate(index, Date.valueOf(date));
            default -> statement.setObject(index, value);
        }
    }

    private static Calendar utc() {
        return new Calendar.Builder()
                .setTimeZone(TimeZone.getTimeZone("UTC"))
                .setInstant(0)
                .build();
    }
}
