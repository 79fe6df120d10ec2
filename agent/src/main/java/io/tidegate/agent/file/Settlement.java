package io.tidegate.agent.file;

import io.tidegate.agent.file.OfferedMemory.Rank;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** What changes in the store together with the last part of a file. Used by one thread. */
final class Settlement implements FileParts.Settling {
    private final FileStream stream;

    Settlement(FileStream stream) {
        this.stream = stream;
    }

    @Override
    public void settle(Tx tx, Candidate candidate, Verdict.Take verdict, FileParts.Taken taken) {
        String sha256 = candidate.origin(verdict.sha256());
        Tally tally = verdict.tally();
        FileRecord line = tx.file(stream.name(), sha256).orElseThrow();
        candidate.growth().ifPresent(_ -> Grown.write(tx, stream.name(), sha256, verdict.sha256()));
        tx.putFile(
                FileLine.taken(
                        FileLine.at(line, candidate),
                        taken.revision(),
                        taken.rows(),
                        tally.rejects().count(),
                        tally.from(),
                        tally.to(),
                        now()));
        Unit unit = stream.unit(sha256);
        tx.putRejects(unit, RejectRecord.AGENT, tally.rejects().records(unit, now()));
        tx.count(stream.name(), Counter.ROWS_READ, tally.all());
        tx.count(stream.name(), Counter.ROWS_REJECTED, tally.rejects().count());
        remember(tx, candidate, verdict.dialect());
        remember(tx, candidate, tally);
        tx.putStream(read(tx, tally.to()));
    }

    /** A person's yes to one file says nothing of how the others are written. */
    private void remember(Tx tx, Candidate candidate, Dialect dialect) {
        Dialect kept =
                tx.blob(stream.name(), FileLedger.DIALECT)
                        .map(Dialect::fromBytes)
                        .map(
                                before ->
                                        candidate.accepted()
                                                ? before.within(dialect)
                                                : dialect.keeping(before))
                        .orElse(dialect);
        tx.putBlob(stream.name(), FileLedger.DIALECT, kept.toBytes());
    }

    private void remember(Tx tx, Candidate candidate, Tally tally) {
        if (stream.comparesFiles()) {
            IntervalCounts counts = tally.counts().orElseThrow();
            counts.byDay().forEach((day, said) -> remember(tx, candidate, counts, day, said));
        }
    }

    private void remember(
            Tx tx, Candidate candidate, IntervalCounts counts, LocalDate day, DayCounts said) {
        var memory = OfferedMemory.read(tx, stream.name(), day);
        counts.empty(day, memory);
        if (!said.all().isEmpty()) {
            memory.take(said, Rank.of(candidate));
            memory.write(tx);
        }
    }

    private StreamRecord read(Tx tx, Optional<Instant> to) {
        return FileLedger.read(tx, stream.name(), to, now());
    }

    private Instant now() {
        return stream.clock().instant();
    }
}
