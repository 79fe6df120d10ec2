package io.tidegate.agent.uplink;

import io.tidegate.agent.uplink.wire.Response;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Remembers when and how the ingest was last heard, and looks at its clock once a minute. Owned by
 * the delivery thread.
 */
final class Contact {
    private static final Duration SKEW_PERIOD = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Optional<Instant> last = Optional.empty();
    private Optional<Duration> skew = Optional.empty();
    private Instant skewAt = Instant.EPOCH;
    private String answer = "";

    Contact(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param ours whether it was the ingest's own word; only then its clock means anything
     */
    void heard(Response.Heard heard, boolean ours) {
        Instant now = clock.instant();
        answer = "HTTP " + heard.status() + (ours ? "" : " from something other than the ingest");
        if (ours) {
            last = Optional.of(now);
            lookAtClock(heard, now);
        }
    }

    private void lookAtClock(Response.Heard heard, Instant now) {
        if (now.isBefore(skewAt) || !now.isBefore(skewAt.plus(SKEW_PERIOD))) {
            skew = RetryAfter.date(heard).map(date -> Duration.between(now, date)).or(() -> skew);
            skewAt = now;
        }
    }

    void lost(Response.Lost lost) {
        answer = lost.sentence();
    }

    Optional<Instant> last() {
        return last;
    }

    String answer() {
        return answer;
    }

    Optional<Duration> skew() {
        return skew;
    }
}
