package io.tidegate.agent.source.csv;

import java.util.StringJoiner;

/**
 * Counts the lines of a file that are no data, each kind with its first line. Used by one thread.
 */
public final class PassedOver {
    private static final Kind[] KINDS = Kind.values();

    private final long[] counts = new long[KINDS.length];
    private final long[] first = new long[KINDS.length];
    private boolean last;

    /** Why a line cannot be a row. */
    public enum Kind {
        /** It is the header once more. */
        HEADER("repeated header", "repeated headers"),
        /** It has no time and says that it is a total or an average. */
        TOTALS("totals row", "totals rows"),
        /** Text above, between or below the rows: a page's title, who made the report. */
        NOTE("banner or footer line", "banner or footer lines"),
        /** It gives the rows below it a value ({@code csv.label}). */
        LABEL("label line", "label lines");

        private final String one;
        private final String many;

        Kind(String one, String many) {
            this.one = one;
            this.many = many;
        }
    }

    void add(Kind kind, long line) {
        if (counts[kind.ordinal()]++ == 0) {
            first[kind.ordinal()] = line;
        }
        last = true;
    }

    /** A record came that is none of these. */
    void row() {
        last = false;
    }

    /** How many of a kind. */
    public long count(Kind kind) {
        return counts[kind.ordinal()];
    }

    /** Whether the last line of all was passed over. */
    public boolean isLast() {
        return last;
    }

    /** Whether there is nothing to tell: lines that were asked for by csv.label do not count. */
    public boolean isEmpty() {
        return count(Kind.HEADER) + count(Kind.TOTALS) + count(Kind.NOTE) == 0;
    }

    /** In words: {@code 2 repeated headers (first in line 40), 1 totals row (line 80)}. */
    @Override
    public String toString() {
        var words = new StringJoiner(", ");
        for (Kind kind : KINDS) {
            long count = count(kind);
            if (count == 1) {
                words.add("1 " + kind.one + " (line " + first[kind.ordinal()] + ")");
            } else if (count > 1) {
                words.add(
                        count + " " + kind.many + " (first in line " + first[kind.ordinal()] + ")");
            }
        }
        return words.toString();
    }
}
