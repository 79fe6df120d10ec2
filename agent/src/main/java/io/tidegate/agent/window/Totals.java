package io.tidegate.agent.window;

import io.tidegate.protocol.Channel;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What rows add up to per local day, queue and channel, and per window, in the words of an ACD's
 * own report. Memory grows with days and queues, so it holds a few days at a time. Used by one
 * thread at a time.
 */
public final class Totals {
    /**
     * @param queue its identifier; empty for agent-status
     * @param channel such as {@code calls}; empty for agent-status
     */
    public record Key(LocalDate day, String queue, String channel) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::day)
                        .thenComparing(Key::queue)
                        .thenComparing(Key::channel);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Sums, as the ingest's {@code windows} give them.
     *
     * @param offered their sum (intervals), else the rows
     * @param handlingMillis of handling time or duration
     * @param open agent-status spans that go on
     */
    public record Sums(long offered, long answered, long handlingMillis, long open) {
        public static final Sums NONE = new Sums(0, 0, 0, 0);

        public Sums plus(Sums other) {
            return new Sums(
                    offered + other.offered,
                    answered + other.answered,
                    handlingMillis + other.handlingMillis,
                    open + other.open);
        }
    }

    /**
     * @param name the queue's latest name; may be empty
     */
    public record Line(String name, Sums sums) {
        public Line plus(Line other) {
            return new Line(other.name.isEmpty() ? name : other.name, sums.plus(other.sums));
        }
    }

    private final DataType data;
    private final ZoneId zone;
    private final NavigableMap<Key, Line> lines = new TreeMap<>();
    private final NavigableMap<Instant, Sums> windows = new TreeMap<>();
    private final Optional<Column> queue;
    private final Optional<Column> name;
    private final Optional<Column> channel;
    private final Optional<Column> offered;
    private final Optional<Column> answered;
    private final Optional<Column> handling;
    private final Optional<Column> end;
    private LocalDate day = LocalDate.EPOCH;
    private long dayFrom;
    private long dayTo;

    Totals(DataType data, ZoneId zone) {
        this.data = data;
        this.zone = zone;
        this.queue = data.column("queueidentifier");
        this.name = data.column("queuename");
        this.channel = data.column("channel");
        this.offered = data.column("offered");
        this.answered = data.column("answered");
        this.handling = data.column("handlingtime").or(() -> data.column("duration"));
        this.end = data.column("endtime");
    }

    /** Nothing so far, of the same kind. */
    Totals blank() {
        return new Totals(data, zone);
    }

    void add(Instant window, Row row) {
        Sums sums = sums(row);
        windows.merge(window, sums, Sums::plus);
        var key = new Key(day(row.time()), text(row, queue), channel(row));
        lines.merge(key, new Line(text(row, name), sums), Line::plus);
    }

    void add(Totals other) {
        other.lines.forEach((key, line) -> lines.merge(key, line, Line::plus));
        other.windows.forEach((from, sums) -> windows.merge(from, sums, Sums::plus));
    }

    /** Per local day, queue and channel. */
    public NavigableMap<Key, Line> lines() {
        return lines;
    }

    /** Of the window that begins then. */
    public Sums of(Instant window) {
        return windows.getOrDefault(window, Sums.NONE);
    }

    private Sums sums(Row row) {
        return new Sums(
                offered.isPresent() ? number(row, offered) : 1,
                number(row, answered),
                number(row, handling),
                end.filter(row::isNull).isPresent() ? 1 : 0);
    }

    private static long number(Row row, Optional<Column> column) {
        return column.filter(c -> !row.isNull(c)).map(row::number).orElse(0L);
    }

    /** Most rows are of the day of the one before. */
    private LocalDate day(long micros) {
        if (micros < dayFrom || micros >= dayTo) {
            day = LocalDate.ofInstant(WireTime.instant(micros), zone);
            dayFrom = WireTime.micros(Cut.startOf(zone, day));
            dayTo = WireTime.micros(Cut.startOf(zone, day.plusDays(1)));
        }
        return day;
    }

    private static String text(Row row, Optional<Column> column) {
        return column.map(row::text).orElse("");
    }

    private String channel(Row row) {
        return channel.map(c -> row.isNull(c) ? "calls" : Channel.at(row.number(c)).wireName())
                .orElse("");
    }
}
