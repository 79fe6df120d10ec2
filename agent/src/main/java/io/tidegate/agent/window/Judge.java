package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.WindowHash;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides what follows from a read: nothing empty and nothing half empty overwrites history without
 * a person's yes (contract, "Held"). Used by one thread at a time, for one pass.
 */
final class Judge {
    /** How much a read saw, and so how far its word goes. */
    enum Scope {
        /** The pass as a whole is weighed too. */
        PASS,
        /** A few of the windows that belong together: what they lose is left to a whole pass. */
        GLIMPSE,

        /**
         * A pass that goes on: what has lost or rejected any rows waits until all of it was seen.
         */
        ROUND
    }

    private final PassTally.Limits limits;
    private final PassTally tally;
    private final Scope scope;
    private final Instant lookBackFrom;
    private final Approvals approvals;
    private final Older older;

    /** Windows that rows are just leaving by their age, by their beginning. */
    private final Set<Instant> leaving = new HashSet<>();

    /**
     * @param tally of the pass so far; {@link #weigh} adds to it
     * @param lookBackFrom windows that end at or before it lie beyond the look-back
     * @param approvals windows that a pass has weighed before
     * @param older what is known of the time before a window that has lost rows
     */
    Judge(
            PassTally.Limits limits,
            PassTally tally,
            Scope scope,
            Instant lookBackFrom,
            Approvals approvals,
            Older older) {
        this.limits = limits;
        this.tally = tally;
        this.scope = scope;
        this.lookBackFrom = lookBackFrom;
        this.approvals = approvals;
        this.older = older;
    }

    /** Counts what the pass has found, before the first verdict about it. */
    Judge weigh(List<WindowRecord> lines, List<Found> found) {
        return weigh(lines, found, _ -> true);
    }

    /**
     * @param counts which of them are of the pass; the others are only looked at
     */
    Judge weigh(List<WindowRecord> lines, List<Found> found, Predicate<WindowRecord> counts) {
        for (int i = 0; i < lines.size(); i++) {
            WindowRecord line = lines.get(i);
            if (counts.test(line) && !approvals.covers(line, found.get(i))) {
                tally.add(line, found.get(i), isGone(line, found.get(i)));
            }
        }
        return look(lines, found);
    }

    /** The same for what the tally has counted before: finds what rows are just leaving. */
    Judge look(List<WindowRecord> lines, List<Found> found) {
        var read = new OldEnd(limits, scope, lookBackFrom, older, lines, found);
        for (int i = 0; i < lines.size(); i++) {
            if (!approvals.covers(lines.get(i), found.get(i)) && read.isLeaving(lines.get(i))) {
                leaving.add(lines.get(i).from());
            }
        }
        return this;
    }

    private boolean isBeyond(WindowRecord line) {
        return !line.to().isAfter(lookBackFrom);
    }

    private boolean isGone(WindowRecord line, Found found) {
        return found.rows() == 0 && PassTally.knownRows(line) > 0 && isBeyond(line);
    }

    Verdict verdict(WindowRecord line, Found found) {
        boolean same = line.content().filter(found.hash()::equals).isPresent();
        boolean again = line.state() == State.STALE || isOwed(line);
        if (line.accepted()) {
            return same && !again ? new Verdict.Same() : ofAccepted(line, found);
        }
        if (line.kept().filter(found.hash()::equals).isPresent()) {
            return again
                    ? new Verdict.Held("what was kept is no longer stored")
                    : new Verdict.Same();
        }
        if (same) {
            return again ? new Verdict.Send() : new Verdict.Same();
        }
        return ofChange(line, found);
    }

    /** A yes is to what was found; what has gone since then is another question. */
    private Verdict ofAccepted(WindowRecord line, Found found) {
        long then = line.found().map(WindowHash::rows).orElse(0L);
        if (!limits.shrunkAtAll(then, then - found.rows())) {
            return new Verdict.Send();
        }
        return isGone(line, found)
                ? new Verdict.Gone()
                : new Verdict.Held(
                        "%,d rows were accepted, and %,d are left".formatted(then, found.rows()));
    }

    /** A held or gone window whose last revision has not arrived: nobody knows if it still will. */
    private static boolean isOwed(WindowRecord line) {
        return (line.state() == State.HELD || line.state() == State.GONE)
                && line.revision() > line.acked();
    }

    private static boolean neverSentAndEmpty(WindowRecord line, Found found) {
        return found.rows() == 0 && line.content().isEmpty() && line.state() != State.STALE;
    }

    private Verdict ofChange(WindowRecord line, Found found) {
        if (isGone(line, found)) {
            return new Verdict.Gone();
        }
        if (line.kept().isPresent() && hasLost(line, found)) {
            return new Verdict.Held("its rows have changed since 'keep', and are not those stored");
        }
        if (line.kept().isPresent() && scope != Scope.PASS) {
            return new Verdict.Doubtful();
        }
        if (isStillHeld(line, found)) {
            return new Verdict.Held(line.reason());
        }
        if (scope == Scope.GLIMPSE && wasHeld(line) && !approvals.covers(line, found)) {
            return new Verdict.Doubtful(); // As many rows as before need not be the same rows.
        }
        Optional<String> held =
                rejects(line, found).or(() -> vanished(line, found)).or(() -> shrink(line, found));
        if (held.isPresent()) {
            return new Verdict.Held(held.get());
        }
        if (neverSentAndEmpty(line, found)) {
            return new Verdict.Same();
        }
        return isDoubtful(line, found) ? new Verdict.Doubtful() : new Verdict.Send();
    }

    /**
     * What a whole pass has held because of what all have lost or rejected is not let go by a few
     * of them that lack little. Beyond the look-back nothing else lets it go but that it is whole
     * again, but for a few rows.
     */
    private boolean isStillHeld(WindowRecord line, Found found) {
        if (!wasHeld(line) || approvals.covers(line, found)) {
            return false;
        }
        return scope == Scope.GLIMPSE && lacks(line, found)
                || isBeyond(line) && OldEnd.lacksMoreThanFew(line, found);
    }

    private static boolean wasHeld(WindowRecord line) {
        return !line.question().isEmpty();
    }

    private static boolean lacks(WindowRecord line, Found found) {
        return found.rejected() > 0 || hasLost(line, found);
    }

    private static boolean hasLost(WindowRecord line, Found found) {
        return PassTally.knownRows(line) > found.known().rows()
                || loses(line, found.known().offered());
    }

    private boolean isDoubtful(WindowRecord line, Found found) {
        if (approvals.covers(line, found)) {
            return false;
        }
        return switch (scope) {
            case PASS -> false;
            case GLIMPSE -> losesMuch(line, found) || tally.isAnySwept() && lacks(line, found);
            case ROUND -> lacks(line, found);
        };
    }

    private static boolean loses(WindowRecord line, long offered) {
        return PassTally.knownRows(line) > 0 && line.offered() > offered;
    }

    private Optional<String> rejects(WindowRecord line, Found found) {
        long taken = limits.taken(found.rows(), found.offered());
        if (limits.tooManyRejects(taken, found.rejected())) {
            return Optional.of(limits.rejects(taken, found.rejected()));
        }
        return found.rejected() > 0 && scope != Scope.ROUND
                ? Optional.ofNullable(tally.tooManyRejects())
                : Optional.empty();
    }

    /** The reason that is more likely true comes first. */
    private Optional<String> vanished(WindowRecord line, Found found) {
        return limits.ownClock().isPresent()
                ? leaving(line, found).or(() -> swept(line, found))
                : swept(line, found).or(() -> leaving(line, found));
    }

    /** Beside windows that were swept, as many rows as before need not be the same rows. */
    private Optional<String> swept(WindowRecord line, Found found) {
        if (scope != Scope.PASS || approvals.covers(line, found)) {
            return Optional.empty();
        }
        return hasLost(line, found) && tally.emptied() != null
                ? Optional.of(tally.emptied())
                : tally.swept(line);
    }

    private Optional<String> shrink(WindowRecord line, Found found) {
        long known = PassTally.knownRows(line);
        long lost = known - found.known().rows();
        long lostOffered = known == 0 ? 0 : line.offered() - found.known().offered();
        if (limits.shrunk(known, lost)) {
            return Optional.of(limits.lost("rows", known, lost));
        }
        if (limits.shrunk(line.offered(), lostOffered)) {
            return Optional.of(limits.lost("offered", line.offered(), lostOffered));
        }
        if (approvals.covers(line, found)) {
            return Optional.empty();
        }
        if (lost <= 0 && lostOffered <= 0) {
            return Optional.empty();
        }
        // Held stays held as long as it lacks that much, be the rest of the pass whole again.
        return wasHeld(line) && losesMuch(line, found)
                ? Optional.of(line.reason())
                : Optional.ofNullable(scope == Scope.ROUND ? null : tally.shrunk());
    }

    private Optional<String> leaving(WindowRecord line, Found found) {
        long known = PassTally.knownRows(line);
        long now = found.known().rows();
        return leaving.contains(line.from()) && known > now
                ? Optional.of(limits.lostAtTheEnd(known, known - now))
                : Optional.empty();
    }

    private boolean losesMuch(WindowRecord line, Found found) {
        long known = PassTally.knownRows(line);
        return known > 0
                && (limits.shrunkAtAll(known, known - found.known().rows())
                        || limits.shrunkAtAll(
                                line.offered(), line.offered() - found.known().offered()));
    }
}
