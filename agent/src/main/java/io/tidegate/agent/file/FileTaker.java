package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.file.FileParts.Settling;
import io.tidegate.agent.file.FileParts.Taken;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.csv.UndecidedException;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.agent.store.Unit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/**
 * The second reading of a file: its rows go into the spool a part at a time, the last part and the
 * line that says TAKEN in one transaction, and only if the bytes are still those that were judged.
 * Used by one thread.
 */
final class FileTaker {
    private static final Logger LOG = LoggerFactory.getLogger(FileTaker.class);

    private final FileStream stream;
    private final FileLedger ledger;
    private final Settling settling;
    private Optional<Unit> open = Optional.empty();

    FileTaker(FileStream stream, FileLedger ledger, Settling settling) {
        this.stream = stream;
        this.ledger = ledger;
        this.settling = settling;
    }

    /** Drops what a taking that was broken off has left in the spool. */
    void tidy() {
        open.ifPresent(unit -> stream.store().change(tx -> tx.abandon(unit)));
        open = Optional.empty();
    }

    /** Whether an earlier revision of the file is on its way, so that a new one has to wait. */
    boolean mustWait(String sha256) {
        return stream.store().read(tx -> tx.onItsWay(stream.unit(sha256)));
    }

    /**
     * Takes a file.
     *
     * @return empty if its bytes changed meanwhile: nothing of it is in the spool then
     */
    Optional<Taken> take(Candidate candidate, Verdict.Take verdict, Progress progress)
            throws IOException, InterruptedException {
        Unit unit = stream.unit(verdict.sha256());
        long revision =
                stream.store()
                        .write(
                                tx -> {
                                    ledger.forgetReplaced(tx, verdict.sha256(), candidate.file());
                                    tx.dropUnattempted(unit);
                                    return tx.nextRevision(stream.name());
                                });
        open = Optional.of(unit);
        Optional<Taken> taken = read(candidate, verdict, revision, progress);
        if (taken.isPresent()) {
            open = Optional.empty();
        } else {
            tidy();
        }
        return taken;
    }

    private Optional<Taken> read(
            Candidate candidate, Verdict.Take verdict, long revision, Progress progress)
            throws IOException, InterruptedException {
        try (var in = HashedInput.open(candidate.file().path(), progress::read);
                var parts =
                        new FileParts(
                                stream, candidate, verdict, revision, settling, progress::lives)) {
            RowPass pass = new RowPass(stream, candidate.modified(), parts);
            stream.files().named(candidate.file().name()).read(in, verdict.dialect(), pass);
            pass.finish();
            parts.rowsEnd();
            if (!in.sha256().equals(verdict.sha256())) {
                return Optional.empty();
            }
            verdict.tally().rejects().keep(candidate.file(), verdict.sha256());
            Taken taken = parts.finish();
            say(FileEvent.ROWS_COMBINED, candidate.file(), taken.combined(), combined());
            say(
                    FileEvent.TIMES_CHOSEN,
                    candidate.file(),
                    pass.undecided(),
                    FileEvent.TIMES_CHOSEN.meaning());
            return Optional.of(taken);
        } catch (UnfitFileException | UndecidedException | ShapeException _) {
            return Optional.empty(); // It was fit when it was judged: so it has changed.
        }
    }

    private String combined() {
        String how =
                switch (stream.source().same()) {
                    case ADD -> "they were added up (same-key = add)";
                    case LAST -> "the last of them counts (same-key = last)";
                    case REJECT -> "they were rejected (same-key = reject)";
                };
        return FileEvent.ROWS_COMBINED.meaning().replaceFirst("\\.$", ": ") + how;
    }

    private void say(FileEvent event, Found file, long rows, String message) {
        if (rows > 0) {
            Events.warn(LOG, event)
                    .addKeyValue("stream", stream.name())
                    .addKeyValue("file", file.name())
                    .addKeyValue("rows", rows)
                    .log("{}: {}", file.name(), message);
        }
    }
}
