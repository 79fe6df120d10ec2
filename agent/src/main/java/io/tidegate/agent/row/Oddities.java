package io.tidegate.agent.row;

import io.tidegate.agent.finding.Finding;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows that are good one by one, and together tell that a setting is wrong: intervals longer than
 * said, lengths of time in milliseconds, dates taken for times. For a person who looks at some
 * rows; what is found is a suspicion. Memory does not grow beyond a few starts. Used by one thread.
 */
public final class Oddities {
    /** Fewer say nothing. */
    private static final int LEAST_STARTS = 6;

    private static final int LEAST_ROWS = 5;

    /** Enough for two days of the shortest intervals that a longer one could hide in. */
    private static final int MOST_STARTS = 200;

    private static final int[] MINUTES = {60, 30, 15, 10};
    private static final long LONGEST = Duration.ofDays(1).toMillis();
    private static final long LONGEST_EACH = Duration.ofHours(4).toMillis();

    private final SourceConfig source;
    private final DataType data;
    private final List<Column> lengths;
    private final long[] tooLong;
    private final Set<LocalTime> starts = new HashSet<>();
    private long rows;
    private boolean timed;

    public Oddities(SourceConfig source) {
        this.source = source;
        this.data = DataType.of(source.rows()).orElseThrow();
        this.lengths =
                data.columns().stream().filter(column -> column.kind() == Kind.SECONDS).toList();
        this.tooLong = new long[lengths.size()];
    }

    public void see(Row row) {
        rows++;
        for (int i = 0; i < tooLong.length; i++) {
            Column column = lengths.get(i);
            tooLong[i] += !row.isNull(column) && row.number(column) > longest(row) ? 1 : 0;
        }
        LocalTime at = shown(row);
        timed |= !at.equals(LocalTime.MIDNIGHT);
        if (data == DataType.INTERVALS && starts.size() < MOST_STARTS) {
            starts.add(at);
        }
    }

    /** The time of day that the source gives, or gave a date for. */
    private LocalTime shown(Row row) {
        Duration late = source.times().endStamped() ? source.intervalLength() : Duration.ZERO;
        return WireTime.instant(row.time())
                .plus(late)
                .atZone(source.times().zone(data.timeColumn().name(), source.zone()))
                .toLocalTime();
    }

    private long longest(Row row) {
        return data == DataType.INTERVALS
                ? LONGEST_EACH * Math.max(1, row.number(data.column("offered").orElseThrow()))
                : LONGEST;
    }

    /** What a person should know. */
    public List<Finding> found() {
        var found = new ArrayList<Finding>();
        for (int i = 0; i < tooLong.length; i++) {
            if (rows >= LEAST_ROWS && tooLong[i] * 10 > rows) {
                found.add(tooLong(lengths.get(i).name(), tooLong[i]));
            }
        }
        if (rows >= LEAST_ROWS && !timed) {
            found.add(midnight());
        }
        coarser(found);
        return found;
    }

    private Finding midnight() {
        return Finding.warn(
                "all %,d rows lie at midnight: does %s lack its time of day?"
                        .formatted(rows, data.timeColumn().name()),
                "give a time in the query, or join the two: source.%s.map.%s = date + time, with source.%1$s.sql.time-of-day if that is a number"
                        .formatted(source.name(), data.timeColumn().name()));
    }

    private Finding tooLong(String column, long count) {
        return Finding.warn(
                "%,d of %,d rows have a %s of more than %s: is it counted in milliseconds?"
                        .formatted(
                                count,
                                rows,
                                column,
                                data == DataType.INTERVALS
                                        ? "4 hours for each contact offered"
                                        : "a day"),
                "it must be in seconds: divide it by 1000 in the query, if so; source.%s.map.%s says which column it is"
                        .formatted(source.name(), column));
    }

    private void coarser(List<Finding> found) {
        if (starts.size() < LEAST_STARTS) {
            return;
        }
        for (int minutes : MINUTES) {
            if (minutes > source.intervalLength().toMinutes()
                    && starts.stream().allMatch(t -> isOn(t, minutes))) {
                found.add(
                        Finding.warn(
                                "all intervals begin at full %d minutes, and source.%s.interval-length is %d minutes"
                                        .formatted(
                                                minutes,
                                                source.name(),
                                                source.intervalLength().toMinutes()),
                                "if they are that long, set source.%s.interval-length = %dm"
                                        .formatted(source.name(), minutes)));
                return;
            }
        }
    }

    private static boolean isOn(LocalTime time, int minutes) {
        return time.toSecondOfDay() % (minutes * 60) == 0;
    }
}
