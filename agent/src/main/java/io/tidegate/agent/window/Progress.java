package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** How far the history has come, for people. Used by one thread. */
final class Progress {
    private static final Duration PAGE = Duration.ofDays(64);

    private final Clock clock;
    private long total;
    private long done;
    private long doneHere;
    private long rows;
    private long began;

    Progress(Clock clock) {
        this.clock = clock;
    }

    /** Counts the windows of [from, to) anew. */
    void count(Tx tx, Cut cut, Predicate<WindowRecord> wanted, Instant from, Instant to) {
        total = 0;
        done = 0;
        doneHere = 0;
        began = clock.nanoTime();
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
        double each = (double) (clock.nanoTime() - began) / doneHere;
        return Optional.of(Duration.ofNanos((long) (each * missing())));
    }
}
