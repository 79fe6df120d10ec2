package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How far the history has come, for people. How fast it is, the last half to three quarters of what
 * was read tell: it begins with single windows, and soon reads many at once. Used by one thread.
 */
final class Progress {
    private static final Duration PAGE = Duration.ofDays(64);

    private final Clock clock;
    private long total;
    private long done;
    private long doneHere;
    private long rows;
    private Mark older;
    private Mark newer;

    /**
     * @param done windows read here until then
     * @param at when
     */
    private record Mark(long done, long at) {}

    Progress(Clock clock) {
        this.clock = clock;
    }

    /** Counts the windows of [from, to) anew. */
    void count(Tx tx, Cut cut, Predicate<WindowRecord> wanted, Instant from, Instant to) {
        total = 0;
        done = 0;
        doneHere = 0;
        newer = new Mark(0, clock.nanoTime());
        older = newer;
        for (Instant at = from; at.isBefore(to); at = at.plus(PAGE)) {
            Instant start = at;
            Instant end = at.plus(PAGE).isBefore(to) ? at.plus(PAGE) : to;
            for (WindowRecord window : cut.windows(tx, start, end)) {
                if (!window.from().isBefore(start)) {
                    total++;
                    done += wanted.test(window) ? 0 : 1;
                }
            }
        }
    }

    long missing() {
        return total - done;
    }

    void read(int windows, long withRows) {
        done += windows;
        doneHere += windows;
        rows += withRows;
        if (doneHere > 0 && doneHere >= 2 * newer.done) {
            older = newer;
            newer = new Mark(doneHere, clock.nanoTime());
        }
    }

    void split(int pieces) {
        total += pieces - 1;
    }

    IntakeStatus.Backfill status() {
        return new IntakeStatus.Backfill(done, total, rows, eta());
    }

    private Optional<Duration> eta() {
        if (doneHere == 0 || missing() <= 0) {
            return Optional.empty();
        }
        double each = (double) (clock.nanoTime() - older.at) / (doneHere - older.done);
        return Optional.of(Duration.ofNanos((long) (each * missing())));
    }
}
