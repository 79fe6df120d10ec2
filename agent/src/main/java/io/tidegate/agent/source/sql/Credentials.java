package io.tidegate.agent.source.sql;

import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.config.UnavailableSecretException;

import java.util.Optional;
import java.util.Properties;

/** A user and a password as they were a moment ago. Never prints them. */
record Credentials(Optional<String> user, Optional<String> password) {
    static Credentials of(AgentConfig.Database database) throws UnavailableSecretException {
        return new Credentials(reveal(database.username()), reveal(database.password()));
    }

    private static Optional<String> reveal(Optional<Secret> secret)
            throws UnavailableSecretException {
        return secret.isPresent() ? Optional.of(secret.get().reveal()) : Optional.empty();
    }

    void addTo(Properties properties) {
        user.ifPresent(u -> properties.setProperty("user", u));
        password.ifPresent(p -> properties.setProperty("password", p));
    }

    @Override
    public String toString() {
        return "***";
    }
}
