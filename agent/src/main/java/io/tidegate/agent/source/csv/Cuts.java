package io.tidegate.agent.source.csv;

import java.util.Arrays;

/** Where the fields of a record begin and end, from its first character on. Used by one thread. */
final class Cuts {
    private static final int FIRST = 64;

    /** The first character of each field. */
    int[] from = new int[FIRST];

    /** The one behind its last. */
    int[] to = new int[FIRST];

    /** Whether it holds quotes that stand for others. */
    boolean[] doubled = new boolean[FIRST];

    int count;

    void add(int begin, int end, boolean doubles) {
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            to = Arrays.copyOf(to, count * 2);
            doubled = Arrays.copyOf(doubled, count * 2);
        }
        from[count] = begin;
        to[count] = end;
        doubled[count++] = doubles;
    }

    int length(int field) {
        return to[field] - from[field];
    }

    /** Whether there are so many fields; some exports end each line with a delimiter. */
    boolean isWhole(int columns) {
        return count == columns || (count == columns + 1 && length(columns) == 0);
    }

    /** Whether no field holds anything. */
    boolean isEmpty() {
        for (int i = 0; i < count; i++) {
            if (length(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
