package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts by which databases are entered: what locks is the account of a server, however many
 * databases of the configuration lead to it. Thread-safe.
 */
public final class Accounts {
    private final Clock clock;
    private final Map<Account, Logins> all = new ConcurrentHashMap<>();

    public Accounts(Clock clock) {
        this.clock = clock;
    }

    private record Account(String server, Optional<String> user) {}

    /** The care for the logins of that user to the server of that URL. */
    Logins of(JdbcUrl url, Optional<String> user) {
        return all.computeIfAbsent(new Account(server(url), user), _ -> new Logins(clock));
    }

    /** Its machines, or what the URL says where they cannot be told. */
    private static String server(JdbcUrl url) {
        List<DatabaseAddress> addresses = DatabaseAddress.of(url);
        String server = addresses.isEmpty() ? url.text() : addresses.toString();
        return server.toLowerCase(Locale.ROOT);
    }
}
