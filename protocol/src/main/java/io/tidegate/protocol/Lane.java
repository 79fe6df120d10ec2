package io.tidegate.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The two queues of a stream. Live goes first. */
public enum Lane {
    LIVE,
    BACKFILL;

    /** {@code live} or {@code backfill}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The lane of that name. */
    public static Optional<Lane> of(String wireName) {
        return Arrays.stream(values()).filter(l -> l.wireName().equals(wireName)).findFirst();
    }
}
