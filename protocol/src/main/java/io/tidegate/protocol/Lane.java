package io.tidegate.protocol;

import java.util.Locale;

/** The two queues of a stream. Live goes first. */
public enum Lane {
    LIVE,
    BACKFILL;

    /** {@code live} or {@code backfill}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
