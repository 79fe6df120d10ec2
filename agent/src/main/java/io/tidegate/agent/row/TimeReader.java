package io.tidegate.agent.row;

import io.tidegate.protocol.Row;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Reads what a source gives as a point in time: as it is where it carries an offset, by the wall
 * clock of the source's zone where it does not. Used by one thread.
 */
final class TimeReader {
    private static final long FARTHEST_SECOND = 300_000_000_000L;
    private static final String NO_TIME = "is not a time: give a date and time, best with its zone";
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .optionalStart()
                    .appendOffset("+HH:mm", "Z")
                    .toFormatter(Locale.ROOT)
                    .withChronology(IsoChronology.INSTANCE)
                    .withResolverStyle(ResolverStyle.STRICT);

    private final WallClock clock;
    private long wall;

    TimeReader(WallClock clock) {
        this.clock = clock;
    }

    /**
     * Microseconds since 1970-01-01T00:00:00Z, {@link Row#NULL} if absent; {@link WallClock#NEVER}
     * or {@link WallClock#TWICE} where the wall clock says no more.
     */
    long read(Object value) throws BadValue {
        return read(value, RowOffset.UNKNOWN);
    }

    /**
     * The same where the row says how far its clock is from UTC.
     *
     * @param offset seconds east of UTC, or {@link RowOffset#UNKNOWN}
     */
    long read(Object value, long offset) throws BadValue {
        return switch (value) {
            case null -> Row.NULL;
            case OffsetDateTime time -> micros(time.toEpochSecond(), time.getNano());
            case Instant time -> micros(time.getEpochSecond(), time.getNano());
            case LocalDateTime time -> fromWall(time, offset);
            case LocalDate date -> fromWall(date.atStartOfDay(), offset);
            case String text -> text.isBlank() ? Row.NULL : read(parsed(text.strip()), offset);
            default -> {
                Values.readable(value);
                throw new BadValue(NO_TIME);
            }
        };
    }

    /** The wall-clock time that was last read, in microseconds. */
    long wall() {
        return wall;
    }

    private long fromWall(LocalDateTime time, long offset) throws BadValue {
        near(time.toEpochSecond(java.time.ZoneOffset.UTC));
        wall = WallClock.wall(time);
        return offset == RowOffset.UNKNOWN ? clock.instant(wall) : fromOffset(offset);
    }

    /** Where the zone knows no such offset at that time, one of the two is wrong. */
    private long fromOffset(long offset) throws BadValue {
        long instant = wall - offset * 1_000_000;
        if (!clock.isOffset(instant, offset)) {
            throw new BadValue(
                    "does not fit the row's offset from UTC: is the time-zone right, and sql.offset-is?");
        }
        return instant;
    }

    /** Microseconds that may be anything. */
    static long checked(long micros) throws BadValue {
        near(Math.floorDiv(micros, 1_000_000));
        return micros;
    }

    private static long micros(long second, int nano) throws BadValue {
        near(second);
        return second * 1_000_000 + nano / 1_000;
    }

    /** So that microseconds cannot overflow; databases have a word for "infinitely late". */
    private static void near(long second) throws BadValue {
        if (second > FARTHEST_SECOND || second < -FARTHEST_SECOND) {
            throw new BadValue("lies outside the years 1970 to 9999");
        }
    }

    private static TemporalAccessor parsed(String text) throws BadValue {
        boolean blank = text.length() > 10 && text.charAt(10) == ' ';
        String iso = blank ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        try {
            return ISO.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        } catch (DateTimeException _) {
            throw new BadValue(NO_TIME);
        }
    }
}
