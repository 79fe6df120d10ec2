package io.tidegate.protocol;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The first line of a batch. */
public sealed interface BatchHeader {

    /** A batch that holds nothing and fills a place in the sequence. */
    record Skip() implements BatchHeader {}

    /**
     * A batch that holds rows, or says that there are none.
     *
     * @param interval the length of an interval: there for {@link DataType#INTERVALS} alone
     * @param zone whose wall clock the source follows: there for {@link DataType#INTERVALS} at
     *     least
     * @param mode {@link Mode#REPLACE} for windows; anything but {@link Mode#SKIP} for files
     * @param first whether it opens its scope
     * @param columns what the values of a row are, in their order; every required column is among
     *     them
     */
    record Content(
            String agent,
            String stream,
            DataType data,
            Optional<Duration> interval,
            Optional<ZoneId> zone,
            Mode mode,
            Scope scope,
            boolean first,
            List<Column> columns)
            implements BatchHeader {
        public Content {
            columns = List.copyOf(columns);
            Require.that(Require.isAgent(agent), "agent is [a-z0-9][a-z0-9-]{0,62}");
            Require.that(Require.isStream(stream), "stream is [a-z0-9][a-z0-9-]{0,126}");
            requireGrid(data, interval, zone);
            requireMode(mode, scope);
            requireColumns(data, columns);
        }

        /** The same header for another part. */
        public Content withFirst(boolean first) {
            return new Content(agent, stream, data, interval, zone, mode, scope, first, columns);
        }

        /** The rules that rows of this batch must keep. */
        public RowRules rules() {
            RowRules rules = RowRules.of(data, interval.orElse(null), zone.orElse(null));
            if (scope instanceof Scope.Window window) {
                rules.within(window.from(), window.to());
            }
            return mode == Mode.UPSERT ? rules.withIdentity() : rules;
        }

        private static void requireGrid(
                DataType data, Optional<Duration> interval, Optional<ZoneId> zone) {
            boolean grid = data == DataType.INTERVALS;
            Require.that(grid == interval.isPresent(), "interval belongs to intervals alone");
            Require.that(!grid || zone.isPresent(), "intervals need a zone");
            interval.ifPresent(length -> IntervalLength.wire(length));
        }

        private static void requireMode(Mode mode, Scope scope) {
            boolean fits =
                    switch (scope) {
                        case Scope.Window _ -> mode == Mode.REPLACE;
                        case Scope.Origin _ -> mode != Mode.SKIP;
                    };
            Require.that(fits, "the mode does not fit: a window is replaced, skip holds nothing");
        }

        private static void requireColumns(DataType data, List<Column> columns) {
            Require.that(data.columns().containsAll(columns), "columns belong to the data type");
            Require.that(new HashSet<>(columns).size() == columns.size(), "columns occur once");
            for (Column column : data.columns()) {
                Require.that(
                        !column.required() || columns.contains(column),
                        "columns lack " + column.name());
            }
        }
    }
}
