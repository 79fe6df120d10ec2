package io.tidegate.config;

import java.util.Optional;

/** The environment variables of this process. */
@FunctionalInterface
public interface Environment {
    Optional<String> variable(String name);

    static Environment system() {
        return name -> Optional.ofNullable(System.getenv(name));
    }
}
