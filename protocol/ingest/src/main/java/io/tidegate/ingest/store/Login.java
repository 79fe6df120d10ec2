package io.tidegate.ingest.store;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;

import io.tidegate.config.Secret;
import io.tidegate.config.UnavailableSecretException;

import java.util.Optional;

/** Name and password, read anew for each connection, so that changed ones need no restart. */
record Login(Optional<Secret> username, Optional<Secret> password)
        implements HikariCredentialsProvider {
    @Override
    public Credentials getCredentials() {
        return Credentials.of(reveal(username), reveal(password));
    }

    private static String reveal(Optional<Secret> secret) {
        try {
            return secret.isPresent() ? secret.get().reveal() : null;
        } catch (UnavailableSecretException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
