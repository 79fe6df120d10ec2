package io.tidegate.agent.file;

import java.util.Arrays;

/**
 * A set of numbers that takes some 16 bytes each, however many files lie in a folder. Used by one
 * thread.
 */
final class Stamps {
    private static final int SMALLEST = 16;

    private long[] slots = new long[SMALLEST];
    private int size;
    private boolean zero;

    void add(long stamp) {
        if (stamp == 0) {
            zero = true;
        } else {
            if (size * 2 >= slots.length) {
                grow();
            }
            insert(stamp);
        }
    }

    boolean contains(long stamp) {
        return stamp == 0 ? zero : slots[slot(stamp)] == stamp;
    }

    private void insert(long stamp) {
        int slot = slot(stamp);
        if (slots[slot] == 0) {
            slots[slot] = stamp;
            size++;
        }
    }

    /** Where the stamp is, or would go. */
    private int slot(long stamp) {
        int slot = Long.hashCode(stamp * 0x9E3779B97F4A7C15L) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != stamp) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        size = 0;
        Arrays.stream(before).filter(stamp -> stamp != 0).forEach(this::insert);
    }
}
