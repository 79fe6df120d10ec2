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
    private final Repetition repetition;

    Settlement(FileStream stream) {
        this.stream = stream;
        this.repetition = new Repetition(stream);
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
        remember(tx, candidate, sha256, tally);
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

    /** What the file has said, for those that come after it. */
    private void remember(Tx tx, Candidate candidate, String sha256, Tally tally) {
        if (stream.comparesFiles() || stream.weighsFiles()) {
            IntervalCounts counts = tally.said().orElseThrow();
            counts.byDay().forEach((day, said) -> remember(tx, candidate, counts, day, said));
        }
        if (repetition.remembers()) {
            repetition.span(candidate, sha256, tally).ifPresent(span -> remember(tx, span));
        }
    }

    private void remember(Tx tx, SpanMemory.Span span) {
        repetition
                .days(span)
                .forEach(day -> SpanMemory.read(tx, stream.name(), day).add(span).write(tx));
    }

    /**
     * The ingest has the rows of a file that this store has never taken: of a data folder that was
     * lost or restored. What the file says is remembered as if it had been.
     *
     * @param line what is remembered of the file; empty if nothing is yet
     */
    void learn(Candidate candidate, Optional<FileRecord> line, Verdict verdict) {
        tally(verdict).ifPresent(tally -> learn(candidate, line, verdict, tally));
    }

    private void learn(
            Candidate candidate, Optional<FileRecord> line, Verdict verdict, Tally tally) {
        stream.store()
                .change(
                        tx -> {
                            line.ifPresent(
                                    f ->
                                            tx.putFile(
                                                    FileLine.learned(
                                                            f, candidate.file(), tally, now())));
                            if (verdict instanceof Verdict.Take take) {
                                remember(tx, candidate, take.dialect());
                            }
                            remember(tx, candidate, sha256(verdict), tally);
                        });
    }

    private static Optional<Tally> tally(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Take take -> Optional.of(take.tally());
            case Verdict.Hold hold -> hold.tally();
            case Verdict.Refuse refuse -> refuse.tally();
            case Verdict.Incomplete _, Verdict.Changed _ -> Optional.empty();
        };
    }

    static String sha256(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Take take -> take.sha256();
            case Verdict.Hold hold -> hold.sha256();
            case Verdict.Refuse refuse -> refuse.sha256();
            case Verdict.Incomplete incomplete -> incomplete.sha256();
            case Verdict.Changed _ -> "";
        };
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
