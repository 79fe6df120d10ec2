package io.tidegate.protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The lengths an interval may have, as they travel: {@code 5m 10m 15m 30m 60m}. Stateless. */
final class IntervalLength {
    private static final Set<Long> MINUTES = Set.of(5L, 10L, 15L, 30L, 60L);

    private IntervalLength() {}

    /**
     * @throws IllegalArgumentException for any other length
     */
    static String wire(Duration length) {
        long minutes = length.toMinutes();
        Require.that(
                MINUTES.contains(minutes) && length.equals(Duration.ofMinutes(minutes)),
                "an interval has 5, 10, 15, 30 or 60 minutes");
        return minutes + "m";
    }

    static Optional<Duration> of(String wire) {
        return MINUTES.stream()
                .filter(minutes -> (minutes + "m").equals(wire))
                .map(Duration::ofMinutes)
                .findFirst();
    }
}
