package io.tidegate.agent.source.sql;

import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn to log in to a server, which one thread of one process has at a time, so that two cannot
 * fail thrice. Used by the thread that took it.
 */
final class Turn implements AutoCloseable {
    /** Shorter than what a person waits for; another process may hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final JdbcUrl url;
    private final Logins logins;
    private final ReentrantLock inside;
    private final Optional<LoginRecord.Held> outside;
    private Places places;

    private Turn(
            JdbcUrl url, Logins logins, ReentrantLock inside, Optional<LoginRecord.Held> outside) {
        this.url = url;
        this.logins = logins;
        this.inside = inside;
        this.outside = outside;
        this.places = Places.named(url);
    }

    /**
     * @param server what tells the server from others, as a name of a file
     * @param inside the lock of that server within this process
     */
    static Turn take(
            JdbcUrl url,
            Logins logins,
            Optional<LoginRecord> record,
            String server,
            ReentrantLock inside) {
        inside.lock();
        return new Turn(url, logins, inside, record.map(r -> r.lock(server, PATIENCE)));
    }

    /**
     * To be asked before each login. Addresses are asked for only if the names do not stop it.
     *
     * @throws SourceException if these credentials were refused too often
     */
    void check(Credentials credentials, AgentConfig.Database database) throws SourceException {
        check(credentials, database, places);
        places = Places.found(url);
        check(credentials, database, places);
    }

    private void check(Credentials credentials, AgentConfig.Database database, Places at)
            throws SourceException {
        Optional<Refusal> obstacle = logins.obstacle(credentials, at);
        if (obstacle.isPresent()) {
            throw new SourceException(
                    Kind.LOGIN, said(database, credentials, obstacle.get()), null);
        }
    }

    private static String said(
            AgentConfig.Database database, Credentials credentials, Refusal last) {
        String name = database.name();
        return "database %s: two logins were refused%s, the last at %s, so none is tried before %s, lest the account be locked. A changed database.%s.username or database.%s.password is tried at once; a restart or another command is not. If they are right and the account was mended at the database, it is tried then by itself"
                .formatted(
                        name,
                        who(database, credentials),
                        last.at().truncatedTo(ChronoUnit.SECONDS),
                        last.end().truncatedTo(ChronoUnit.SECONDS),
                        name,
                        name);
    }

    /** A name that stands elsewhere is not for the log. */
    private static String who(AgentConfig.Database database, Credentials credentials) {
        return database.username()
                .filter(Secret::isPlain)
                .flatMap(_ -> credentials.user())
                .map(" (user %s)"::formatted)
                .orElse("");
    }

    void refused(Credentials credentials) {
        logins.refused(credentials, places);
    }

    void succeeded(Credentials credentials) {
        logins.succeeded(credentials, places);
    }

    @Override
    public void close() {
        outside.ifPresent(LoginRecord.Held::close);
        inside.unlock();
    }
}
