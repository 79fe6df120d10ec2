package io.tidegate.agent.row;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Judges how often identities came: one that has a name should come once, while equal rows without
 * one may be two. These tell of a multiplication only if nearly all of a queue's rows come two (or
 * three) times, or a multiple of it: chance leaves odd ones. Used by one thread.
 */
final class TwinTally implements TwinSample.Each {
    private static final int LEAST = 10;
    private static final double SHARE = 0.01;

    /** So many identities of one group never come evenly by chance. */
    private static final int LEAST_EVEN = 20;

    private static final double NEARLY_ALL = 0.95;

    private final Sum identified = new Sum();
    private final Sum nameless = new Sum();
    private final Map<Integer, Sum> identifiedGroups = new HashMap<>();
    private final Map<Integer, Sum> namelessGroups = new HashMap<>();

    private static final class Sum {
        private long rows;
        private long identities;
        private long twice;
        private long repeated;
        private long even;
        private long triple;

        void add(int count) {
            rows += count;
            identities++;
            repeated += count - 1;
            twice += count > 1 ? count : 0;
            even += count % 2 == 0 ? 1 : 0;
            triple += count % 3 == 0 ? 1 : 0;
        }

        boolean isMostlyTwice() {
            return 2 * twice > rows;
        }

        boolean isEven() {
            return identities >= LEAST_EVEN && Math.max(even, triple) >= NEARLY_ALL * identities;
        }
    }

    /** A hash below zero is one of an identity. */
    @Override
    public void kept(long hash, int group, int count) {
        (hash < 0 ? identified : nameless).add(count);
        (hash < 0 ? identifiedGroups : namelessGroups)
                .computeIfAbsent(group, _ -> new Sum())
                .add(count);
    }

    long rows() {
        return identified.rows + nameless.rows;
    }

    long repeated() {
        return identified.repeated + nameless.repeated;
    }

    /** How many groups have rows that should not come twice, and do. */
    int groups() {
        Set<Integer> all = new HashSet<>();
        identifiedGroups.forEach((group, sum) -> addIf(sum.repeated > 0, group, all));
        namelessGroups.forEach((group, sum) -> addIf(sum.isEven(), group, all));
        return all.size();
    }

    private static void addIf(boolean is, Integer group, Set<Integer> all) {
        if (is) {
            all.add(group);
        }
    }

    /** Whether any of them has an identity, which should come once. */
    boolean isNamed() {
        return identified.repeated > 0;
    }

    boolean isSeen() {
        return identified.repeated > 0 || nameless.isMostlyTwice() || isMultiplied();
    }

    boolean isMultiplied() {
        return identified.repeated >= LEAST && identified.repeated > SHARE * identified.rows
                || identifiedGroups.values().stream().anyMatch(TwinTally::isDoubled)
                || namelessGroups.values().stream().anyMatch(Sum::isEven);
    }

    /** Of one queue alone, whatever its share. */
    private static boolean isDoubled(Sum group) {
        return group.repeated >= LEAST && group.isMostlyTwice();
    }
}
