package io.tidegate.agent.window;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.WindowRecord;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts and hashes windows with as few queries as the source bears: a range that takes too long is
 * halved, and the shorter range is remembered for a while. Used by one thread.
 */
final class Surveyor {
    private final WindowReader reader;
    private final RunLength length;

    /**
     * @param queryTimeout after which the source gives up a query
     */
    Surveyor(WindowReader reader, Duration queryTimeout) {
        this.reader = reader;
        this.length = new RunLength(1 << 14, 1 << 14, Long.MAX_VALUE, queryTimeout.dividedBy(2));
    }

    /**
     * What was found, one for each window.
     *
     * @param took nanoseconds of reading
     */
    record Survey(List<WindowRecord> lines, List<Found> found, long rows, long took) {}

    /**
     * @param windows oldest first; between some of them may lie holes, which are not read
     */
    Survey survey(List<WindowRecord> windows, Instant upTo, Instant now)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        return survey(windows, upTo, now, Instant.MIN);
    }

    /**
     * The same.
     *
     * @param since see {@link WindowReader#survey}
     */
    Survey survey(List<WindowRecord> windows, Instant upTo, Instant now, Instant since)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        return survey(windows, new Range(upTo, now, since), null);
    }

    /**
     * The same.
     *
     * @param totals takes what the rows add up to
     */
    Survey survey(List<WindowRecord> windows, Instant upTo, Instant now, Totals totals)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        return survey(windows, new Range(upTo, now, Instant.MIN), totals);
    }

    private record Range(Instant upTo, Instant now, Instant since) {}

    private Survey survey(List<WindowRecord> windows, Range range, Totals totals)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        var found = new Gathered(new ArrayList<>(), totals, new long[2]);
        for (List<WindowRecord> run : Runs.of(windows, length.windows())) {
            gather(run, range, found);
        }
        return new Survey(windows, found.found, found.sums[0], found.sums[1]);
    }

    /**
     * What reads that went well have found so far.
     *
     * @param totals null if nobody asks
     */
    private record Gathered(List<Found> found, Totals totals, long[] sums) {
        /** For one read: what it adds up counts only if it comes to its end. */
        Totals blank() {
            return totals == null ? null : totals.blank();
        }

        void add(WindowReader.Read read, Totals own) {
            found.addAll(read.found());
            sums[0] += read.rows();
            sums[1] += read.took();
            if (totals != null) {
                totals.add(own);
            }
        }
    }

    private void gather(List<WindowRecord> run, Range range, Gathered found)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        try {
            Totals own = found.blank();
            WindowReader.Read read = reader.survey(run, range.upTo, range.now, range.since, own);
            length.read(run.size(), read.rows(), read.took());
            found.add(read, own);
        } catch (SourceException e) {
            if (e.kind() != SourceException.Kind.TOO_SLOW) {
                throw e;
            }
            length.refused(run.size());
            halves(run, range, found, e);
        } catch (TooLargeException e) {
            halves(run, range, found, e);
        }
    }

    private void halves(List<WindowRecord> run, Range range, Gathered found, Exception why)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        if (run.size() == 1) {
            throw new WindowTooLargeException(run.getFirst(), why);
        }
        int half = run.size() / 2;
        gather(run.subList(0, half), range, found);
        gather(run.subList(half, run.size()), range, found);
    }
}
