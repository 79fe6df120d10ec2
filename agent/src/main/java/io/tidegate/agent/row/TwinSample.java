package io.tidegate.agent.row;

/**
 * Counts how often identities come, in bounded memory: all of them up to {@value #MOST}, beyond
 * that only those whose hash ends in so many zero bits that they fit. Which are kept does not
 * depend on how often or when they come, so shares are those of all rows. Makes no garbage per row.
 * Used by one thread.
 */
final class TwinSample {
    /** Identities that are kept. */
    static final int MOST = 4_096;

    private static final int FIRST_SLOTS = 64;

    /** A slot of 0 is free. */
    private long[] hashes = new long[FIRST_SLOTS];

    private int[] counts = new int[FIRST_SLOTS];
    private int[] groups = new int[FIRST_SLOTS];
    private int size;
    private long dropped;

    /** What is known of one identity. */
    interface Each {
        void kept(long hash, int group, int count);
    }

    /**
     * @param hash of an identity, each bit as good as the others
     * @param group which it belongs to
     * @return how often it has come; 0 if it is not kept
     */
    int add(long hash, int group) {
        long known = hash == 0 ? Long.MIN_VALUE : hash;
        if ((known & dropped) != 0) {
            return 0;
        }
        int slot = slot(known);
        if (hashes[slot] == known) {
            return ++counts[slot];
        }
        put(slot, known, group, 1);
        if (size > MOST) {
            dropped = 2 * dropped + 1;
            rebuild(hashes.length);
            return (known & dropped) == 0 ? 1 : 0;
        }
        if (2 * size > hashes.length) {
            rebuild(2 * hashes.length);
        }
        return 1;
    }

    /** Whether every identity is counted, none left out. */
    boolean isWhole() {
        return dropped == 0;
    }

    int size() {
        return size;
    }

    void forEach(Each each) {
        for (int slot = 0; slot < hashes.length; slot++) {
            if (hashes[slot] != 0) {
                each.kept(hashes[slot], groups[slot], counts[slot]);
            }
        }
    }

    /** Where it stands or would. By its upper bits, since the lower are alike where it matters. */
    private int slot(long hash) {
        int slot = (int) (hash >>> Integer.SIZE) & hashes.length - 1;
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return slot;
    }

    private void put(int slot, long hash, int group, int count) {
        hashes[slot] = hash;
        groups[slot] = group;
        counts[slot] = count;
        size++;
    }

    /** Keeps what still belongs here. */
    private void rebuild(int slots) {
        long[] oldHashes = hashes;
        int[] oldGroups = groups;
        int[] oldCounts = counts;
        hashes = new long[slots];
        groups = new int[slots];
        counts = new int[slots];
        size = 0;
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0 && (oldHashes[i] & dropped) == 0) {
                put(slot(oldHashes[i]), oldHashes[i], oldGroups[i], oldCounts[i]);
            }
        }
    }
}
