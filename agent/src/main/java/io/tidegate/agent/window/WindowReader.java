package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Grid;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.Twins;
import io.tidegate.agent.source.Outside;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.WireTime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads adjacent windows with one query. Used by one thread. */
final class WindowReader {
    /** Rows may lie that far ahead of the source's clock; later ones are rejected. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(WindowReader.class);
    private static final int HELD_ROWS = 40_000;
    private static final int HELD_ROWS_INDIVISIBLE = 200_000;

    private final SourceConfig config;
    private final DataType data;
    private final Source source;
    private final Checks checks;
    private final Clock clock;
    private final Astray astray;
    private final ChoiceLog choices;
    private final TwinWatch twins;
    private final Reach reach;
    private final Optional<Grid> sums;
    private final Settled settled;

    WindowReader(
            SourceConfig config,
            DataType data,
            Source source,
            Checks checks,
            Astray astray,
            Clock clock) {
        this.config = config;
        this.data = data;
        this.source = source;
        this.checks = checks;
        this.astray = astray;
        this.clock = clock;
        this.choices = new ChoiceLog(config.name(), config.zone());
        this.twins = new TwinWatch(config, clock);
        this.reach = new Reach(config, source, checks);
        this.settled = Settled.of(config, data);
        this.sums = config.shaping().aggregate().map(length -> new Grid(config.zone(), length));
    }

    /**
     * @param took nanoseconds that the source was kept busy
     */
    record Read(List<WindowRows> windows, long rows, long took) {
        List<Found> found() {
            return windows.stream().map(WindowRows::found).toList();
        }

        /** Waits for what is still being encoded. */
        void finish() throws InterruptedException {
            for (WindowRows window : windows) {
                if (window.encoder() != null) {
                    window.encoder().finish();
                }
            }
        }
    }

    /**
     * Counts and hashes.
     *
     * @param since before it, ends of states that were once looked for are not looked for again;
     *     {@link Instant#MIN} to look at everything
     * @param totals takes what the rows add up to; null if nobody asks
     */
    Read survey(List<WindowRecord> windows, Instant upTo, Instant now, Instant since, Totals totals)
            throws SourceException, ShapeException, InterruptedException {
        return read(windows, upTo, now, since, null, held(windows.size() == 1), totals);
    }

    /**
     * Counts, hashes and encodes.
     *
     * @param indivisible a single window that cannot be cut: it may hold more
     */
    Read encode(
            List<WindowRecord> windows,
            Instant upTo,
            Instant now,
            Reading.Encoders encoders,
            boolean indivisible)
            throws SourceException, ShapeException, InterruptedException {
        return read(windows, upTo, now, Instant.MIN, encoders, held(indivisible), null);
    }

    /** The rows that the query gives without a time in that range; empty if it cannot tell. */
    Optional<Outside> outside(Instant from, Instant to)
            throws SourceException, ShapeException, InterruptedException {
        return source.outside(from, to);
    }

    /** What people should know of rows that come more than once. */
    Optional<String> twins() {
        return twins.trouble();
    }

    private static int held(boolean indivisible) {
        return indivisible ? HELD_ROWS_INDIVISIBLE : HELD_ROWS;
    }

    private Read read(
            List<WindowRecord> windows,
            Instant upTo,
            Instant now,
            Instant since,
            Reading.Encoders encoders,
            int heldMost,
            Totals totals)
            throws SourceException, ShapeException, InterruptedException {
        Instant to = windows.getLast().to();
        Instant end = upTo.isBefore(to) ? upTo : to;
        Instant beyond = sums.map(grid -> grid.ceiling(end)).orElse(end);
        Instant latest = latest(now, end);
        Instant from = windows.getFirst().from();
        var strays = astray.watch(from, beyond, now);
        Optional<Twins> compared = Twins.toBeReported(config);
        var reading =
                new Reading(checks, rows(windows, end), end, beyond, latest, encoders, heldMost)
                        .watched(strays)
                        .compared(compared.orElse(null))
                        .adding(totals);
        long began = clock.nanoTime();
        source.read(from, beyond, reading);
        reading.settle();
        astray.judge(strays, reading.read(), latest);
        long rows = reading.read();
        if (reading.changes().isPresent()) {
            rows += reach.close(reading.changes().get(), end, upTo, latest, since);
        }
        reading.finish();
        compared.ifPresent(seen -> twins.read(from, end, seen.found()));
        if (encoders != null) {
            choices.made(
                    LocalDate.ofInstant(windows.getFirst().from(), config.zone()),
                    new ChoiceLog.Choices(
                            reading.undecided(), reading.combined(), reading.leftOut()),
                    reading.placed());
        }
        return new Read(reading.windows(), rows, clock.nanoTime() - began);
    }

    private List<WindowRows> rows(List<WindowRecord> windows, Instant upTo) {
        return windows.stream().map(w -> new WindowRows(w, data, knownTo(w), upTo)).toList();
    }

    /** Up to where the line's content speaks of rows; without end if that is not known. */
    private long knownTo(WindowRecord line) {
        return line.lastRead()
                .filter(_ -> line.recipe().equals(config.recipe()))
                .map(settled::bound)
                .filter(line.to()::isAfter)
                .map(WireTime::micros)
                .orElse(Long.MAX_VALUE);
    }

    /** What was read before a step back of the source's clock has not become future by it. */
    private static Instant latest(Instant now, Instant end) {
        Instant latest = now.plus(AHEAD);
        return latest.isBefore(end) ? end : latest;
    }
}
