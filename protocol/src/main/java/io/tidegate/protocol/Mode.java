package io.tidegate.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a batch does to what is stored. */
public enum Mode {
    /** The batch is the whole truth for its window, or for the queues and times of its origin. */
    REPLACE,
    /** Each row takes the place of the row of the same identity. */
    UPSERT,
    /** Each row is new. */
    APPEND,
    /** Nothing: it fills a place in the sequence. */
    SKIP;

    /** The name on the wire, such as {@code upsert}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that name. */
    public static Optional<Mode> of(String wireName) {
        return Arrays.stream(values()).filter(m -> m.wireName().equals(wireName)).findFirst();
    }
}
