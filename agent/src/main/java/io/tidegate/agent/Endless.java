package io.tidegate.agent;

import io.tidegate.agent.status.Words;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.Optional;

/** Counts the agent-status spans of a preview that have no end. Used by one thread. */
final class Endless {
    private static final Column END = DataType.AGENT_STATUS.column("endtime").orElseThrow();

    private final SourceConfig source;
    private final Instant watchedFrom;
    private long open;
    private long left;

    /**
     * @param now the source's time; {@link Instant#MIN} if that does not matter
     */
    Endless(SourceConfig source, Instant now) {
        this.source = source;
        // Of changes the end may lie beyond the days asked for.
        boolean known = source.shaping().status() != StatusShape.CHANGES && now != Instant.MIN;
        this.watchedFrom = known ? now.minus(source.statusMaxOpen()) : Instant.MIN;
    }

    void saw(Row row) {
        if (row.type() == DataType.AGENT_STATUS && row.isNull(END)) {
            open++;
            left += WireTime.instant(row.time()).isBefore(watchedFrom) ? 1 : 0;
        }
    }

    /** A line that names nobody; empty if all have an end. */
    Optional<String> text() {
        return open == 0
                ? Optional.empty()
                : Optional.of("Without an end: %s.%s".formatted(Words.count(open, "state"), old()));
    }

    private String old() {
        return left == 0
                ? ""
                : " %,d of them began more than %s ago (status.max-open): nobody watches for their end, they stay open in the cloud. If they are log-offs, name their word in status.log-off."
                        .formatted(left, Words.duration(source.statusMaxOpen()));
    }
}
