package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.StateReport;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the cloud is told of a CSV stream. Reckoned from the store alone. */
public final class FileReport {
    private static final Set<State> ON_THE_WAY =
            EnumSet.of(State.TAKEN, State.STALE, State.HELD, State.REFUSED, State.ASIDE);
    private static final Set<State> STOPPED = EnumSet.of(State.HELD, State.REFUSED);
    private static final int MOST = 10_000;

    private FileReport() {}

    /** The report now; empty if the folder was never read. */
    public static Optional<StateReport> of(Tx tx, SourceConfig source) {
        return tx.stream(source.name()).map(stream -> report(tx, source, stream));
    }

    private static StateReport report(Tx tx, SourceConfig source, StreamRecord stream) {
        long epoch = tx.agent().epoch();
        return new StateReport(
                epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch),
                stream.bound()
                        .flatMap(bound -> Doubts.limit(tx, source.name(), bound))
                        .map(bound -> completeUntil(tx, source, bound)),
                stream.lastRead(),
                tx.files(source.name(), STOPPED, MOST).size(),
                stream.paused().isPresent(),
                0);
    }

    /**
     * The ingest has every row before it that a file has told of and that is not rejected: none of
     * a file that is under way, held, refused or set aside.
     */
    private static Instant completeUntil(Tx tx, SourceConfig source, Instant bound) {
        return tx.files(source.name(), ON_THE_WAY, MOST).stream()
                .map(FileRecord::from)
                .flatMap(Optional::stream)
                .filter(from -> from.isBefore(bound))
                .min(Instant::compareTo)
                .orElse(bound);
    }
}
