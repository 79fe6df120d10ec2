package io.tidegate.agent.row;

import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.Optional;

/**
 * The first and the last of some times, both included.
 *
 * @param first in microseconds since 1970-01-01T00:00:00Z, above {@code last} if there are none
 */
public record TimeSpan(long first, long last) {
    public static final TimeSpan NONE = new TimeSpan(Long.MAX_VALUE, Long.MIN_VALUE);

    TimeSpan and(long time) {
        return new TimeSpan(Math.min(first, time), Math.max(last, time));
    }

    /** Empty if there are no times. */
    public Optional<Instant> begin() {
        return first > last ? Optional.empty() : Optional.of(WireTime.instant(first));
    }

    /** Empty if there are no times. */
    public Optional<Instant> end() {
        return first > last ? Optional.empty() : Optional.of(WireTime.instant(last));
    }
}
