package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which identities a sample keeps, and how well it stands for all of them. */
class TwinSampleTest {
    /** What came how often, in a random order, as counted and as sampled. */
    private record Trial(Map<Long, Integer> all, TwinSample sample) {
        static Trial of(int identities, double twice, Random random) {
            Map<Long, Integer> all = new HashMap<>();
            List<Long> rows = new ArrayList<>();
            for (int i = 0; i < identities; i++) {
                long hash = random.nextLong();
                int count = random.nextDouble() < twice ? 2 + random.nextInt(2) : 1;
                all.merge(hash, count, Integer::sum);
                rows.addAll(Collections.nCopies(count, hash));
            }
            Collections.shuffle(rows, random);
            var sample = new TwinSample();
            rows.forEach(hash -> sample.add(hash, (int) (hash >>> 40)));
            return new Trial(all, sample);
        }

        Map<Long, Integer> kept() {
            Map<Long, Integer> kept = new HashMap<>();
            sample.forEach(
                    (hash, group, count) -> {
                        assertEquals((int) (hash >>> 40), group);
                        kept.put(hash, count);
                    });
            assertEquals(kept.size(), sample.size());
            return kept;
        }
    }

    @Test
    void upToSoManyIdentitiesAllAreCountedExactly() {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            int identities = seed == 0 ? TwinSample.MOST : 1 + random.nextInt(TwinSample.MOST);
            Trial trial = Trial.of(identities, 0.3, random);
            assertEquals(trial.all, trial.kept(), "seed " + seed);
            assertTrue(trial.sample.isWhole());
        }
    }

    @Test
    void beyondThatTheKeptOnesAreCountedFromTheirFirstRowOn() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            Trial trial = Trial.of(4_097 + random.nextInt(100_000), 0.3, random);
            Map<Long, Integer> kept = trial.kept();
            assertFalse(trial.sample.isWhole());
            assertTrue(kept.size() <= TwinSample.MOST, "seed " + seed);
            assertTrue(kept.size() > TwinSample.MOST / 3, "seed " + seed + ": " + kept.size());
            kept.forEach((hash, count) -> assertEquals(trial.all.get(hash), count));
        }
    }

    @Test
    void theShareOfTwinsIsThatOfAllRowsOnAverage() {
        double off = 0;
        for (int seed = 0; seed < 30; seed++) {
            Trial trial = Trial.of(50_000, 0.1, new Random(seed));
            off += share(trial.kept()) - share(trial.all);
        }
        // One trial is off by some 0.007; the mean of thirty by a fifth of that.
        assertEquals(0, off / 30, 0.005);
    }

    private static double share(Map<Long, Integer> counts) {
        double rows = counts.values().stream().mapToInt(n -> n).sum();
        return (rows - counts.size()) / rows;
    }

    @Test
    void aHashOfZeroIsCountedAsAnyOther() {
        var sample = new TwinSample();
        assertEquals(1, sample.add(0, 7));
        assertEquals(2, sample.add(0, 7));
        assertEquals(1, sample.size());
    }
}
