package io.tidegate.agent.uplink;

import java.time.Duration;

/**
 * How the waits between tries grow.
 *
 * @param least the shortest wait
 * @param first what the first wait is at most; each further one may be twice as long
 * @param most no wait is longer
 */
record Pace(Duration least, Duration first, Duration most) {
    /**
     * Time-outs, 5xx, proxies and the like: full jitter under a bound from 1 s to 5 min, but never
     * so short that it is a busy loop.
     */
    static final Pace TROUBLE =
            new Pace(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** A token that is not valid: somebody will replace it. */
    static final Pace UNAUTHORIZED =
            new Pace(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(15));

    /** Not allowed: somebody has revoked it. */
    static final Pace FORBIDDEN =
            new Pace(Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofMinutes(15));

    /** The epoch has moved. */
    static final Pace MINUTE =
            new Pace(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    /**
     * Another instance was heard within the last 10 minutes. When that was, only the ingest knows,
     * so it is asked about once a minute: a connector that has lost its folder goes on soon after
     * it may (PROTOCOL.md, 9.2).
     */
    static final Pace CONTESTED =
            new Pace(Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(90));
}
