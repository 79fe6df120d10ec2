package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;
import io.tidegate.agent.row.WallClock;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/**
 * Times kept as text. Texts are compared as texts by the database, so a pattern must run from the
 * largest unit to the smallest, as {@code yyyyMMddHHmmss} does. A pattern with an offset stands for
 * instants; one without for the wall clock of the column's zone. What stands in brackets may be
 * missing: a range begins with the shortest text, which stands before all longer ones of its time.
 */
final class TimePattern {
    private static final List<Duration> STEPS =
            List.of(
                    Duration.ofNanos(1_000),
                    Duration.ofMillis(1),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    Duration.ofDays(1));

    private final DateTimeFormatter formatter;
    private final DateTimeFormatter shortest;
    private final WallClock clock;
    private final ZoneId zone;
    private final String pattern;
    private final boolean zoned;

    /**
     * @throws BadQueryException if it is no java.time pattern of a date and time
     */
    TimePattern(String pattern, ZoneId zone, WallClock clock) throws BadQueryException {
        this.pattern = pattern;
        this.zone = zone;
        this.clock = clock;
        try {
            formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
            shortest = DateTimeFormatter.ofPattern(withoutOptional(pattern), Locale.ROOT);
            zoned = parsed(text(Instant.EPOCH)) instanceof OffsetDateTime;
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new BadQueryException(
                    "sql.bind = %s is neither a known word nor a pattern of a date and time such as"
                                    .formatted(pattern)
                            + " yyyy-MM-dd HH:mm:ss");
        }
    }

    String from(Instant from) {
        return zoned
                ? shortest.format(from.atZone(zone).toOffsetDateTime())
                : shortest.format(clock.from(from));
    }

    /** Whether such texts are digits alone, so that they may be kept as numbers. */
    boolean isDigits() {
        return text(Instant.EPOCH).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Outside quotes: what is within brackets, nested ones included, goes. */
    private static String withoutOptional(String pattern) {
        var kept = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '[' ? 1 : 0;
            if (depth == 0) {
                kept.append(c);
            }
            depth -= quoted ? 0 : c == ']' ? 1 : 0;
        }
        return kept.toString();
    }

    /** Rounded up to what the pattern can say, so that it leaves out nothing before the edge. */
    String to(Instant to) {
        LocalDateTime end = zoned ? LocalDateTime.ofInstant(to, zone) : clock.to(to);
        String text = zoned ? text(to) : formatter.format(end);
        for (Duration step : STEPS) {
            if (!wall(text).isBefore(end)) {
                return text;
            }
            text = zoned ? text(to.plus(step)) : formatter.format(end.plus(step));
        }
        return text;
    }

    /** The time written there. */
    Object read(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return parsed(text.strip());
        } catch (DateTimeException _) {
            return new Unreadable("is not written as sql.bind = " + pattern + " says");
        }
    }

    private String text(Instant instant) {
        return formatter.format(instant.atZone(zone).toOffsetDateTime());
    }

    private LocalDateTime wall(String text) {
        return switch (parsed(text)) {
            case OffsetDateTime time -> LocalDateTime.ofInstant(time.toInstant(), zone);
            case LocalDateTime time -> time;
            case LocalDate date -> date.atStartOfDay();
            default -> throw new IllegalStateException("not a time");
        };
    }

    private TemporalAccessor parsed(String text) {
        return formatter.parseBest(
                text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    }
}
