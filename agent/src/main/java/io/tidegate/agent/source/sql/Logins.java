package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;

import java.time.Duration;

/**
 * Keeps a wrong password from locking the account: after two failed logins none is tried until the
 * secret changes or 30 minutes pass. Shared by all that enter a server as one user. Thread-safe.
 */
final class Logins {
    private static final int MOST_FAILURES = 2;
    private static final Duration PAUSE = Duration.ofMinutes(30);

    private final Clock clock;
    private Credentials failed;
    private int failures;
    private long lastFailure;

    Logins(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param database what asks, by its name
     * @throws SourceException if these credentials failed too often
     */
    synchronized void check(Credentials credentials, String database) throws SourceException {
        boolean known = credentials.equals(failed);
        boolean rested = clock.nanoTime() - lastFailure >= PAUSE.toNanos();
        if (!known || rested) {
            failed = null;
            failures = 0;
            return;
        }
        if (failures >= MOST_FAILURES) {
            throw new SourceException(
                    Kind.LOGIN,
                    "database %s: two logins were refused, so none is tried for 30 minutes or until the password changes, lest the account be locked: check database.%s.username and database.%s.password"
                            .formatted(database, database, database),
                    null);
        }
    }

    synchronized void failed(Credentials credentials) {
        failed = credentials;
        failures++;
        lastFailure = clock.nanoTime();
    }

    synchronized void succeeded() {
        failed = null;
        failures = 0;
    }
}
