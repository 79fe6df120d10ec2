package io.tidegate.agent.file;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.store.NewBatch;
import io.tidegate.agent.store.Tx;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Row;

import java.time.Duration;

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
    private final long revision;
    private final Runnable waiting;
    private long rows;

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
            long revision,
            Settling settling,
            Runnable waiting) {
        this.stream = stream;
        this.candidate = candidate;
        this.verdict = verdict;
        this.revision = revision;
        this.settling = settling;
        this.waiting = waiting;
        this.combiner =
                new Combiner(
                        stream.source().same(),
                        verdict.tally().counts(),
                        new RowSpill(stream.data(), stream.spill(), verdict.tally().rows()));
        this.encoder =
                stream.encoder()
                        .origin(
                                stream.mode(),
                                verdict.sha256(),
                                candidate.file().name(),
                                candidate.modified(),
                                revision,
                                verdict.columns(),
                                this::store);
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
        return new Taken(revision, rows, combiner.combined());
    }

    private void store(EncodedPart part) throws InterruptedException {
        while (stream.fullFor().apply(Lane.LIVE).isPresent()) {
            waiting.run();
            stream.clock().sleep(PAUSE);
        }
        stream.store().change(tx -> store(tx, part));
    }

    private void store(Tx tx, EncodedPart part) {
        String sha256 = verdict.sha256();
        if (tx.file(stream.name(), sha256).isEmpty()) {
            tx.putFile(FileLine.first(stream.name(), sha256, candidate.file()));
        }
        tx.append(new NewBatch(Lane.LIVE, stream.unit(sha256), revision, part));
        if (part.last()) {
            settling.settle(tx, candidate, verdict, taken());
        }
    }

    /** Where rows go that no other row will change. */
    private final RowTaker shipped =
            new RowTaker() {
                @Override
                public void taken(Row row) throws InterruptedException {
                    rows++;
                    encoder.add(row);
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
