package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.WallClock;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;

import java.time.ZoneId;
import java.util.Optional;

/**
 * How one of our times is kept at the source.
 *
 * @param column our name of it
 * @param key the setting that says so
 * @param name the source's name of the column that holds it, or its date; empty if it has none
 * @param timeOfDay the source's name of the column that holds its time of day, if that is apart
 * @param zone of its wall clock
 * @param clock that wall clock
 * @param said what the author said of it; empty: what its type says
 */
record TimeColumn(
        String column,
        String key,
        Optional<String> name,
        Optional<String> timeOfDay,
        ZoneId zone,
        WallClock clock,
        Optional<Bind> said) {
    private static final String AUTO = "auto";

    /**
     * @throws BadQueryException if {@code sql.bind} cannot be understood
     */
    static TimeColumn of(SourceConfig source, SourceConfig.Sql sql, String column, boolean own)
            throws BadQueryException {
        var times = source.times();
        ZoneId zone = times.zone(column, source.zone());
        WallClock clock =
                own && times.endStamped()
                        ? WallClock.ofEnds(zone, source.intervalLength())
                        : new WallClock(zone);
        String single = times.binds().get(column);
        String key = "source.%s.sql.bind".formatted(source.name());
        Mapping mapping = source.map().getOrDefault(column, new Mapping.From(column));
        return new TimeColumn(
                column,
                single == null ? key : key + "." + column,
                name(mapping),
                mapping instanceof Mapping.Joined(_, String second)
                        ? Optional.of(second)
                        : Optional.empty(),
                zone,
                clock,
                said(single == null ? sql.bind() : single, zone, clock)
                        .map(bind -> forDates(bind, mapping, clock)));
    }

    /** A date that is kept apart from its time of day is compared with whole days. */
    private static Bind forDates(Bind bind, Mapping mapping, WallClock clock) {
        return bind instanceof Bind.Local && mapping instanceof Mapping.Joined
                ? new Bind.Day(clock)
                : bind;
    }

    private static Optional<String> name(Mapping mapping) {
        return switch (mapping) {
            case Mapping.From(String name) -> Optional.of(name);
            case Mapping.Joined(String date, _) -> Optional.of(date);
            case Mapping.Constant _,
                    Mapping.Computed _,
                    Mapping.Formula _,
                    Mapping.TimesAnswered _ ->
                    Optional.empty();
        };
    }

    private static Optional<Bind> said(String bind, ZoneId zone, WallClock clock)
            throws BadQueryException {
        return switch (bind) {
            case AUTO -> Optional.empty();
            case "local" -> Optional.of(new Bind.Local(clock));
            case "utc" -> Optional.of(new Bind.Utc());
            case "date" -> Optional.of(new Bind.Day(clock));
            case "offset" -> Optional.of(new Bind.Offset());
            case "epoch" -> Optional.of(Bind.Epoch.SECONDS);
            case "epoch-ms" -> Optional.of(Bind.Epoch.MILLIS);
            default -> Optional.of(new Bind.Text(new TimePattern(bind, zone, clock)));
        };
    }

    boolean isJoined() {
        return timeOfDay.isPresent();
    }

    /** What the author said, for a column of that type. */
    Optional<Bind> said(ColumnType type) {
        return said.map(
                bind ->
                        bind instanceof Bind.Text(TimePattern pattern)
                                        && type.isNumber()
                                        && pattern.isDigits()
                                ? new Bind.Digits(pattern)
                                : bind);
    }

    /** What is said of a number where a time belongs. */
    BadQueryException number(String what) {
        return new BadQueryException(
                isJoined()
                        ? "%s is a number, not a date: say in %s = yyyyMMdd how it is written, or make it a date in the query"
                                .formatted(what, key)
                        : "%s is a number, not a time: say in %s = epoch or epoch-ms what it counts, or make it a time in the query"
                                .formatted(what, key));
    }

    /** What is said of a time that may be a wall clock's or the session's UTC. */
    BadQueryException computed(String what) {
        return new BadQueryException(
                "%s is computed, by a function, a UNION, a view or an inner query, and the database does not say of what: set %s = utc if it comes from a TIMESTAMP, a UNIX time or NOW(), or = local if it comes from a DATETIME"
                        .formatted(what, key));
    }
}
