package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Oddities;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.TwinWords;
import io.tidegate.agent.row.Twins;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.status.Words;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** What one hour, or a day, of a database gives, counted. Used by one thread. */
final class HourOfRows implements RowSink {
    private static final Duration FUTURE = Duration.ofMinutes(5);

    private final SourceConfig source;
    private final Instant from;
    private final Clock clock;
    private final Duration longest;
    private final Rejects rejects;
    private final Optional<Twins> twins;
    private final Oddities oddities;
    private RowCheck check;
    private Instant latest = Instant.EPOCH;
    private long began;
    private long took;
    private long rows;
    private boolean whole = true;
    private boolean strays;

    /**
     * @param longest how long rows may come
     */
    HourOfRows(SourceConfig source, Instant from, Clock clock, Duration longest) {
        this.source = source;
        this.from = from;
        this.clock = clock;
        this.longest = longest;
        this.twins = Twins.toBeShown(source);
        this.oddities = new Oddities(source);
        this.rejects = new Rejects(this::good);
    }

    private void good(Row row) {
        twins.ifPresent(seen -> seen.see(row));
        oddities.see(row);
    }

    /** What the rows tell together of settings that are wrong. */
    List<Finding> odd() {
        return oddities.found();
    }

    void read(Source opened, Instant to, Instant now)
            throws SourceException, ShapeException, InterruptedException {
        latest = now.plus(FUTURE);
        began = clock.nanoTime();
        try {
            opened.read(from, to, this);
            check.finish(rejects);
            strays = rejects.outside(from, to).stream().anyMatch(t -> !opened.mayGive(t, from, to));
        } catch (EnoughException _) {
            whole = false;
        }
        took = clock.nanoTime() - began;
    }

    @Override
    public void shape(RawShape shape) throws ShapeException {
        // Pseudonyms are shown nowhere, so any will do.
        check =
                new RowCheck(
                        source, DataType.of(source.rows()).orElseThrow(), shape, value -> value);
        check.begin(latest);
    }

    @Override
    public void row(RawRow row) throws InterruptedException {
        if (clock.nanoTime() - began > longest.toNanos()) {
            throw new EnoughException();
        }
        rows++;
        check.check(row, rejects);
    }

    /** It has taken as long as it may. */
    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EnoughException() {
            super(null, null, false, false);
        }
    }

    boolean isEmpty() {
        return rows == 0 && whole;
    }

    /** Whether all of it came in time. */
    boolean isWhole() {
        return whole;
    }

    long rows() {
        return rows;
    }

    Duration took() {
        return Duration.ofNanos(took);
    }

    /** Rows that come more than once, if it is to be known. */
    Optional<Finding> twice() {
        return twins.flatMap(seen -> TwinWords.of(source, seen.found()));
    }

    Finding finding(SourceConfig of) {
        ZonedDateTime begin = from.atZone(of.zone());
        String hour = "the hour from " + TrialRead.shown(begin);
        if (!whole) {
            String what =
                    rows == 0
                            ? "%s gave its first row after %d s only"
                                    .formatted(hour, took / 1_000_000_000)
                            : "%s has more than %s in %d s, and was not read to its end"
                                    .formatted(hour, Words.count(rows, "row"), longest.toSeconds());
            return Finding.warn(
                    what,
                    "see what makes it slow: an index on the time column, the network, the rows' width");
        }
        if (strays) {
            return Finding.warn(
                    hour
                            + " was asked for, and the query gave rows of other times: unless it gives all rows of that hour as well, rows would be lost and the connector pauses the source",
                    "compare :from and :to with the very column that the query gives as time");
        }
        String text = "%s: %s in %.1f s".formatted(hour, Words.count(rows, "row"), took / 1e9);
        return rejects.count() == 0
                ? Finding.ok(text + ", none rejected")
                : Finding.warn(
                        "%s, %,d rejected: %s".formatted(text, rejects.count(), rejects.reasons()),
                        "see them: tidegate preview %s --from %s --to %s"
                                .formatted(of.name(), begin.toLocalDate(), begin.toLocalDate()));
    }
}
