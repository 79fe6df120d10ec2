package io.tidegate.agent.window;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.StateChanges;
import io.tidegate.agent.row.StateChanges.Open;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks beyond the end of a range for what ends the states that go on there: in steps that grow,
 * and only as long as one goes on that may still end. A step never begins or ends within a repeated
 * hour, so its rows mean what they mean when their own window is read. Remembers of a bounded
 * number of states up to where no end was found, so that whoever watches them need not read all of
 * it again. Used by one thread.
 */
final class Reach {
    private static final Column AGENT =
            DataType.AGENT_STATUS.column("agentidentifier").orElseThrow();
    private static final Duration FIRST = Duration.ofHours(1);
    private static final int GROWTH = 4;
    private static final Duration LEAST = Duration.ofMinutes(15);

    /** An agent has one state at most that goes on; some 150 bytes each. */
    private static final int REMEMBERED = 100_000;

    private static final int HELD = 200_000;

    private final Source source;
    private final Checks checks;
    private final Duration maxOpen;
    private final Edges edges;
    private final Map<Open, Instant> searched = new LinkedHashMap<>();

    Reach(SourceConfig config, Source source, Checks checks) {
        this.source = source;
        this.checks = checks;
        this.maxOpen = config.statusMaxOpen();
        this.edges = edges(config.zone());
    }

    private static Edges edges(ZoneId zone) {
        return new Edges(zone, LEAST);
    }

    /**
     * Finds the ends of states.
     *
     * @param from the end of their range
     * @param upTo rows at or after it are left for another time
     * @param latest rows after it lie in the future
     * @param since before it, what was once found not to have ended is not looked for again; {@link
     *     Instant#MIN} to look at everything
     * @return how many rows were read
     */
    long close(StateChanges states, Instant from, Instant upTo, Instant latest, Instant since)
            throws SourceException, ShapeException, InterruptedException {
        Instant at = from;
        Duration step = FIRST;
        long rows = 0;
        List<Open> open = states.open(at);
        List<Open> atFirst = open;
        while (at.isBefore(upTo) && !open.isEmpty()) {
            if (isKnown(open, from, at, since)) {
                at = earlier(edges.floor(since), known(open, from));
                open = states.open(at);
                continue;
            }
            Instant to = next(at, step, open, upTo);
            try {
                rows += read(states, at, to, latest);
            } catch (SourceException e) {
                if (e.kind() != SourceException.Kind.TOO_SLOW || step.compareTo(LEAST) <= 0) {
                    throw e;
                }
                step = step.dividedBy(GROWTH * GROWTH);
                continue;
            }
            at = to;
            step = step.multipliedBy(GROWTH);
            open = states.open(at);
        }
        atFirst.forEach(
                searched::remove); // Of those that ended, what was found before is not true.
        remember(open, at);
        return rows;
    }

    private Instant next(Instant at, Duration step, List<Open> open, Instant upTo) {
        long last = open.stream().mapToLong(Open::start).max().orElseThrow();
        Instant most = edges.ceiling(WireTime.instant(last).plus(maxOpen));
        Instant to = earlier(edges.ceiling(at.plus(later(step, LEAST))), earlier(most, upTo));
        return to.isAfter(at) ? to : upTo;
    }

    private long read(StateChanges states, Instant from, Instant to, Instant latest)
            throws SourceException, ShapeException, InterruptedException {
        var beyond = new Beyond(states, from, to, latest);
        source.read(from, to, beyond);
        beyond.finish();
        return beyond.rows;
    }

    /** Whether all of these were once looked for beyond that time, and need not be again. */
    private boolean isKnown(List<Open> open, Instant from, Instant at, Instant since) {
        return since.isAfter(at) && earlier(edges.floor(since), known(open, from)).isAfter(at);
    }

    /** Up to where all of these were once looked for. */
    private Instant known(List<Open> open, Instant from) {
        Instant known = Instant.MAX;
        for (Open one : open) {
            known = earlier(known, searched.getOrDefault(one, from));
        }
        return edges.floor(known);
    }

    private void remember(List<Open> open, Instant until) {
        open.forEach(
                one -> {
                    searched.remove(one);
                    searched.put(one, until);
                });
        var eldest = searched.keySet().iterator();
        while (searched.size() > REMEMBERED) {
            eldest.next();
            eldest.remove();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static <T extends Comparable<? super T>> T later(T one, T other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Rows of a step: the first change of each agent ends what went on. */
    private final class Beyond implements RowSink, RowTaker {
        private final StateChanges states;
        private final long from;
        private final long to;
        private final Instant latest;
        private RowCheck check;
        private long rows;

        Beyond(StateChanges states, Instant from, Instant to, Instant latest) {
            this.states = states;
            this.from = WireTime.micros(from);
            this.to = WireTime.micros(to);
            this.latest = latest;
        }

        @Override
        public void shape(RawShape shape) throws ShapeException {
            check = checks.of(shape);
            check.begin(latest);
        }

        @Override
        public void row(RawRow row) throws InterruptedException {
            rows++;
            check.check(row, this);
            if (check.held() > HELD) {
                throw new TooLargeException("more than " + HELD + " rows of a repeated hour");
            }
        }

        void finish() throws InterruptedException {
            check.finish(this);
        }

        @Override
        public void taken(Row row) {
            if (row.time() >= from && row.time() < to) {
                states.next(row.text(AGENT), row.time());
            }
        }

        @Override
        public void rejected(Rejection rejection) {
            // Listed under its own window.
        }

        @Override
        public void ignored() {
            // Neither a state nor a fault.
        }
    }
}
