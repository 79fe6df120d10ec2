package io.tidegate.agent.window;

import io.tidegate.agent.row.Grid;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to where rows are final enough to be read: {@code settle} before the source's time, and of
 * intervals only those that have ended. Immutable.
 *
 * @param grid on which intervals end; empty if the rows are none
 */
record Settled(Duration settle, Optional<Grid> grid) {
    static Settled of(SourceConfig source, DataType data) {
        return new Settled(
                Cut.sql(source).settle(),
                data == DataType.INTERVALS
                        ? Optional.of(new Grid(source.zone(), source.intervalLength()))
                        : Optional.empty());
    }

    Instant bound(Instant now) {
        Instant settled = now.minus(settle);
        return grid.map(g -> g.floor(settled)).orElse(settled);
    }
}
