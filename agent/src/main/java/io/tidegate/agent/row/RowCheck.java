package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.RowFault;
import io.tidegate.protocol.RowRules;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Turns raw rows of one shape into canonical rows: mapping, types, ranges, channels, clock changes,
 * privacy. Used by one thread. One object serves one read at a time: {@link #begin}, rows, {@link
 * #finish}.
 */
public final class RowCheck {
    private static final String NEVER =
            "does not exist on that clock, which went forward over it: is the time-zone right?";
    private static final String FUTURE =
            "lies in the future: are the time-zone and the clock there right?";

    private static final String ENDS_LATER =
            "lies in the future: a state that goes on has no endtime, let the query give NULL; else are the time-zone and the clock there right?";

    private final DataType data;
    private final int width;
    private final Column time;
    private final int end;
    private final boolean secondPass;
    private final Feed[] feeds;
    private final List<Column> columns;
    private final List<String> unused;
    private final RowClocks clocks;
    private final RepeatedHours repeated;
    private final RowRules rules;
    private final RowFault never;
    private final RowFault future;
    private final RowFault endsLater;
    private final Direction direction;
    private long latest;
    private long undecided;
    private TimeSpan placed = TimeSpan.NONE;
    private long decided;

    /**
     * @throws ShapeException if a required column is missing, two match, or a mapping names a
     *     column that is not there
     */
    public RowCheck(SourceConfig source, DataType data, RawShape shape, Pseudonyms pseudonyms)
            throws ShapeException {
        this.data = data;
        this.width = data.columns().size();
        this.time = data.timeColumn();
        this.end = data.column("endtime").map(Column::ordinal).orElse(-1);
        this.secondPass = source.secondPass();
        this.clocks = RowClocks.of(source, data);
        var plan = new ColumnPlan(source, data, shape, pseudonyms, clocks);
        this.feeds = plan.feeds().toArray(Feed[]::new);
        this.columns = plan.columns();
        this.unused = plan.unused();
        boolean file = source.origin() instanceof SourceConfig.Csv;
        boolean ordered = file || shape.ordered();
        this.repeated = new RepeatedHours(data, clocks, file, ordered, secondPass);
        this.direction = new Direction(ordered);
        this.never = new RowFault(time.name(), NEVER);
        this.future = new RowFault(time.name(), FUTURE);
        this.endsLater = new RowFault("endtime", ENDS_LATER);
        this.rules = RowRules.of(data, source.intervalLength(), source.zone());
    }

    /** The columns that rows of this shape can have a value in; what a batch's header names. */
    public List<Column> columns() {
        return columns;
    }

    /** Columns of the source that are not used; to be named once in the log. */
    public List<String> unused() {
        return unused;
    }

    /**
     * @param latest rows after it lie in the future and are rejected: the source's now, or the
     *     file's time, plus 5 minutes
     */
    public void begin(Instant latest) {
        this.latest = WireTime.micros(latest);
        this.undecided = 0;
        this.placed = TimeSpan.NONE;
        this.decided = 0;
        repeated.clear();
        direction.clear();
    }

    /** Checks a row. Rows whose wall-clock time came twice are held back until {@link #finish}. */
    public void check(RawRow raw, RowTaker taker) throws InterruptedException {
        Draft draft = new Draft(data, width);
        for (Feed feed : feeds) {
            try {
                feed.fill(raw, draft);
            } catch (BadValue bad) {
                reject(draft, raw.place(), feed.column().name(), bad.getMessage(), taker);
                return;
            }
        }
        if (draft.wall == Row.NULL) {
            direction.saw(draft.numbers[time.ordinal()]);
            settle(draft, raw, taker);
        } else if (draft.numbers[time.ordinal()] == WallClock.NEVER) {
            refuse(draft, draft.row(), raw.place(), never, taker);
        } else {
            draft.place = raw.place();
            repeated.hold(draft);
        }
    }

    /** How many rows are held back. */
    public int held() {
        return repeated.size();
    }

    /** Decides what was held back. */
    public void finish(RowTaker taker) throws InterruptedException {
        for (Draft draft : repeated.decided(latest, direction.isNewestFirst())) {
            draft.numbers[time.ordinal()] = clocks.start(draft.wall, draft.second);
            settle(draft, null, taker);
        }
    }

    /**
     * Choices between two possible instants since {@link #begin} that nothing but {@code
     * repeated-hour} or our own order of the rows spoke for, to be reported.
     */
    public long undecided() {
        return undecided;
    }

    /** The first and the last time of the rows of which something was {@link #undecided}. */
    public TimeSpan placed() {
        return placed;
    }

    /**
     * Choices between two instants since {@link #begin} that row order, a jump back or the future
     * made certain, to be reported.
     */
    public long decided() {
        return decided;
    }

    /**
     * @param raw null for a row that was held back
     */
    private void settle(Draft draft, RawRow raw, RowTaker taker) throws InterruptedException {
        if (draft.lasts != Row.NULL) {
            draft.numbers[end] = draft.numbers[time.ordinal()] + draft.lasts;
        } else if (draft.endWall != Row.NULL) {
            if (draft.numbers[end] == WallClock.NEVER) {
                reject(draft, place(draft, raw), "endtime", NEVER, taker);
                return;
            }
            draft.numbers[end] = end(draft);
        }
        count(draft);
        Row row = draft.row();
        Optional<RowFault> fault = ahead(draft, row).or(() -> rules.judge(row));
        if (fault.isEmpty()) {
            taker.taken(row);
        } else {
            refuse(draft, row, place(draft, raw), fault.get(), taker);
        }
    }

    /** Costs a text: asked of bad rows only. */
    private static String place(Draft draft, RawRow raw) {
        return raw == null ? draft.place : raw.place();
    }

    /** Nobody knows yet what is to come. */
    private Optional<RowFault> ahead(Draft draft, Row row) {
        if (row.time() > latest) {
            return Optional.of(future);
        }
        boolean endsLaterThanNow =
                end >= 0 && draft.numbers[end] != Row.NULL && draft.numbers[end] > latest;
        return endsLaterThanNow ? Optional.of(endsLater) : Optional.empty();
    }

    private void count(Draft draft) {
        if (draft.undecided) {
            undecided++;
            placed = placed.and(draft.numbers[time.ordinal()]);
        } else if (draft.wall != Row.NULL || draft.endWall != Row.NULL) {
            decided++;
        }
    }

    /** An end is in the pass of its start if it can be, else after it, else as the setting says. */
    private long end(Draft draft) {
        long start = draft.numbers[time.ordinal()];
        long first = clocks.end().first(draft.endWall);
        long second = clocks.end().second(draft.endWall);
        if (first < start || second > latest) {
            return first < start ? second : first;
        }
        draft.undecided = true;
        boolean sameHour =
                draft.wall != Row.NULL
                        && clocks.own().changeAt(draft.wall)
                                == clocks.end().changeAt(draft.endWall);
        return (sameHour ? draft.second : secondPass) ? second : first;
    }

    /** Rejects a row, unless it is a template's: all zero at a time that cannot be. */
    private void refuse(Draft draft, Row row, String place, RowFault fault, RowTaker taker)
            throws InterruptedException {
        boolean ofTime = fault.column().equals(time.name());
        if (ofTime && data == DataType.INTERVALS && isAllZero(row)) {
            taker.ignored();
        } else {
            reject(draft, place, fault.column(), fault.reason(), taker);
        }
    }

    private static boolean isAllZero(Row row) {
        for (Column column : row.type().columns()) {
            boolean measure = column.kind() == Kind.COUNT || column.kind() == Kind.SECONDS;
            if (measure && !row.isNull(column) && row.number(column) != 0) {
                return false;
            }
        }
        return true;
    }

    private void reject(Draft draft, String place, String column, String reason, RowTaker taker)
            throws InterruptedException {
        taker.rejected(new Rejection(place, column, reason, listedAt(draft)));
    }

    /** The time to list a reject under, for a row that may not have a time of its own. */
    private long listedAt(Draft draft) {
        long own = draft.numbers[time.ordinal()];
        if (own == WallClock.NEVER) {
            return clocks.own().changeAt(draft.wall) - clocks.length();
        }
        return own == WallClock.TWICE ? clocks.start(draft.wall, false) : own;
    }
}
