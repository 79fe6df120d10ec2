package io.tidegate.agent.window;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks for rows that came for another range by the windows in which they would be stored, of which
 * it asks for {@value #WINDOWS_ASKED} at most. A window that cannot be read tells nothing of its
 * rows, and is no trouble of the read that is looked at. Used by one thread.
 */
final class StrayProbe {
    private static final int WINDOWS_ASKED = 4;
    private static final int HELD = 200_000;

    private final Source source;
    private final Checks checks;
    private final Function<Instant, Astray.Window> windows;

    /**
     * @param windows the window in which a row of that time is stored
     */
    StrayProbe(Source source, Checks checks, Function<Instant, Astray.Window> windows) {
        this.source = source;
        this.checks = checks;
        this.windows = windows;
    }

    /**
     * What came of it.
     *
     * @param gone those that do not come when their own windows are asked for
     * @param trouble why some of the windows could not be read; empty if all could
     */
    record Answer(List<Gone> gone, Optional<String> trouble) {}

    /**
     * @param bad what is wrong with it, had it come for its own time; empty if it is a good row
     */
    record Gone(String key, long time, Optional<Rejection> bad, Astray.Window own) {}

    /**
     * @param latest what lies after it is in the future
     */
    Answer ask(StrayRows strays, Instant latest) throws ShapeException, InterruptedException {
        var wanted = new HashSet<>(strays.some().keySet());
        wanted.addAll(strays.bad().keySet());
        var round = new Round(wanted, latest);
        for (Map.Entry<String, Row> stray : strays.some().entrySet()) {
            round.lookFor(stray.getKey(), stray.getValue().time(), Optional.empty());
        }
        for (Map.Entry<String, Rejection> stray : strays.bad().entrySet()) {
            Rejection bad = stray.getValue();
            round.lookFor(stray.getKey(), bad.time(), Optional.of(bad));
        }
        return new Answer(round.gone, round.trouble);
    }

    /** The questions that one read leads to. */
    private final class Round {
        private final Set<String> wanted;
        private final Instant latest;
        private final Set<Astray.Window> known = new HashSet<>();
        private final Set<String> given = new HashSet<>();
        private final List<Gone> gone = new ArrayList<>();
        private Optional<String> trouble = Optional.empty();

        Round(Set<String> wanted, Instant latest) {
            this.wanted = wanted;
            this.latest = latest;
        }

        void lookFor(String key, long time, Optional<Rejection> bad)
                throws ShapeException, InterruptedException {
            Astray.Window own = windows.apply(WireTime.instant(time));
            if (knows(own) && !given.contains(key)) {
                gone.add(new Gone(key, time, bad, own));
            }
        }

        /** Whether it is known which of the rows that window gives; asks for it if it may. */
        private boolean knows(Astray.Window own) throws ShapeException, InterruptedException {
            if (!known.contains(own) && known.size() < WINDOWS_ASKED && trouble.isEmpty()) {
                ask(own);
            }
            return known.contains(own);
        }

        private void ask(Astray.Window own) throws ShapeException, InterruptedException {
            var asked = new Own(wanted, latest, given);
            try {
                source.read(own.from(), own.to(), asked);
                asked.check.finish(asked);
                known.add(own);
            } catch (SourceException e) {
                trouble = Optional.of(e.getMessage());
            }
        }
    }

    /** Finds out which of some rows a read gives. */
    private final class Own implements RowSink, RowTaker {
        private final Set<String> wanted;
        private final Instant latest;
        private final Set<String> found;
        private final StrayRows.Alike alike = new StrayRows.Alike();
        private RowCheck check;

        Own(Set<String> wanted, Instant latest, Set<String> found) {
            this.wanted = wanted;
            this.latest = latest;
            this.found = found;
        }

        @Override
        public void shape(RawShape shape) throws ShapeException {
            check = checks.of(shape);
            check.begin(latest);
        }

        @Override
        public void row(RawRow row) throws InterruptedException {
            if (check.held() < HELD) {
                check.check(row, this);
            } else {
                found.addAll(wanted); // Too many rows of a repeated hour to tell.
            }
        }

        @Override
        public void taken(Row row) {
            String key = StrayRows.key(row);
            if (wanted.contains(key)) {
                found.add(key);
            }
        }

        @Override
        public void rejected(Rejection rejection) {
            String key = alike.key(rejection);
            if (wanted.contains(key)) {
                found.add(key); // Listed when its window is read.
            }
        }

        @Override
        public void ignored() {
            // No row.
        }
    }
}
