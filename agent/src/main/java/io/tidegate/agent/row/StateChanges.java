package io.tidegate.agent.row;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Makes spans of changes of state: a state ends where the same agent's next begins, if that is
 * within {@code status.max-open}; if none is known it goes on. What comes after the range only ends
 * what began in it: see {@link #open} and {@link #next}. Of several changes of one agent at one
 * instant the last counts, in row order where the author asked for one; else a log-off is the last,
 * since a state that outlives it would be taken for work, and the rest is by text. Memory: some 40
 * bytes for each change.
 */
public final class StateChanges implements RowStage {
    private static final DataType DATA = DataType.AGENT_STATUS;
    private static final Column AGENT = DATA.column("agentidentifier").orElseThrow();
    private static final Column ACTIVITY = DATA.column("activity").orElseThrow();
    private static final Column END = DATA.column("endtime").orElseThrow();

    /** Changes that take as much memory as a row. */
    private static final int A_ROW = 8;

    private final LogOffs logOff;
    private final long maxOpen;
    private final boolean ordered;
    private final Direction direction;
    private final Map<String, List<Change>> changes = new HashMap<>();
    private final Map<String, String> activities = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private int count;
    private boolean sorted;
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;
    private long undecided;
    private long leftOut;

    private record Change(long time, String activity) {}

    /**
     * @param logOff activities that begin no state, as rows have them
     * @param maxOpen how long a state can last at most; one that lasts longer is taken to go on
     * @param ordered whether the order of rows means something
     */
    StateChanges(LogOffs logOff, Duration maxOpen, boolean ordered) {
        this.logOff = logOff;
        this.maxOpen = maxOpen.toMillis() * 1_000;
        this.ordered = ordered;
        this.direction = new Direction(ordered);
    }

    /** Rows outside [from, to) are passed over: their neighbours may not be there. */
    public void within(Instant begin, Instant end) {
        from = WireTime.micros(begin);
        to = WireTime.micros(end);
    }

    @Override
    public List<Column> columns(List<Column> checked) {
        return DATA.columns().stream().filter(c -> c == END || checked.contains(c)).toList();
    }

    @Override
    public void take(Row row, RowTaker out) {
        long time = row.time();
        if (time < from || time >= to) {
            return;
        }
        direction.saw(time);
        String activity = activities.computeIfAbsent(row.text(ACTIVITY), text -> text);
        changes.computeIfAbsent(row.text(AGENT), _ -> new ArrayList<>())
                .add(new Change(time, activity));
        count++;
    }

    @Override
    public int held() {
        return count / A_ROW;
    }

    /**
     * A state that goes on at the end of the range.
     *
     * @param start microseconds since 1970-01-01T00:00:00Z
     */
    public record Open(String agent, long start) {}

    /**
     * The states of which no end is known that could come at or after that instant. Asked when all
     * rows of the range were taken.
     */
    public List<Open> open(Instant until) {
        long end = WireTime.micros(until);
        List<Open> open = new ArrayList<>();
        sort();
        changes.forEach(
                (agent, all) -> {
                    Change last = all.getLast();
                    boolean closed = ends.containsKey(agent) || isLogOff(last);
                    if (!closed && last.time + maxOpen > end) {
                        open.add(new Open(agent, last.time));
                    }
                });
        return open;
    }

    /** That agent's next change after the range; the earliest of several counts. */
    public void next(String agent, long time) {
        if (changes.containsKey(agent)) {
            ends.merge(agent, time, Math::min);
        }
    }

    @Override
    public void finish(RowTaker out) throws InterruptedException {
        sort();
        var states =
                new PriorityQueue<>(
                        Comparator.comparingLong(States::time).thenComparing(s -> s.agent));
        changes.forEach((agent, all) -> states.add(new States(agent, all)));
        while (!states.isEmpty()) {
            States first = states.remove();
            give(first, out);
            if (first.advance()) {
                states.add(first);
            }
        }
        changes.clear();
        count = 0;
    }

    private void give(States states, RowTaker out) throws InterruptedException {
        Change now = states.now();
        long end =
                states.hasNext() ? states.next().time : ends.getOrDefault(states.agent, Row.NULL);
        if (end == now.time) {
            leftOut += isLogOff(now) ? 0 : 1;
            boolean differs = !now.activity.equals(states.next().activity);
            undecided += differs && !ordered ? 1 : 0;
        } else if (!isLogOff(now)) {
            boolean known = end != Row.NULL && end - now.time < maxOpen;
            out.taken(span(states.agent, now, known ? end : Row.NULL));
        }
    }

    private static Row span(String agent, Change state, long end) {
        long[] numbers = new long[DATA.columns().size()];
        String[] texts = new String[numbers.length];
        java.util.Arrays.fill(numbers, Row.NULL);
        texts[AGENT.ordinal()] = agent;
        texts[ACTIVITY.ordinal()] = state.activity;
        numbers[DATA.timeColumn().ordinal()] = state.time;
        numbers[END.ordinal()] = end;
        return new Row(DATA, numbers, texts);
    }

    private void sort() {
        if (!sorted) {
            sorted = true;
            changes.values().forEach(this::sort);
        }
    }

    private void sort(List<Change> all) {
        if (direction.isNewestFirst()) {
            java.util.Collections.reverse(all);
        }
        all.sort(order());
    }

    /** In row order where that means something: a sort keeps it. */
    private Comparator<Change> order() {
        Comparator<Change> byTime = Comparator.comparingLong(Change::time);
        return ordered
                ? byTime
                : byTime.thenComparing(this::isLogOff).thenComparing(Change::activity);
    }

    private boolean isLogOff(Change change) {
        return logOff.holds(change.activity);
    }

    @Override
    public long undecided() {
        return undecided;
    }

    @Override
    public long leftOut() {
        return leftOut;
    }

    /** The changes of one agent, one after the other. */
    private static final class States {
        private final String agent;
        private final List<Change> all;
        private int at;

        States(String agent, List<Change> all) {
            this.agent = agent;
            this.all = all;
        }

        Change now() {
            return all.get(at);
        }

        long time() {
            return now().time;
        }

        boolean hasNext() {
            return at + 1 < all.size();
        }

        Change next() {
            return all.get(at + 1);
        }

        boolean advance() {
            at++;
            return at < all.size();
        }
    }
}
