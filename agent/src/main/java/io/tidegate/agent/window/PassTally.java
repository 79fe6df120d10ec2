package io.tidegate.agent.window;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;

import java.util.Optional;

/**
 * What the windows of one pass have lost together, so that a table that shrinks by a few rows in
 * every window is noticed too. Used by one thread at a time.
 */
final class PassTally {
    private final Limits limits;
    private long known;
    private long lost;
    private long knownOffered;
    private long lostOffered;
    private long rows;
    private long offered;
    private long rejected;
    private final Swept swept = new Swept(Limits.LEAST_EMPTIED);

    PassTally(Limits limits) {
        this.limits = limits;
    }

    /**
     * Counts a window. Left out are those about which a person has decided, and those that are
     * simply empty beyond the look-back, of which nothing is ever sent.
     */
    void add(WindowRecord line, Found found, boolean gone) {
        rows += found.rows();
        offered += found.offered();
        rejected += found.rejected();
        if (line.accepted() || gone || line.kept().filter(found.hash()::equals).isPresent()) {
            return;
        }
        long before = knownRows(line);
        known += before;
        lost += Math.max(0, before - found.known().rows());
        if (before > 0) {
            boolean comparable = limits.isOfTheseSettings(line);
            swept.next(line, comparable ? found.known().offered() : line.offered());
            knownOffered += line.offered();
            lostOffered += Math.max(0, line.offered() - found.known().offered());
        }
    }

    /** Counts a window of the pass that was found to be as it is known before it went on. */
    void whole(WindowRecord line) {
        long before = knownRows(line);
        rows += before;
        known += before;
        if (before > 0) {
            offered += line.offered();
            knownOffered += line.offered();
        }
    }

    /** Why windows that lost anything in this pass are not sent; null if they may be. */
    String shrunk() {
        if (limits.shrunk(known, lost)) {
            return limits.lost("rows", known, lost) + " in one pass";
        }
        return limits.shrunk(knownOffered, lostOffered)
                ? limits.lost("offered", knownOffered, lostOffered) + " in one pass"
                : null;
    }

    /**
     * Why a pass that found nothing at all, or nothing offered, is not sent; null if it may be. The
     * hundred rows that may go otherwise would be the whole look-back of a small queue.
     */
    String emptied() {
        if (rows == 0 && known >= Limits.LEAST_EMPTIED && lost == known) {
            return "lost all %,d rows in one pass".formatted(known);
        }
        return offered == 0 && knownOffered >= Limits.LEAST_EMPTIED && lostOffered == knownOffered
                ? "lost all %,d offered in one pass".formatted(knownOffered)
                : null;
    }

    /**
     * Why a window that lost anything is not sent if it is one of several in a row that lost all,
     * or lies beside them; empty if it may be.
     */
    Optional<String> swept(WindowRecord line) {
        return swept.reason(line);
    }

    /** Whether any window was found empty that was not. */
    boolean isAnySwept() {
        return swept.isAny();
    }

    /** Why windows with rejected rows are not sent; null if they may be. */
    String tooManyRejects() {
        long taken = limits.taken(rows, offered);
        return limits.tooManyRejects(taken, rejected)
                ? limits.rejects(taken, rejected) + " in one pass"
                : null;
    }

    static long knownRows(WindowRecord line) {
        return line.content().map(c -> c.rows()).orElse(0L);
    }

    /**
     * {@code max-shrink} and {@code reject-limit}, with their least numbers.
     *
     * @param ownClock the word by which the query asks for the time; empty if it does not
     * @param recipe of the settings by which rows are read now
     * @param ofSums whether the rows are sums of contacts, of which each is one offered
     */
    record Limits(
            double maxShrink,
            double rejectLimit,
            Optional<String> ownClock,
            String recipe,
            boolean ofSums) {
        private static final long LEAST_LOST = 100;
        private static final long LEAST_EMPTIED = 10;
        private static final long LEAST_REJECTED = 20;

        static Limits of(SourceConfig source) {
            return new Limits(
                    source.maxShrink(),
                    source.rejectLimit(),
                    Cut.sql(source).ownClock(),
                    source.recipe(),
                    source.shaping().aggregate().isPresent());
        }

        /** How many rows of the source were taken: what was rejected is counted in those, too. */
        long taken(long rows, long offered) {
            return ofSums ? offered : rows;
        }

        boolean isOfTheseSettings(WindowRecord line) {
            return line.recipe().isEmpty() || line.recipe().equals(recipe);
        }

        boolean shrunk(long known, long lost) {
            return lost > LEAST_LOST && shrunkAtAll(known, lost);
        }

        /** However few they are. */
        boolean shrunkAtAll(long known, long lost) {
            return lost > known * maxShrink;
        }

        boolean tooManyRejects(long rows, long rejected) {
            return rejected >= LEAST_REJECTED && rejected > (rows + rejected) * rejectLimit;
        }

        String lost(String what, long known, long lost) {
            return "lost %,d of %,d %s (max-shrink %s)"
                    .formatted(lost, known, what, percent(maxShrink));
        }

        /** Of a window at the old end of what a read gives. */
        String lostAtTheEnd(long known, long lost) {
            return "lost %,d of %,d rows, as the oldest of which the source still gives any%s"
                    .formatted(
                            lost,
                            known,
                            ownClock.map(": the query limits its time itself, by %s"::formatted)
                                    .orElse(
                                            ": its rows seem to leave it by their age; if the source does not keep them longer, say so with keeps"));
        }

        String rejects(long rows, long rejected) {
            return "%,d of %,d rows were rejected (reject-limit %s)"
                    .formatted(rejected, rows + rejected, percent(rejectLimit));
        }

        private static String percent(double share) {
            return java.math.BigDecimal.valueOf(share)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString()
                    + "%";
        }
    }
}
