package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

/**
 * The wall clocks by which the times of one source are kept. Used by one thread.
 *
 * @param own that of the rows' own time
 * @param end that of the ends of spans
 * @param length how long after its beginning a row carries its own time, in microseconds: an
 *     interval that is stamped with its end
 */
record RowClocks(WallClock own, WallClock end, long length) {
    static RowClocks of(SourceConfig source, DataType data) {
        var times = source.times();
        var zone = times.zone(data.timeColumn().name(), source.zone());
        return new RowClocks(
                times.endStamped()
                        ? WallClock.ofEnds(zone, source.intervalLength())
                        : new WallClock(zone),
                new WallClock(times.zone("endtime", source.zone())),
                times.endStamped() ? source.intervalLength().toNanos() / 1_000 : 0);
    }

    /** When a row began whose own time the wall clock shows twice. */
    long start(long wall, boolean second) {
        return (second ? own.second(wall) : own.first(wall)) - length;
    }
}
