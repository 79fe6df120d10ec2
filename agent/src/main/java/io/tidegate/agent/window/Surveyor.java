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
        List<Found> found = new ArrayList<>();
        long[] sums = new long[2];
        for (List<WindowRecord> run : Runs.of(windows, length.windows())) {
            survey(run, new Range(upTo, now, since), found, sums);
        }
        return new Survey(windows, found, sums[0], sums[1]);
    }

    private record Range(Instant upTo, Instant now, Instant since) {}

    private void survey(List<WindowRecord> run, Range range, List<Found> found, long[] sums)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        try {
            WindowReader.Read read = reader.survey(run, range.upTo, range.now, range.since);
            length.read(run.size(), read.rows(), read.took());
            found.addAll(read.found());
            sums[0] += read.rows();
            sums[1] += read.took();
        } catch (SourceException e) {
            if (e.kind() != SourceException.Kind.TOO_SLOW) {
                throw e;
            }
            length.refused(run.size());
            halves(run, range, found, sums, e);
        } catch (TooLargeException e) {
            halves(run, range, found, sums, e);
        }
    }

    private void halves(
            List<WindowRecord> run, Range range, List<Found> found, long[] sums, Exception why)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        if (run.size() == 1) {
            throw new WindowTooLargeException(run.getFirst(), why);
        }
        int half = run.size() / 2;
        survey(run.subList(0, half), range, found, sums);
        survey(run.subList(half, run.size()), range, found, sums);
    }
}
