package io.tidegate.agent.window;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowStage;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.StateChanges;
import io.tidegate.agent.row.TimeSpan;
import io.tidegate.agent.row.Twins;
import io.tidegate.agent.source.RowSink;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One query over adjacent windows: checks each row and gives it to its window, which hashes and
 * encodes it. What rows are made of is held until the end; its amount is bounded, and so is what
 * encoders hold. Used by one thread, once: rows, {@link #settle}, {@link #finish}.
 */
final class Reading implements RowSink, RowTaker {
    /** Rows between two looks at the encoders; a power of two. */
    private static final int LOOK_EVERY = 512;

    /** Makes encoders as rows ask for them. */
    interface Encoders {
        /** Called once, when the columns are known. */
        void columns(List<Column> columns);

        /** Makes the encoder of a window, whose first row has come. */
        void open(WindowRows window) throws InterruptedException;

        /**
         * Called every some hundred rows.
         *
         * @throws TooLargeException if several windows hold more in memory than they may
         */
        void look();
    }

    private final Checks checks;
    private final WindowRows[] windows;
    private final long[] starts;
    private final long to;
    private final boolean wholeLast;
    private final Instant latest;
    private final Encoders encoders;
    private final int heldMost;
    private final long beyond;
    private RowCheck check;
    private Totals totals;
    private Twins twins;
    private StrayRows strays;
    private RowStage stage;
    private int at;
    private long read;
    private long encoded;
    private long undecided;
    private TimeSpan placed = TimeSpan.NONE;

    /**
     * @param upTo rows at or after it are left for another time
     * @param latest rows after it lie in the future
     * @param beyond up to where the query reads, at least {@code upTo}: what lies between counts
     *     only for rows before it
     * @param encoders null if rows are only counted and hashed
     * @param heldMost interval rows, or rows of a repeated hour, held at once, at most; some 300
     *     bytes each
     */
    Reading(
            Checks checks,
            List<WindowRows> windows,
            Instant upTo,
            Instant beyond,
            Instant latest,
            Encoders encoders,
            int heldMost) {
        this.checks = checks;
        this.windows = windows.toArray(WindowRows[]::new);
        this.starts = windows.stream().mapToLong(w -> WireTime.micros(w.line().from())).toArray();
        this.to = WireTime.micros(upTo);
        this.wholeLast = !upTo.isBefore(windows.getLast().line().to());
        this.latest = latest;
        this.encoders = encoders;
        this.heldMost = heldMost;
        this.beyond = WireTime.micros(beyond);
    }

    /** Shows the rows to whoever looks for those of other times. */
    Reading watched(StrayRows by) {
        strays = by;
        return this;
    }

    /** Adds the rows up as well. */
    Reading adding(Totals to) {
        totals = to;
        return this;
    }

    /** Shows the rows to whoever looks for those that come more than once; null if nobody does. */
    Reading compared(Twins by) {
        twins = by;
        return this;
    }

    @Override
    public void shape(RawShape shape) throws ShapeException {
        if (read > 0) {
            throw new IllegalStateException("a source that begins anew would give rows twice");
        }
        check = checks.of(shape);
        check.begin(latest);
        stage = checks.stage(shape, latest);
        changes()
                .ifPresent(
                        states -> states.within(WireTime.instant(starts[0]), WireTime.instant(to)));
        if (encoders != null) {
            encoders.columns(stage.columns(check.columns()));
        }
    }

    @Override
    public void row(RawRow row) throws InterruptedException {
        read++;
        check.check(row, this);
        if (check.held() > heldMost) {
            throw new TooLargeException("more than " + heldMost + " rows of a repeated hour");
        }
    }

    /** All rows of the query were read: decides those of a repeated hour. */
    void settle() throws InterruptedException {
        check.finish(this);
        undecided = check.undecided();
        placed = check.placed();
    }

    /** Changes of state, whose ends may lie beyond the range; empty if rows are none. */
    Optional<StateChanges> changes() {
        return stage instanceof StateChanges states ? Optional.of(states) : Optional.empty();
    }

    /** Gives all rows to their windows. Encoders end; they are not finished. */
    void finish() throws InterruptedException {
        stage.finish(shaped);
        for (WindowRows window : windows) {
            if (window.encoder() != null) {
                window.encoder().end();
            }
        }
    }

    @Override
    public void taken(Row row) throws InterruptedException {
        strays.see(row);
        if (twins != null) {
            twins.see(row);
        }
        stage.take(row, shaped);
        if (stage.held() > heldMost) {
            throw new TooLargeException("more rows than are held at once");
        }
    }

    /** What has become of rows. */
    private final RowTaker shaped =
            new RowTaker() {
                @Override
                public void taken(Row row) throws InterruptedException {
                    give(row);
                }

                @Override
                public void rejected(Rejection rejection) throws InterruptedException {
                    list(rejection); // As it came, it was a good row, and seen.
                }

                @Override
                public void ignored() {
                    // No state.
                }
            };

    private void give(Row row) throws InterruptedException {
        long time = row.time();
        if (time < starts[0] || time >= to) {
            return; // A wall clock's range may hold a little more than was asked for.
        }
        WindowRows window = windows[index(time)];
        if (encoders != null) {
            encode(window);
        }
        window.add(row);
        if (totals != null) {
            totals.add(window.line().from(), row);
        }
    }

    private void encode(WindowRows window) throws InterruptedException {
        if (window.encoder() == null) {
            encoders.open(window);
        }
        if ((++encoded & LOOK_EVERY - 1) == 0) {
            encoders.look();
        }
    }

    private int index(long time) throws InterruptedException {
        boolean here = starts[at] <= time && (at + 1 == starts.length || time < starts[at + 1]);
        if (!here) {
            int found = Arrays.binarySearch(starts, time);
            leave(found >= 0 ? found : -found - 2);
        }
        return at;
    }

    /** Most rows come in the order of time: what they have passed can be compressed meanwhile. */
    private void leave(int next) throws InterruptedException {
        if (next > at && windows[at].encoder() != null) {
            windows[at].encoder().likelyComplete();
        }
        at = next;
    }

    @Override
    public void rejected(Rejection rejection) throws InterruptedException {
        if (isListedElsewhere(rejection.time())) {
            strays.see(rejection);
        }
        list(rejection);
    }

    private void list(Rejection rejection) throws InterruptedException {
        long time = rejection.time();
        if (time == Row.NULL && windows.length > 1) {
            throw new TooLargeException("a rejected row whose time cannot be read");
        }
        if (!isListedElsewhere(time) && (time < to || wholeLast)) {
            windows[index(Math.clamp(time, starts[0], to - 1))].reject(rejection);
        }
    }

    /**
     * Whether it is of another window, which gives it too: as good rows, bad ones may come for a
     * range that is not theirs. What no window would list stays: future rows, and times that were
     * skipped where the range ends.
     */
    private boolean isListedElsewhere(long time) {
        boolean earlier = time != Row.NULL && time < starts[0];
        boolean later = time > to && !WireTime.instant(time).isAfter(latest);
        return earlier || later || time >= to && time < beyond;
    }

    @Override
    public void ignored() {
        // A template's row; it is neither data nor a fault.
    }

    List<WindowRows> windows() {
        return List.of(windows);
    }

    /** Rows that the source gave. */
    long read() {
        return read;
    }

    /** Choices between two possible times that nothing spoke for. */
    long undecided() {
        return undecided + stage.undecided();
    }

    /**
     * When the first and the last row began that {@link #undecided} counts; changes of state apart.
     */
    TimeSpan placed() {
        return placed;
    }

    /** Interval rows that went into another. */
    long combined() {
        return stage.combined();
    }

    /** States that lasted no time. */
    long leftOut() {
        return stage.leftOut();
    }
}
