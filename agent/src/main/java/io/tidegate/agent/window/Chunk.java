package io.tidegate.agent.window;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.Lane;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Encodes a bounded piece of work at a time, as large as suits the source, the memory and the
 * patience of whoever waits behind it. Used by one thread.
 */
final class Chunk {
    /** Windows opened at once at most. */
    private static final int MOST = 64;

    private static final long ROWS = 60_000;
    private static final Duration TIME = Duration.ofSeconds(1);

    private final Encoding encoding;
    private final Cut cut;
    private final RunLength length = new RunLength(1, MOST, ROWS, TIME);

    Chunk(Encoding encoding, Cut cut) {
        this.encoding = encoding;
        this.cut = cut;
    }

    /** How many windows the next one should have at most. */
    int windows() {
        return length.windows();
    }

    /**
     * Encodes adjacent windows.
     *
     * @return empty if they turned out to be too many: fewer are to be tried
     */
    Optional<Encoding.Outcome> encode(
            List<WindowRecord> run,
            Lane lane,
            Instant upTo,
            Instant now,
            Encoding.Weighing weighing)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        var begun = begin(run, lane, upTo, now, weighing);
        return begun.isPresent() ? Optional.of(begun.get().done()) : Optional.empty();
    }

    /** The same, without waiting until they are stored: see {@link Encoding#begin}. */
    Optional<Encoding.Begun> begin(
            List<WindowRecord> run,
            Lane lane,
            Instant upTo,
            Instant now,
            Encoding.Weighing weighing)
            throws SourceException, ShapeException, WindowTooLargeException, InterruptedException {
        try {
            var begun = encoding.begin(task(run, lane, upTo, now), weighing);
            length.read(run.size(), begun.rows(), begun.took());
            return Optional.of(begun);
        } catch (TooLargeException e) {
            return refused(run, e);
        } catch (SourceException e) {
            if (e.kind() != SourceException.Kind.TOO_SLOW) {
                throw e;
            }
            return refused(run, e);
        }
    }

    private Encoding.Task task(List<WindowRecord> run, Lane lane, Instant upTo, Instant now) {
        boolean indivisible = run.size() == 1 && cut.pieces(run.getFirst()).isEmpty();
        return new Encoding.Task(run, lane, upTo, now, indivisible);
    }

    private Optional<Encoding.Begun> refused(List<WindowRecord> run, Exception why)
            throws WindowTooLargeException {
        if (run.size() == 1) {
            throw new WindowTooLargeException(run.getFirst(), why);
        }
        length.refused(run.size());
        return Optional.empty();
    }
}
