package io.tidegate.agent.window;

import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.StateReport;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What the cloud is told of a SQL stream. Reckoned from the store alone. */
public final class StreamReport {
    private StreamReport() {}

    /** The report now; empty if the stream was never read. */
    public static Optional<StateReport> of(Tx tx, SourceConfig source) {
        return tx.stream(source.name()).map(stream -> report(tx, source, stream));
    }

    private static StateReport report(Tx tx, SourceConfig source, StreamRecord stream) {
        long epoch = tx.agent().epoch();
        return new StateReport(
                epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch),
                Extent.believed(tx, stream).map(bound -> completeUntil(tx, source, stream, bound)),
                stream.lastRead(),
                tx.countWindows(source.name()).getOrDefault(State.HELD, 0L),
                stream.paused().isPresent(),
                OutsideCount.of(tx, source.name()));
    }

    /**
     * The ingest has every row of the look-back before it that the last read showed. It moves back
     * for a moment when rows of an earlier window have changed and are on their way, for longer
     * when the source's clock turns out to have been ahead of the time.
     */
    private static Instant completeUntil(
            Tx tx, SourceConfig source, StreamRecord stream, Instant bound) {
        Cut cut = Cut.of(source, stream.cutBase().orElseThrow());
        Instant from = bound.minus(Cut.sql(source).lookBack());
        for (WindowRecord window : cut.windows(tx, from, bound)) {
            if (!isComplete(window)) {
                return window.from();
            }
        }
        return bound;
    }

    private static boolean isComplete(WindowRecord window) {
        return switch (window.state()) {
            case READ, GONE -> window.acked() >= window.revision();
            case UNREAD, STALE, HELD, ASIDE -> false;
        };
    }
}
