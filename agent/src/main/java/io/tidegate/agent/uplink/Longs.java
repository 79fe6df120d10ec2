package io.tidegate.agent.uplink;

import java.util.Arrays;

/** A set of numbers, eight bytes each. Filled first, asked then. */
final class Longs {
    private long[] values = new long[64];
    private int size;
    private boolean sorted = true;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
        sorted = false;
    }

    boolean contains(long value) {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        return Arrays.binarySearch(values, 0, size, value) >= 0;
    }
}
