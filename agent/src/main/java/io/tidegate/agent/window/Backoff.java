package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.SourceException.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to leave a source alone after it could not be read, and what to tell people meanwhile.
 * Passing troubles: full jitter up to a limit that doubles from 1 s to 5 min. Lasting ones: 15 s
 * doubling to 15 min. After a refused login every 30 s: the source itself sees to it that no
 * account is locked, and notices at once when the secret has changed. Used by one thread.
 */
final class Backoff {
    private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration PASSING = Duration.ofSeconds(1);
    private static final Duration PASSING_MOST = Duration.ofMinutes(5);
    private static final Duration LASTING = Duration.ofSeconds(15);
    private static final Duration LASTING_MOST = Duration.ofMinutes(15);
    private static final Duration LOGIN = Duration.ofSeconds(30);

    private final String stream;
    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private long until;
    private String reason;
    private Instant since;
    private Kind kind;

    Backoff(String stream, Clock clock, RandomGenerator random) {
        this.stream = stream;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param why a sentence for a person, with the remedy
     */
    void failed(Kind what, String why) {
        Duration wait = wait(what);
        until = clock.nanoTime() + wait.toNanos();
        since = reason == null ? clock.instant() : since;
        if (what != kind || !why.equals(reason)) {
            say(what, why, wait);
        }
        kind = what;
        reason = why;
    }

    private Duration wait(Kind what) {
        failures++;
        return switch (what) {
            case PASSING -> jitter(doubled(PASSING, PASSING_MOST));
            case TOO_SLOW, LASTING -> doubled(LASTING, LASTING_MOST);
            case LOGIN -> LOGIN;
        };
    }

    private Duration doubled(Duration first, Duration most) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(most) < 0 ? doubled : most;
    }

    private Duration jitter(Duration most) {
        return Duration.ofNanos(random.nextLong(SHORTEST.toNanos(), most.toNanos()));
    }

    /** After refused logins it is only looked whether the secret has changed. */
    private void say(Kind what, String why, Duration wait) {
        Events.warn(LOG, WindowEvent.SOURCE_FAILED)
                .addKeyValue("stream", stream)
                .log(
                        "{}; {} in {} s at most",
                        why,
                        what == Kind.LOGIN ? "looked at again" : "next try",
                        Math.max(1, wait.toSeconds()));
    }

    /** A read has succeeded. */
    void succeeded() {
        if (reason != null) {
            Events.info(LOG, WindowEvent.SOURCE_RECOVERED)
                    .addKeyValue("stream", stream)
                    .log("the source can be read again");
        }
        failures = 0;
        reason = null;
    }

    /** Tries again at once, for a person says that it is mended. */
    void retryNow() {
        until = clock.nanoTime();
    }

    boolean isWaiting() {
        return reason != null && clock.nanoTime() - until < 0;
    }

    Optional<IntakeStatus.Trouble> trouble() {
        return Optional.ofNullable(reason)
                .map(r -> new IntakeStatus.Trouble(r, since, kind != Kind.PASSING));
    }
}
