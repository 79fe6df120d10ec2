package io.tidegate.ingest.store;

import io.tidegate.config.Secret;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the database is and how patient to be with it.
 *
 * @param url JDBC, without credentials
 * @param username read anew for each connection, as the password is
 * @param connections how many at most
 * @param statementTimeout how long one statement may take, for a batch that stands alone
 * @param lockTimeout how long to wait for another batch of the same stream
 */
public record DatabaseSettings(
        String url,
        Optional<Secret> username,
        Optional<Secret> password,
        int connections,
        Duration statementTimeout,
        Duration lockTimeout) {}
