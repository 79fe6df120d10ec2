package io.tidegate.agent.source.csv;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a file's values have told so far about decimal sign and order of dates. What is decided
 * stays; what is not is collected, to be judged over the whole file. Used by one thread.
 */
final class Evidence {
    private static final int POINT = 1;
    private static final int COMMA = 2;

    private static final List<String> SIGNS = List.of(".", ",");

    private final Optional<Character> decimal;
    private final Optional<DateOrder> order;
    private final LongSupplier line;
    private final Votes decimals = new Votes(POINT | COMMA);
    private final Votes orders = new Votes(DateOrder.bits(List.of(DateOrder.values())));
    private DateShape shape = DateShape.NONE;

    /**
     * @param line the line that is being read
     */
    Evidence(Optional<Character> decimal, Optional<DateOrder> order, LongSupplier line) {
        this.decimal = decimal;
        this.order = order;
        this.line = line;
    }

    Optional<Character> decimal() {
        return decimal;
    }

    Optional<DateOrder> order() {
        return order;
    }

    /** Whether a value came that cannot be read before something is decided. */
    boolean pending() {
        return decimals.cast() || orders.cast();
    }

    /** A number came that reads differently, or only, under these decimal signs. */
    void sawNumber(boolean point, boolean comma) {
        decimals.vote((point ? POINT : 0) | (comma ? COMMA : 0), line.getAsLong());
    }

    /** A date came that fits these orders. */
    void sawDate(DateText text, int fits) {
        shape = shape.with(text);
        orders.vote(fits, line.getAsLong());
    }

    /** The decimal sign that all numbers fit; empty if none needed one. */
    Optional<Character> provenDecimal(Paste paste) throws UnfitFileException {
        if (!decimals.cast()) {
            return Optional.empty();
        }
        if (decimals.left() == (POINT | COMMA)) {
            throw UnfitFileException.held(
                    "the decimal sign is not clear: numbers like the one in line "
                            + decimals.firstLine()
                            + " fit both. "
                            + paste.either("csv.decimal", SIGNS));
        }
        if (decimals.left() == 0) {
            throw UnfitFileException.held(
                    "the decimal sign changes in line "
                            + decimals.conflictLine()
                            + ". "
                            + paste.either("csv.decimal", SIGNS));
        }
        return Optional.of(decimals.left() == POINT ? '.' : ',');
    }

    /** The order that all dates fit; empty if none needed one. */
    Optional<DateOrder> provenOrder(Paste paste) throws UnfitFileException {
        if (!orders.cast()) {
            return Optional.empty();
        }
        var left = DateOrder.of(orders.left());
        if (left.isEmpty()) {
            throw UnfitFileException.held(
                    "the order of day and month changes in line "
                            + orders.conflictLine()
                            + ". "
                            + paste.dates(DateOrder.of(orders.seen()), shape));
        }
        if (left.size() > 1) {
            throw UnfitFileException.held(
                    "the order of day and month is not clear: every date from line "
                            + orders.firstLine()
                            + " on fits more than one. "
                            + paste.dates(left, shape));
        }
        return Optional.of(left.iterator().next());
    }

    /** Narrows a set of readings down to those that every value allows. */
    private static final class Votes {
        private int left;
        private int seen;
        private long firstLine;
        private long conflictLine;

        Votes(int all) {
            left = all;
        }

        void vote(int allowed, long line) {
            if (firstLine == 0) {
                firstLine = line;
            }
            if ((left & allowed) == 0 && conflictLine == 0) {
                conflictLine = line;
                seen = left | allowed;
            }
            left &= allowed;
        }

        boolean cast() {
            return firstLine != 0;
        }

        int left() {
            return left;
        }

        /** What all values before the conflict allowed, and what the one that broke it did. */
        int seen() {
            return seen;
        }

        long firstLine() {
            return firstLine;
        }

        long conflictLine() {
            return conflictLine;
        }
    }
}
