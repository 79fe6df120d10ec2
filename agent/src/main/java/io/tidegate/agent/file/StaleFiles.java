package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.FileRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the files that are to be taken again: where they were last seen, else by their bytes in the
 * folder and its archive, every few minutes. What is nowhere is reported. Used by one thread.
 */
final class StaleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StaleFiles.class);
    private static final Duration BETWEEN_SEARCHES = Duration.ofMinutes(5);
    private static final String MISSING =
            "is to be sent again and is neither in the folder nor in its archive; put it back";

    private final FileStream stream;
    private final FileLedger ledger;
    private final Folder folder;
    private final Archive archive;
    private final Clock clock;
    private final Predicate<String> mustWait;
    private final Map<String, Long> searchedAt = new HashMap<>();

    /**
     * @param mustWait whether an earlier revision of those bytes is on its way
     */
    StaleFiles(
            FileStream stream,
            FileLedger ledger,
            Folder folder,
            Archive archive,
            Predicate<String> mustWait) {
        this.stream = stream;
        this.ledger = ledger;
        this.folder = folder;
        this.archive = archive;
        this.clock = stream.clock();
        this.mustWait = mustWait;
    }

    /** Those that can be taken now. */
    List<Candidate> find() {
        List<Candidate> found = new ArrayList<>();
        Set<String> all = new HashSet<>();
        for (FileRecord record : ledger.stale()) {
            all.add(record.sha256());
            if (!mustWait.test(record.sha256())) {
                locate(record).ifPresent(file -> found.add(Candidate.again(file, record)));
            }
        }
        searchedAt.keySet().retainAll(all);
        return found;
    }

    /** Where it was last seen lie other bytes now. */
    void missed(FileRecord record) {
        search(record);
    }

    private Optional<Found> locate(FileRecord record) {
        Long searched = searchedAt.get(record.sha256());
        if (searched == null) {
            Optional<Found> here = here(record);
            return here.isPresent() ? here : search(record);
        }
        boolean again = clock.nanoTime() - searched >= BETWEEN_SEARCHES.toNanos();
        return again ? search(record) : Optional.empty();
    }

    private Optional<Found> here(FileRecord record) {
        return Optional.of(Path.of(record.path()))
                .filter(path -> path.startsWith(folder.directory()))
                .flatMap(folder::look)
                .filter(file -> file.size() == record.size());
    }

    private Optional<Found> search(FileRecord record) {
        try {
            Optional<Path> path = archive.find(record.size(), record.sha256());
            if (path.isPresent()) {
                searchedAt.remove(record.sha256());
                ledger.moved(record.sha256(), path.get());
                return path.flatMap(folder::look);
            }
            missing(record);
        } catch (IOException _) {
            // The folder is away, or a file is locked: nothing is known, so nothing is reported.
        }
        searchedAt.put(record.sha256(), clock.nanoTime());
        return Optional.empty();
    }

    private void missing(FileRecord record) {
        if (!ledger.giveUp(record)) {
            return; // What was sent of it is settled first.
        }
        if (ledger.forget(record.sha256())) {
            say(record, FileEvent.VANISHED, "was deleted or replaced before it was taken");
        } else if (!record.reason().equals(MISSING)) {
            ledger.lacking(record.sha256(), MISSING);
            say(record, FileEvent.MISSING, MISSING);
        }
    }

    private void say(FileRecord record, FileEvent event, String message) {
        Path name = Path.of(record.path()).getFileName();
        Events.warn(LOG, event)
                .addKeyValue("stream", stream.name())
                .addKeyValue("file", name)
                .log("{} {}", name, message);
    }
}
