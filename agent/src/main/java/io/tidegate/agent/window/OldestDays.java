package io.tidegate.agent.window;

import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.WindowHash;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds the oldest days that hold data, which may be purged tomorrow: goes upwards through the
 * history until seven of them are read. Used by one thread.
 */
final class OldestDays {
    private static final int DAYS = 7;

    /** Windows read at once before any holds data, lest too much more than seven days be read. */
    private static final int STEP = 16;

    private static final Duration PAGE = Duration.ofDays(64);

    private final Cut cut;
    private final ZoneId zone;
    private final Predicate<WindowRecord> wanted;
    private final Instant to;
    private Instant at;
    private LocalDate lastDay;
    private int days;

    OldestDays(Cut cut, ZoneId zone, Predicate<WindowRecord> wanted, Instant from, Instant to) {
        this.cut = cut;
        this.zone = zone;
        this.wanted = wanted;
        this.at = from;
        this.to = to;
    }

    /**
     * The oldest windows that are to be read and adjoin, no more than may be needed; none once the
     * seven days are read, or there are no more.
     */
    List<WindowRecord> next(Tx tx, int most) {
        while (days < DAYS && at.isBefore(to)) {
            List<WindowRecord> run = next(tx, most, at.plus(PAGE));
            if (!run.isEmpty()) {
                return run;
            }
        }
        return List.of();
    }

    /** Leaves the rest to whoever reads the newest first. */
    void end() {
        days = DAYS;
    }

    private List<WindowRecord> next(Tx tx, int most, Instant pageEnd) {
        List<WindowRecord> run = new ArrayList<>();
        for (WindowRecord w : cut.windows(tx, at, pageEnd.isBefore(to) ? pageEnd : to)) {
            boolean wants = wanted.test(w) && !tx.onItsWay(Ledger.unit(w));
            if (!wants && !run.isEmpty() || run.size() >= Math.min(most, enough())) {
                return run;
            }
            if (wants) {
                run.add(w);
            } else if (pass(w)) {
                return run;
            }
        }
        if (run.isEmpty()) {
            at = pageEnd;
        }
        return run;
    }

    /** Once days hold data, no more windows at a time than days are missing. */
    private int enough() {
        return days == 0 ? STEP : DAYS - days;
    }

    /** Whether the seven days are complete with it. */
    private boolean pass(WindowRecord window) {
        at = window.to();
        LocalDate day = LocalDate.ofInstant(window.from(), zone);
        if (holdsData(window) && !day.equals(lastDay)) {
            lastDay = day;
            days++;
        }
        return days >= DAYS;
    }

    private static boolean holdsData(WindowRecord window) {
        return window.content().or(window::found).map(WindowHash::rows).orElse(0L) > 0;
    }
}
