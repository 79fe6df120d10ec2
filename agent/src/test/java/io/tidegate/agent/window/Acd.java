package io.tidegate.agent.window;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.WallClock;
import io.tidegate.agent.source.Outside;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table of an ACD in memory. Its time column holds instants or wall-clock times; a range is read
 * as a database would read it.
 */
final class Acd implements Source {
    /** A range that was asked for. */
    record Query(Instant from, Instant to) {}

    /** Stands for no time, in a row that the query finds by another column of that time. */
    record NoTime(Instant filed) {}

    /** Happens before a query is answered. */
    interface Event {
        void before(Query query) throws SourceException, InterruptedException;
    }

    final List<Object[]> rows = new ArrayList<>();
    final List<Query> queries = new ArrayList<>();
    WallClock wall;
    Event event = _ -> {};

    /** Happens after the last row of a query. */
    Event end = _ -> {};

    Duration ahead = Duration.ZERO;
    Duration took = Duration.ZERO;

    /** How long after its beginning a row carries its wall-clock time. */
    Duration late = Duration.ZERO;

    /** What the query compares its range with, where that is not the time that it gives. */
    Optional<Function<Object[], Object>> compared = Optional.empty();

    /** From how far before its range on the query gives rows as well. */
    Duration tooMuch = Duration.ZERO;

    private final TestClock clock;
    private String[] names;
    private String[] types;
    private int time;

    Acd(TestClock clock, ZoneId zone, String columns) {
        this.clock = clock;
        this.wall = new WallClock(zone);
        columns(columns);
    }

    /** Names with a colon and a type, separated by blanks. */
    void columns(String columns) {
        String[][] all =
                Arrays.stream(columns.split(" ")).map(c -> c.split(":")).toArray(String[][]::new);
        names = Arrays.stream(all).map(c -> c[0]).toArray(String[]::new);
        types = Arrays.stream(all).map(c -> c.length > 1 ? c[1] : "text").toArray(String[]::new);
        int found = Arrays.asList(names).indexOf("timestamp");
        time = found >= 0 ? found : Arrays.asList(names).indexOf("starttime");
    }

    Object[] add(Object... row) {
        rows.add(row);
        return row;
    }

    @Override
    public Instant now() throws SourceException, InterruptedException {
        return clock.instant().plus(ahead);
    }

    @Override
    public void read(Instant from, Instant to, RowSink sink)
            throws SourceException, ShapeException, InterruptedException {
        Query query = new Query(from, to);
        queries.add(query);
        event.before(query);
        clock.advance(took);
        sink.shape(shape());
        for (Object[] row : List.copyOf(rows)) {
            Object when = compared.map(c -> c.apply(row)).orElse(row[time]);
            if (isWithin(when, from.minus(tooMuch), to)) {
                sink.row(raw(row));
            }
        }
        end.before(query);
    }

    @Override
    public boolean mayGive(Instant when, Instant from, Instant to) {
        return !(rows.getFirst()[time] instanceof Instant) || isWithin(when, from, to);
    }

    @Override
    public Optional<String> compared() {
        return compared.map(_ -> "closed_at");
    }

    @Override
    public Optional<Outside> outside(Instant from, Instant to) {
        List<Object> times = rows.stream().map(row -> row[time]).toList();
        long timeless = times.stream().filter(NoTime.class::isInstance).count();
        long timed =
                times.stream().filter(t -> !(t instanceof NoTime) && isWithin(t, from, to)).count();
        long older =
                times.stream()
                        .filter(t -> !(t instanceof NoTime) && isWithin(t, Instant.EPOCH, from))
                        .count();
        return Optional.of(new Outside(timeless, older, times.size() - timeless - timed - older));
    }

    RawShape shape() {
        return new RawShape(List.of(names), List.of(types));
    }

    private boolean isWithin(Object when, Instant from, Instant to) {
        return switch (when) {
            case Instant t -> !t.isBefore(from) && t.isBefore(to);
            case LocalDateTime t ->
                    !t.isBefore(wall.from(from.plus(late))) && t.isBefore(wall.to(to.plus(late)));
            case NoTime(var filed) -> isWithin(filed, from, to);
            default -> true;
        };
    }

    static RawRow raw(Object[] row) {
        return new RawRow() {
            @Override
            public Object value(int index) {
                return row[index] instanceof NoTime ? null : row[index];
            }

            @Override
            public String place() {
                return "";
            }
        };
    }

    @Override
    public void close() {}
}
