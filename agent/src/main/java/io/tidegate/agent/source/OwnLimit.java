package io.tidegate.agent.source;

import io.tidegate.agent.finding.Finding;
import io.tidegate.config.SourceConfig;

import java.util.Optional;

/**
 * Warns of a query that may limit its time itself. By its words alone, so no more than a warning.
 * Stateless.
 */
public final class OwnLimit {
    private OwnLimit() {}

    /** What is to be said of that source's query; empty if nothing is. */
    public static Optional<Finding> of(SourceConfig source) {
        return source.origin() instanceof SourceConfig.Sql sql
                ? sql.ownClock().map(OwnLimit::warning)
                : Optional.empty();
    }

    private static Finding warning(String word) {
        return Finding.warn(
                "the query asks for the time (%s) among its conditions: if it limits its time by that, older days look empty and rows that leave its range look deleted"
                        .formatted(word),
                "take such a limit out: which days are read is asked for from outside (backfill, look-back, keeps); if it is there for something else, let it be");
    }
}
