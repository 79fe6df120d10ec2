package io.tidegate.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A piece of a list.
 *
 * @param next what to ask with for the following piece; empty at the end
 * @param <T> {@link StoredWindow} or {@link StoredOrigin}
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
