package io.tidegate.agent.source;

/**
 * How many rows of a source no range of its history gives.
 *
 * @param timeless those without a time
 * @param older those from before it, the database's beginning of time included
 * @param later those from after it, the database's end of time included
 */
public record Outside(long timeless, long older, long later) {
    public long all() {
        return timeless + older + later;
    }
}
