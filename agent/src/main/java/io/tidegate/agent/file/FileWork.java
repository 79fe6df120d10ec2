package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.OutageException;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.UnitLostException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Judges one file, and does what the judgement says. Used by one thread. */
final class FileWork {
    private static final Logger LOG = LoggerFactory.getLogger(FileWork.class);

    private final FileStream stream;
    private final FileLedger ledger;
    private final Folder folder;
    private final FolderWatch watch;
    private final Rest rest;
    private final Completeness completeness;
    private final StaleFiles stale;
    private final FileTaker taker;
    private final FileJudge judge;
    private final PutAway putAway;
    private final Doubts doubts;
    private final Progress progress;
    private final Told told;
    private final GrowingFiles growing;
    private final LostMemory memory;
    private final WorkingCopies copies;

    FileWork(
            FileStream stream,
            FileLedger ledger,
            Folder folder,
            FolderWatch watch,
            Rest rest,
            Completeness completeness,
            StaleFiles stale,
            FileTaker taker,
            PutAway putAway,
            Doubts doubts,
            LostMemory memory,
            Progress progress,
            GrowingFiles growing) {
        this.growing = growing;
        this.memory = memory;
        this.judge = memory.judge();
        this.stream = stream;
        this.ledger = ledger;
        this.folder = folder;
        this.watch = watch;
        this.rest = rest;
        this.completeness = completeness;
        this.stale = stale;
        this.taker = taker;
        this.putAway = putAway;
        this.doubts = doubts;
        this.progress = progress;
        this.told = new Told(stream);
        this.copies = new WorkingCopies(stream, folder);
    }

    /** Drops what work that was broken off has left behind. */
    void tidy() {
        taker.tidy();
        try {
            copies.sweep();
        } catch (IOException e) {
            throw new OutageException(
                    FileEvent.DATA_FOLDER_UNWRITABLE,
                    "a working copy cannot be deleted in " + stream.spill() + "; see its rights",
                    e);
        }
    }

    /** These, but the one first of which a part is stored already. */
    List<Candidate> inOrder(List<Candidate> ready) {
        Optional<String> left = taker.left();
        return ready.stream().sorted(Comparator.comparing(c -> !is(c, left))).toList();
    }

    private static boolean is(Candidate candidate, Optional<String> left) {
        return left.isPresent() && candidate.known().map(FileRecord::sha256).equals(left);
    }

    /** Reads a file and takes it, unless something speaks against it. */
    void on(Candidate candidate) throws InterruptedException {
        Found file = candidate.file();
        if (candidate.growth().isEmpty() && !folder.look(file.path()).equals(Optional.of(file))) {
            rest.disturbed(file); // It waits for its turn no more: the next look shows what it is.
            return;
        }
        progress.reads(file, false);
        try {
            read(candidate, verdict -> verdict);
        } catch (IOException e) {
            rest.failed(file);
            say(FileEvent.UNREADABLE, file, "unreadable", e.getClass().getSimpleName());
        }
        growing.wasRead(file);
    }

    /** Asks a person about a file that does not come to an end, unless it is refused anyway. */
    void hold(Found file, String reason) throws IOException, InterruptedException {
        Candidate candidate = Candidate.fresh(file);
        progress.reads(file, false);
        read(candidate, verdict -> held(verdict, reason));
    }

    private void read(Candidate candidate, UnaryOperator<Verdict> weighed)
            throws IOException, InterruptedException {
        try (var reading = copies.of(candidate, progress);
                var rejects = new Rejects(stream.rejects(), candidate.file().name())) {
            if (reading.candidate().isEmpty()) {
                changed(candidate.file());
                return;
            }
            Candidate copied = reading.candidate().get();
            decide(copied, weighed.apply(judge(copied, rejects)), rejects);
        }
    }

    private static Verdict held(Verdict verdict, String reason) {
        return switch (verdict) {
            case Verdict.Take take ->
                    new Verdict.Hold(take.sha256(), reason, Optional.of(take.tally()));
            case Verdict.Incomplete(String sha256, String _) ->
                    new Verdict.Hold(sha256, reason, Optional.empty());
            case Verdict.Hold hold -> hold;
            case Verdict.Refuse refuse -> refuse;
            case Verdict.Changed changed -> changed;
        };
    }

    private Verdict judge(Candidate candidate, Rejects rejects)
            throws IOException, InterruptedException {
        boolean ended =
                candidate.growth().isPresent()
                        ? completeness.isOverdue(candidate.file())
                        : completeness.isEnded(candidate);
        return judge.judge(
                new FileJudge.Question(candidate, ended, ledger.frozen(), progress), rejects);
    }

    private void decide(Candidate candidate, Verdict verdict, Rejects rejects)
            throws IOException, InterruptedException {
        Found file = candidate.file();
        memory.learn(candidate, verdict);
        switch (verdict) {
            case Verdict.Changed _ -> changed(file);
            case Verdict.Incomplete cut -> incomplete(candidate, cut, rejects);
            case Verdict.Hold hold -> {
                if (isOurs(candidate, hold.sha256())) {
                    var stop = new Stop(State.HELD, hold.reason(), hold.tally());
                    stop(candidate, hold.sha256(), stop, rejects);
                }
            }
            case Verdict.Refuse refuse -> {
                if (isOurs(candidate, refuse.sha256())) {
                    var stop = new Stop(State.REFUSED, refuse.reason(), refuse.tally());
                    stop(candidate, refuse.sha256(), stop, rejects);
                }
            }
            case Verdict.Take take -> {
                if (isOurs(candidate, take.sha256()) && !isBare(candidate, take)) {
                    take(candidate, take);
                }
            }
        }
    }

    /** Of a file that grows a header alone is nothing to know it by. */
    private boolean isBare(Candidate candidate, Verdict.Take take) {
        boolean bare =
                candidate.growth().isPresent()
                        && candidate.known().isEmpty()
                        && take.tally().rows() == 0;
        if (bare) {
            watch.settle(candidate.file());
        }
        return bare;
    }

    private void take(Candidate candidate, Verdict.Take verdict)
            throws IOException, InterruptedException {
        Found file = candidate.file();
        if (!taker.mayTake(candidate, verdict)) {
            return; // It stays in the ledger as one to be taken: the next look finds it.
        }
        Optional<Dialect> frozen = ledger.frozen();
        progress.reads(file, true);
        try {
            Optional<FileParts.Taken> taken = taker.take(candidate, verdict, progress);
            if (taken.isEmpty()) {
                changed(file);
                if (candidate.known().isEmpty()) {
                    ledger.forget(verdict.sha256());
                }
                return;
            }
            watch.settle(file);
            doubts.done(file.path());
            told.about(file, verdict, frozen);
            taken(file, verdict, taken.get());
        } catch (UnitLostException e) {
            // Delivery has lost the first parts: the ledger says what is to be done with the file.
            say(FileEvent.CHANGED, file, "changed", e.getMessage());
        }
    }

    /** Whether those bytes are still to be dealt with, and not known under another name. */
    private boolean isOurs(Candidate candidate, String sha256) {
        Optional<FileRecord> known = candidate.known();
        if (known.isPresent() && candidate.growth().isPresent()) {
            return true; // It begins with what is known.
        }
        if (known.isPresent()) {
            boolean same = known.get().sha256().equals(sha256);
            if (!same) {
                stale.missed(known.get());
            }
            return same;
        }
        Optional<FileRecord> stored = ledger.file(sha256);
        stored.ifPresent(record -> seenAgain(candidate.file(), record));
        return stored.isEmpty();
    }

    private void seenAgain(Found file, FileRecord record) {
        boolean elsewhere = !record.path().equals(file.path().toString());
        if (!elsewhere && ledger.putBack(record, file)) {
            say(FileEvent.PUT_BACK, file, "put back", "its content counts anew from now on");
        } else if (record.state() == State.STALE || folder.look(Path.of(record.path())).isEmpty()) {
            ledger.moved(record.sha256(), file.path());
        } else if (elsewhere) {
            putAway.copy(file, record.sha256());
            say(
                    FileEvent.DUPLICATE,
                    file,
                    "known",
                    "its content was seen before under another name");
        }
        if (record.state() != State.STALE) {
            watch.settle(file);
            doubts.done(file.path());
        }
    }

    private void incomplete(Candidate candidate, Verdict.Incomplete cut, Rejects rejects) {
        Found file = candidate.file();
        if (completeness.isOverdue(file) && isOurs(candidate, cut.sha256())) {
            var stop = new Stop(State.HELD, cut.reason(), Optional.empty());
            stop(candidate, cut.sha256(), stop, rejects);
        } else {
            boolean first = !rest.hasFailed(file);
            rest.failed(file);
            if (first) {
                say(FileEvent.INCOMPLETE, file, "unfinished", "it seems to be cut; it waits");
            }
        }
    }

    private void changed(Found file) {
        rest.disturbed(file);
        say(
                FileEvent.CHANGED,
                file,
                "changed",
                "it was changed while it was read; it is read anew");
    }

    private void stop(Candidate candidate, String content, Stop stop, Rejects rejects) {
        Found file = candidate.file();
        String sha256 = candidate.origin(content);
        boolean held = stop.state() == State.HELD;
        taker.giveUp(sha256);
        keepList(file, sha256, held, rejects);
        ledger.stop(sha256, candidate.content(), stop);
        watch.settle(file);
        FileEvent event = held ? FileEvent.HELD : FileEvent.REFUSED;
        say(event, file, held ? "held" : "refused", stop.reason());
    }

    /** Beside the store, for whoever mends a refused file. What was sent keeps the list it had. */
    private void keepList(Found file, String sha256, boolean held, Rejects rejects) {
        if (held) {
            rejects.clear();
        }
        if (ledger.file(sha256).flatMap(FileRecord::committedAt).isEmpty()) {
            rejects.keep(file, sha256);
        }
    }

    private void taken(Found file, Verdict.Take verdict, FileParts.Taken taken) {
        int rejected = verdict.tally().rejects().count();
        Events.info(LOG, FileEvent.TAKEN)
                .addKeyValue("stream", stream.name())
                .addKeyValue("file", file.name())
                .addKeyValue("rows", taken.rows())
                .addKeyValue("rejected", rejected)
                .log(
                        "{} was taken: {}, {} rejected",
                        file.name(),
                        Words.count(taken.rows(), "row"),
                        rejected);
        progress.done(last(file, "taken", ""));
    }

    private void say(FileEvent event, Found file, String outcome, String reason) {
        boolean usual = event == FileEvent.DUPLICATE || event == FileEvent.PUT_BACK;
        (usual ? Events.info(LOG, event) : Events.warn(LOG, event))
                .addKeyValue("stream", stream.name())
                .addKeyValue("file", file.name())
                .log("{} was {}: {}", file.name(), outcome, reason);
        progress.done(last(file, outcome, reason));
    }

    private FileProgress.Last last(Found file, String outcome, String reason) {
        return new FileProgress.Last(file.name(), outcome, reason, stream.clock().instant());
    }
}
