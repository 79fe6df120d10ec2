package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.config.SourceConfig.After;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does with files what {@code csv.after} says, once the ingest has committed them and not before. A
 * move that is refused stops nothing: it is tried again, less and less often. Used by one thread.
 */
final class PutAway {
    private static final Logger LOG = LoggerFactory.getLogger(PutAway.class);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final int MOST_COPIES = 1_000;

    private final FileStream stream;
    private final FileLedger ledger;
    private final Archive archive;
    private final Clock clock;
    private final Rest rest;

    /** Files whose content the ledger knows under another path. */
    private final Map<Path, String> copies =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, String> eldest) {
                    return size() > MOST_COPIES;
                }
            };

    private long cleanAt;

    PutAway(FileStream stream, FileLedger ledger, Archive archive) {
        this.stream = stream;
        this.ledger = ledger;
        this.archive = archive;
        this.clock = stream.clock();
        this.rest = new Rest(clock);
        this.cleanAt = clock.nanoTime();
    }

    /** That file is a copy of one that is known under another path. */
    void copy(Found file, String sha256) {
        copies.put(file.path(), sha256);
    }

    /** Puts away what may be put away of these. */
    void after(List<Found> known) throws InterruptedException {
        if (stream.csv().after() == After.KEEP) {
            return;
        }
        for (Found file : known) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (rest.mayTry(file)) {
                committed(file).ifPresent(record -> put(file, record));
            }
        }
        clean();
    }

    private Optional<FileRecord> committed(Found file) {
        Optional<FileRecord> here =
                ledger.at(file.path()).filter(record -> FolderWatch.fits(record, file));
        return here.or(() -> Optional.ofNullable(copies.get(file.path())).flatMap(ledger::file))
                .filter(record -> record.state() == State.COMMITTED);
    }

    private void put(Found file, FileRecord record) {
        try {
            boolean done =
                    switch (stream.csv().after()) {
                        case KEEP -> true;
                        case ARCHIVE -> archive(file, record);
                        case DELETE -> archive.delete(file, record.sha256());
                    };
            if (done) {
                copies.remove(file.path());
                say(file);
            }
        } catch (IOException e) {
            rest.failed(file);
            Events.warn(LOG, FileEvent.MOVE_REFUSED)
                    .addKeyValue("stream", stream.name())
                    .addKeyValue("file", file.name())
                    .log("{} could not be put away: {}", file.name(), e.getClass().getSimpleName());
        }
    }

    private boolean archive(Found file, FileRecord record) throws IOException {
        Optional<Path> kept = archive.keep(file, record.sha256(), today());
        boolean original = record.path().equals(file.path().toString());
        kept.filter(_ -> original).ifPresent(path -> ledger.moved(record.sha256(), path));
        return kept.isPresent();
    }

    private void say(Found file) {
        Events.info(LOG, FileEvent.PUT_AWAY)
                .addKeyValue("stream", stream.name())
                .addKeyValue("file", file.name())
                .log("{} was put away", file.name());
    }

    private void clean() {
        if (stream.csv().after() != After.ARCHIVE || clock.nanoTime() - cleanAt < 0) {
            return;
        }
        cleanAt = clock.nanoTime() + BETWEEN_CLEANINGS.toNanos();
        try {
            archive.forget(today().minusDays(stream.csv().archiveKeep().toDays()));
        } catch (IOException e) {
            Events.warn(LOG, FileEvent.MOVE_REFUSED)
                    .addKeyValue("stream", stream.name())
                    .log("the archive could not be tidied: {}", e.getClass().getSimpleName());
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), stream.source().zone());
    }
}
