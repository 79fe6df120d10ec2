package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.Unreadable;
import io.tidegate.agent.row.WallClock;
import io.tidegate.config.TextOrder;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/**
 * Times kept as text. Texts are compared as texts by the database, so a pattern must run from the
 * largest unit to the smallest, as {@code yyyyMMddHHmmss} does. A pattern with an offset stands for
 * instants, but as texts they sort by the wall clock: a bound is then right both as a text,
 * whatever the offset behind it, and as the instant that a query may make of it. Texts are taken to
 * carry the offset of the column's zone. One without an offset stands for the wall clock of that
 * zone. What stands in brackets may be missing: a range begins with the shortest text, which stands
 * before all longer ones of its time.
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
        try {
            formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
            shortest = DateTimeFormatter.ofPattern(withoutOptional(pattern), Locale.ROOT);
            zoned = parsed(text(Instant.EPOCH)) instanceof OffsetDateTime;
            this.clock = zoned ? new WallClock(zone) : clock; // An instant is no clock's end.
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new BadQueryException(
                    "sql.bind = %s is neither a known word nor a pattern of a date and time such as"
                                    .formatted(pattern)
                            + " yyyy-MM-dd HH:mm:ss");
        }
    }

    String from(Instant from) {
        return shortest.format(zoned ? zonedFrom(from) : clock.from(from));
    }

    /**
     * Where the hour comes twice, one unit before its first pass: at the very beginning a text of
     * the second pass may stand before one of the first. The same where a fraction may be missing,
     * since {@code .5Z} stands before {@code Z}.
     */
    private ZonedDateTime zonedFrom(Instant from) {
        LocalDateTime wall = clock.from(from);
        ZonedDateTime begin = wall.atZone(zone).withEarlierOffsetAtOverlap();
        boolean twice = zone.getRules().getTransition(wall) != null;
        boolean cut = !shortest.toString().equals(formatter.toString());
        return twice || cut ? begin.minus(finest()) : begin;
    }

    /** The smallest step that such a text shows. */
    private Duration finest() {
        String epoch = text(Instant.EPOCH);
        return STEPS.stream()
                .filter(step -> !text(Instant.EPOCH.plus(step)).equals(epoch))
                .findFirst()
                .orElse(STEPS.getLast());
    }

    /** Whether a database that compares such texts would miss rows. */
    boolean isUnsorted() {
        return TextOrder.fault(pattern).isPresent();
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
        LocalDateTime end = clock.to(to);
        ZonedDateTime at = end.atZone(zone);
        if (at.toInstant().isBefore(to)) {
            at = at.withLaterOffsetAtOverlap();
        }
        String text = formatter.format(zoned ? at : end);
        for (Duration step : STEPS) {
            if (!wall(text).isBefore(end)) {
                return text;
            }
            text = formatter.format(zoned ? at.plus(step) : end.plus(step));
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
