package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.file.FileParts.Settling;
import io.tidegate.agent.file.FileParts.Taken;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.csv.UndecidedException;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.agent.store.OpenUnit;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.protocol.Lane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/**
 * The second reading of a file: its rows go into the spool a part at a time, the last part and the
 * line that says TAKEN in one transaction, and only if the bytes are still those that were judged.
 * A taking that was broken off, be it by a kill, goes on behind its last stored part if the same
 * rows come again. Used by one thread.
 */
final class FileTaker {
    private static final Logger LOG = LoggerFactory.getLogger(FileTaker.class);

    private final FileStream stream;
    private final FileLedger ledger;
    private final Settling settling;

    FileTaker(FileStream stream, FileLedger ledger, Settling settling) {
        this.stream = stream;
        this.ledger = ledger;
        this.settling = settling;
    }

    /**
     * Drops what a taking that was broken off has left in the spool, if nothing can go on there.
     */
    void tidy() {
        stream.store()
                .change(tx -> open(tx).filter(_ -> left(tx).isEmpty()).ifPresent(tx::abandon));
    }

    /** The file whose taking was broken off, and may go on behind what is stored. */
    Optional<String> left() {
        return stream.store().read(this::left).map(Bookmark::sha256);
    }

    private boolean isLeft(String sha256) {
        return left().filter(sha256::equals).isPresent();
    }

    /** Whether an earlier revision of the file is on its way, so that a new one has to wait. */
    boolean mustWait(String sha256) {
        return stream.store().read(tx -> tx.onItsWay(stream.unit(sha256))) && !isLeft(sha256);
    }

    /** What is stored of that file without its end is dropped. */
    void giveUp(String sha256) {
        if (isLeft(sha256)) {
            stream.store().change(tx -> tx.abandon(stream.unit(sha256)));
        }
    }

    /**
     * Whether a file can be taken now. What is open for another file, or was stored of this one
     * under other settings, is dropped; what was sent of it has to be settled first.
     */
    boolean mayTake(Candidate candidate, Verdict.Take verdict) {
        if (stream.store().read(this::open).isPresent() && bookmark(candidate, verdict).isEmpty()) {
            stream.store().change(tx -> open(tx).ifPresent(tx::abandon));
        }
        return !mustWait(candidate.origin(verdict.sha256()));
    }

    private Optional<Bookmark> left(Tx tx) {
        return Bookmark.open(tx, stream.name());
    }

    private Optional<Unit> open(Tx tx) {
        return tx.open(stream.name(), Lane.LIVE).map(OpenUnit::unit);
    }

    /** Behind what the taking of those bytes goes on, under the settings of now. */
    private Optional<Bookmark> bookmark(Candidate candidate, Verdict.Take verdict) {
        String reading = Bookmark.reading(stream, candidate, verdict);
        return stream.store()
                .read(this::left)
                .filter(mark -> mark.sha256().equals(candidate.origin(verdict.sha256())))
                .filter(mark -> mark.reading().equals(reading));
    }

    /**
     * Takes a file, or the rest of it, of which {@link #mayTake} holds.
     *
     * @return empty if its bytes changed meanwhile: nothing of it is in the spool then
     */
    Optional<Taken> take(Candidate candidate, Verdict.Take verdict, Progress progress)
            throws IOException, InterruptedException {
        Optional<Bookmark> behind = bookmark(candidate, verdict);
        behind.ifPresent(mark -> sayGoesOn(candidate.file(), mark));
        long revision = behind.map(Bookmark::revision).orElseGet(() -> begin(candidate, verdict));
        String reading = Bookmark.reading(stream, candidate, verdict);
        var start = new FileParts.Start(revision, reading, behind);
        Optional<Taken> taken = read(candidate, verdict, start, progress);
        if (taken.isEmpty()) {
            giveUp(candidate.origin(verdict.sha256()));
        }
        return taken;
    }

    private long begin(Candidate candidate, Verdict.Take verdict) {
        String origin = candidate.origin(verdict.sha256());
        return stream.store()
                .write(
                        tx -> {
                            ledger.forgetReplaced(tx, origin, candidate.file());
                            tx.dropUnattempted(stream.unit(origin));
                            return tx.nextRevision(stream.name());
                        });
    }

    private Optional<Taken> read(
            Candidate candidate, Verdict.Take verdict, FileParts.Start start, Progress progress)
            throws IOException, InterruptedException {
        try (var in = OpenFile.of(candidate, progress::read);
                var parts =
                        new FileParts(
                                stream, candidate, verdict, start, settling, progress::lives)) {
            RowPass pass = new RowPass(stream, candidate.modified(), parts);
            stream.files().named(candidate.file().name()).read(in.rows(), verdict.dialect(), pass);
            pass.finish();
            parts.rowsEnd();
            if (!in.sha256().equals(verdict.sha256())) {
                return Optional.empty();
            }
            verdict.tally().rejects().keep(candidate.file(), candidate.origin(verdict.sha256()));
            Taken taken = parts.finish();
            say(FileEvent.ROWS_COMBINED, candidate.file(), taken.combined(), combined());
            say(
                    FileEvent.TIMES_CHOSEN,
                    candidate.file(),
                    pass.undecided(),
                    FileEvent.TIMES_CHOSEN.meaning());
            return Optional.of(taken);
        } catch (UnfitFileException | UndecidedException | ShapeException | PackedException _) {
            return Optional.empty(); // It was fit when it was judged: so it has changed.
        } catch (ShippedRows.OtherRowsException _) {
            return Optional.empty(); // What is stored was made otherwise: it begins anew.
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

    private void sayGoesOn(Found file, Bookmark mark) {
        Events.info(LOG, FileEvent.GOES_ON)
                .addKeyValue("stream", stream.name())
                .addKeyValue("file", file.name())
                .addKeyValue("parts", mark.parts())
                .addKeyValue("rows", mark.rows())
                .log("{} goes on behind row {} of what is to be sent", file.name(), mark.rows());
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
