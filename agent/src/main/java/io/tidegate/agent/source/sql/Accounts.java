package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a wrong password from locking the account: after two refused logins none is tried until the
 * secret changes or 30 minutes pass, whichever process, source or database of the configuration
 * asks. What locks is the account of a server, however many URLs lead to it. To be shared by all
 * that log in within a process. Thread-safe.
 */
public final class Accounts {
    private final Clock clock;
    private final Optional<LoginRecord> record;
    private final Logins logins;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** Counts within this process alone. */
    public Accounts(Clock clock) {
        this(clock, Optional.empty());
    }

    /**
     * Counts together with all processes of that data folder.
     *
     * @param dataDir need not be there; it is not made
     */
    public Accounts(Clock clock, Path dataDir) {
        this(clock, Optional.of(new LoginRecord(dataDir, false, clock)));
    }

    /** The same, of the connector itself, which has the lock of that data folder. */
    public static Accounts ofConnector(Clock clock, Path dataDir) {
        return new Accounts(clock, Optional.of(new LoginRecord(dataDir, true, clock)));
    }

    private Accounts(Clock clock, Optional<LoginRecord> record) {
        this.clock = clock;
        this.record = record;
        this.logins = new Logins(clock, record);
    }

    /**
     * Makes what the processes share, if this is the connector or the owner of the data folder: an
     * administrator's command adds to it, and makes nothing.
     */
    public void prepare() {
        record.ifPresent(LoginRecord::prepare);
    }

    /** Waits until nobody else is logging in to the server of that URL. */
    Turn turn(JdbcUrl url) {
        String server =
                LoginLine.hash(Places.named(url).all().stream().sorted().toList().toString());
        return Turn.take(
                url,
                logins,
                record,
                server,
                locks.computeIfAbsent(server, _ -> new ReentrantLock()));
    }
}
