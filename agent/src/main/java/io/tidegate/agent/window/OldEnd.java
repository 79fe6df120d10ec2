package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds in a read the windows that rows are just leaving by their age: half empty, though nobody
 * has deleted anything. Such a window is the first one behind those that are gone, be they of this
 * read or known to the ledger, or the first of all. Used by one thread.
 */
final class OldEnd {
    /** One in so many rows may be deleted next to what is gone. */
    private static final int FEW_IN = 100;

    /** One in so many rows may be deleted where nothing is known to have gone before. */
    private static final int SOME_IN = 10;

    /** Of the look-back only what comes so soon after what is gone is next to it. */
    private static final Duration NEXT = Duration.ofDays(1);

    private final PassTally.Limits limits;
    private final boolean ownClock;
    private final boolean glimpse;
    private final Instant lookBackFrom;
    private final Older older;
    private final Map<Instant, Found> read = new HashMap<>();

    OldEnd(
            PassTally.Limits limits,
            Judge.Scope scope,
            Instant lookBackFrom,
            Older older,
            List<WindowRecord> lines,
            List<Found> found) {
        this.limits = limits;
        this.ownClock = limits.ownClock().isPresent();
        this.glimpse = scope == Judge.Scope.GLIMPSE;
        this.lookBackFrom = lookBackFrom;
        this.older = older;
        for (int i = 0; i < lines.size(); i++) {
            read.put(lines.get(i).from(), found.get(i));
        }
    }

    /** Whether one of the windows read lacks more than a few rows. */
    static boolean lacksMoreThanFew(WindowRecord line, Found found) {
        long known = PassTally.knownRows(line);
        long lostOffered = line.offered() - found.known().offered();
        return (known - found.known().rows()) * FEW_IN > known
                || known > 0 && lostOffered * FEW_IN > line.offered();
    }

    boolean isLeaving(WindowRecord line) {
        Found found = read.get(line.from());
        boolean more = lacksMoreThanFew(line, found);
        if (!lacks(line, found) || !more && !ownClock) {
            return false;
        }
        if (line.state() == State.GONE) {
            return more;
        }
        Older.Seen before = older.before(line, this::hasRows);
        return before.withRows().isPresent()
                // A query's own clock takes row after row: a share of one read would be never many.
                ? isEmptied(before.withRows().get()) && isNext(before.withRows().get(), line)
                : before.begin()
                        && isFirst(line)
                        && lacksSome(line, found)
                        // Other settings may give other rows, or the same at other times.
                        && limits.isOfTheseSettings(line);
    }

    /** Of intervals, templates that offered nothing come and go. */
    private static boolean lacks(WindowRecord line, Found found) {
        return PassTally.knownRows(line) > found.known().rows()
                && line.offered() > found.known().offered();
    }

    private static boolean lacksSome(WindowRecord line, Found found) {
        long known = PassTally.knownRows(line);
        return (known - found.known().rows()) * SOME_IN > known;
    }

    private boolean hasRows(WindowRecord line) {
        Found found = read.get(line.from());
        return PassTally.knownRows(line) > 0 || found != null && found.rows() > 0;
    }

    /** Whether a window that had rows has none any more, as far as that is due to their age. */
    private boolean isEmptied(WindowRecord line) {
        Found found = read.get(line.from());
        boolean none = found == null ? isKnownAsEmptied(line) : found.rows() == 0;
        return none && (ownClock || isBeyond(line));
    }

    /** What a person keeps may have been gone. */
    private static boolean isKnownAsEmptied(WindowRecord line) {
        return line.state() == State.GONE
                || line.found().or(line::kept).filter(hash -> hash.rows() == 0).isPresent();
    }

    /** What went long before the present hours, as in an archive's night, says nothing of them. */
    private boolean isNext(WindowRecord gone, WindowRecord line) {
        return ownClock
                || isBeyond(line)
                || Duration.between(gone.to(), line.from()).compareTo(NEXT) <= 0;
    }

    /** Whether rows may be leaving a window before which there never was any. */
    private boolean isFirst(WindowRecord line) {
        return isBeyond(line) || ownClock && !glimpse;
    }

    private boolean isBeyond(WindowRecord line) {
        return !line.to().isAfter(lookBackFrom);
    }
}
