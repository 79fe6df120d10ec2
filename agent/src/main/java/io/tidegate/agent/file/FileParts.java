package io.tidegate.agent.file;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.PartSink;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.store.NewBatch;
import io.tidegate.agent.store.Tx;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Row;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one file on their way into the spool: combined, encoded, and stored a part at a time.
 * Waits where the spool has no room. Used by one thread.
 */
final class FileParts implements RowTaker, AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final FileStream stream;
    private final Candidate candidate;
    private final Verdict.Take verdict;
    private final Settling settling;
    private final Combiner combiner;
    private final BatchEncoder.UnitEncoder encoder;
    private final Start start;
    private final Runnable waiting;
    private final ShippedRows rows;
    private int storedParts;
    private long storedRows;

    /**
     * Where the storing begins.
     *
     * @param revision under which
     * @param reading see {@link Bookmark#reading}
     * @param behind what is stored already
     */
    record Start(long revision, String reading, Optional<Bookmark> behind) {}

    /** What else changes in the transaction that stores the last part. */
    interface Settling {
        void settle(Tx tx, Candidate candidate, Verdict.Take verdict, Taken taken);
    }

    /**
     * What was taken of a file.
     *
     * @param revision under which it was stored
     * @param rows shipped
     * @param combined rows that went into another
     */
    record Taken(long revision, long rows, long combined) {}

    /**
     * @param waiting told again and again while there is no room
     */
    FileParts(
            FileStream stream,
            Candidate candidate,
            Verdict.Take verdict,
            Start start,
            Settling settling,
            Runnable waiting) {
        this.stream = stream;
        this.candidate = candidate;
        this.verdict = verdict;
        this.start = start;
        this.rows = new ShippedRows(start.behind());
        this.storedParts = start.behind().map(Bookmark::parts).orElse(0);
        this.storedRows = start.behind().map(Bookmark::rows).orElse(0L);
        this.settling = settling;
        this.waiting = waiting;
        this.combiner =
                new Combiner(
                        stream.source().same(),
                        verdict.tally().counts(),
                        new RowSpill(stream.data(), stream.spill(), verdict.tally().rows()));
        this.encoder = encoder();
    }

    private BatchEncoder.UnitEncoder encoder() {
        Opening opening =
                start.behind().isPresent() ? stream.encoder()::rest : stream.encoder()::origin;
        return opening.open(
                stream.mode(),
                origin(),
                candidate.file().name(),
                candidate.modified(),
                start.revision(),
                verdict.columns(),
                this::store);
    }

    private interface Opening {
        BatchEncoder.UnitEncoder open(
                Mode mode,
                String sha256,
                String name,
                Instant modified,
                long revision,
                List<Column> columns,
                PartSink sink);
    }

    @Override
    public void taken(Row row) throws InterruptedException {
        combiner.add(row, shipped);
    }

    @Override
    public void rejected(Rejection rejection) {
        // Listed when the file was judged.
    }

    @Override
    public void ignored() {
        // Counted when the file was judged.
    }

    /** All rows came: those that waited go too. */
    void rowsEnd() throws InterruptedException {
        combiner.finish(shipped);
        rows.end();
    }

    /** Stores the last part: from here on the file is taken. */
    Taken finish() throws InterruptedException {
        encoder.finish();
        return taken();
    }

    @Override
    public void close() {
        combiner.close();
    }

    private Taken taken() {
        return new Taken(start.revision(), rows.count(), combiner.combined());
    }

    private void store(EncodedPart part) throws InterruptedException {
        while (stream.fullFor().apply(Lane.LIVE).isPresent()) {
            waiting.run();
            stream.clock().sleep(PAUSE);
        }
        Bookmark mark = bookmark(part);
        stream.store().change(tx -> store(tx, part, mark));
        storedParts = mark.parts();
        storedRows = mark.rows();
    }

    private String origin() {
        return candidate.origin(verdict.sha256());
    }

    private Bookmark bookmark(EncodedPart part) {
        long now = storedRows + part.rows();
        return new Bookmark(
                origin(), start.revision(), start.reading(), storedParts + 1, now, rows.proof(now));
    }

    private void store(Tx tx, EncodedPart part, Bookmark mark) {
        String sha256 = origin();
        if (tx.file(stream.name(), sha256).isEmpty()) {
            tx.putFile(FileLine.first(stream.name(), sha256, candidate.content()));
        }
        tx.append(new NewBatch(Lane.LIVE, stream.unit(sha256), start.revision(), part));
        if (part.last()) {
            settling.settle(tx, candidate, verdict, taken());
        } else {
            mark.write(tx, stream.name());
        }
    }

    /** Where rows go that no other row will change. */
    private final RowTaker shipped =
            new RowTaker() {
                @Override
                public void taken(Row row) throws InterruptedException {
                    if (rows.isNew(row)) {
                        encoder.add(row);
                    }
                }

                @Override
                public void rejected(Rejection rejection) {
                    verdict.tally().rejects().add(rejection);
                }

                @Override
                public void ignored() {
                    throw new IllegalStateException("rows that are combined are no templates");
                }
            };
}
