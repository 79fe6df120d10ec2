package io.tidegate.agent.window;

import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Goes once through a stretch of time, newest first, and finds the windows that are to be read, a
 * page at a time, so that memory does not grow with the ledger. Used by one thread.
 */
final class Sweep {
    private static final Duration PAGE = Duration.ofDays(8);
    private static final Duration PAGE_OF_DAYS = Duration.ofDays(64);

    private final Cut cut;
    private final Predicate<WindowRecord> wanted;
    private final Instant from;
    private Instant at;

    Sweep(Cut cut, Predicate<WindowRecord> wanted, Instant from, Instant to) {
        this.cut = cut;
        this.wanted = wanted;
        this.from = from;
        this.at = to;
    }

    /**
     * The newest windows that are wanted and adjoin, oldest first; none if the sweep has ended. The
     * same again until {@link #passed}. Windows that are on their way are passed over.
     */
    List<WindowRecord> next(Tx tx, int most) {
        while (at.isAfter(from)) {
            Instant start = pageStart();
            List<WindowRecord> page = cut.windows(tx, start, at);
            List<WindowRecord> run = lastRun(tx, page, most);
            if (!run.isEmpty()) {
                return run;
            }
            at = page.isEmpty() ? start : page.getFirst().from();
        }
        return List.of();
    }

    private Instant pageStart() {
        Instant start = at.minus(cut.isOfDays(at) ? PAGE_OF_DAYS : PAGE);
        return start.isBefore(from) ? from : start;
    }

    private List<WindowRecord> lastRun(Tx tx, List<WindowRecord> page, int most) {
        int end = page.size();
        while (end > 0 && !isWanted(tx, page.get(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && end - start < most && isWanted(tx, page.get(start - 1))) {
            start--;
        }
        return List.copyOf(page.subList(start, end));
    }

    private boolean isWanted(Tx tx, WindowRecord window) {
        return wanted.test(window)
                && window.from().isBefore(at)
                && !window.from().isBefore(from)
                && !tx.onItsWay(Ledger.unit(window));
    }

    /** Those windows are done with in this sweep. */
    void passed(List<WindowRecord> run) {
        at = run.getFirst().from();
    }
}
