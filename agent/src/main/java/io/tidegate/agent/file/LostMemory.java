package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What files have said is remembered in the data folder alone. Where that was lost or restored, it
 * is learned again from those that the ingest has and that still lie in the drop folder or its
 * archive; nothing of them is sent. Used by one thread.
 */
final class LostMemory {
    private static final Logger LOG = LoggerFactory.getLogger(LostMemory.class);

    private final FileStream stream;
    private final FileLedger ledger;
    private final Settlement settlement;
    private final Folder folder;
    private final Archive archive;
    private final Progress progress;
    private final FileJudge judge;

    LostMemory(
            FileStream stream,
            FileLedger ledger,
            Settlement settlement,
            Folder folder,
            Archive archive,
            Progress progress) {
        this.stream = stream;
        this.ledger = ledger;
        this.settlement = settlement;
        this.folder = folder;
        this.archive = archive;
        this.progress = progress;
        this.judge = new FileJudge(stream, folder);
    }

    FileJudge judge() {
        return judge;
    }

    /** A file of the drop folder was read: perhaps it is one that only the ingest knew of. */
    void learn(Candidate candidate, Verdict verdict) {
        sha256(verdict)
                .flatMap(ledger::file)
                .filter(LostMemory::isUnread)
                .ifPresent(line -> learn(candidate.file(), line, verdict));
    }

    private void learn(Found file, FileRecord line, Verdict verdict) {
        settlement.learn(Candidate.again(file, line), Optional.of(line), verdict);
    }

    /** Taken over from the ingest's list, which says nothing of times. */
    private static boolean isUnread(FileRecord line) {
        return line.state() == State.COMMITTED && line.takenAt().isEmpty() && line.rows() > 0;
    }

    /**
     * Reads the archive, at the first start of a data folder: whatever lies in there the ingest has
     * once committed.
     */
    void learnArchive() throws InterruptedException {
        int learned = 0;
        try {
            for (Found file : archived()) {
                learned += learnArchived(file) ? 1 : 0;
            }
        } catch (IOException _) {
            // The folder is away: then nothing of it is read or archived either.
        }
        if (learned > 0) {
            Events.info(LOG, FileEvent.LEARNED)
                    .addKeyValue("stream", stream.name())
                    .addKeyValue("files", learned)
                    .log("{}", FileEvent.LEARNED.meaning());
        }
    }

    private List<Found> archived() throws IOException {
        return archive.files().stream()
                .map(Path::toAbsolutePath)
                .map(folder::look)
                .flatMap(Optional::stream)
                .sorted(Found.ORDER)
                .toList();
    }

    private boolean learnArchived(Found file) throws InterruptedException {
        Candidate candidate = Candidate.fresh(file);
        try (var rejects = new Rejects(stream.rejects(), file.name())) {
            var asked = new FileJudge.Question(candidate, true, ledger.frozen(), progress);
            Verdict verdict = judge.judge(asked, rejects);
            settlement.learn(candidate, Optional.empty(), verdict);
            return true;
        } catch (IOException _) {
            return false; // One file less to compare with.
        }
    }

    private Optional<String> sha256(Verdict verdict) {
        return Optional.of(Settlement.sha256(verdict)).filter(s -> !Objects.equals(s, ""));
    }
}
