package io.tidegate.agent.file;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.file.FileProgress.Obstacle;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Loop;
import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.store.Store;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps one drop folder taken: every complete file goes into the spool once, one after another,
 * oldest first. A file that cannot be taken never stops the others, a folder that is away is a
 * state. Turned by one thread; {@link #progress} and {@link #sinceAlive} may be asked by any.
 */
public final class FileIntake implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(FileIntake.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

    private final FileStream stream;
    private final Clock clock;
    private final FileLedger ledger;
    private final LostMemory memory;
    private final FileWork work;
    private final ReadyFiles files;
    private final PutAway putAway;
    private final Progress progress;
    private final Deque<Candidate> ready = new ArrayDeque<>();
    private boolean adopted;
    private boolean away;
    private long lookAt;
    private long reportAt;

    /**
     * @param source one whose origin is CSV
     * @param fullFor why there is no room in the spool for that lane; empty if there is
     * @param dataDir for lists of rejected rows ({@code rejects/<stream>/}) and rows that wait
     */
    public FileIntake(
            SourceConfig source,
            Store store,
            BatchEncoder encoder,
            Pseudonyms pseudonyms,
            Function<Lane, Optional<String>> fullFor,
            Clock clock,
            Path dataDir) {
        this.stream = new FileStream(source, store, encoder, pseudonyms, fullFor, clock, dataDir);
        this.clock = clock;
        this.ledger = new FileLedger(stream);
        this.progress = new Progress(clock);
        var csv = stream.csv();
        var folder = new Folder(stream.name(), csv.directory(), csv.pattern());
        var watch = new FolderWatch(folder, ledger);
        var rest = new Rest(clock);
        var completeness = new Completeness(stream, rest);
        var archive = new Archive(folder.directory());
        var settlement = new Settlement(stream);
        this.memory = new LostMemory(stream, ledger, settlement, folder, archive, progress);
        var taker = new FileTaker(stream, ledger, settlement);
        var stale = new StaleFiles(stream, ledger, folder, archive, taker::mustWait);
        this.putAway = new PutAway(stream, ledger, archive);
        var doubts = new Doubts(stream, folder);
        var growing = new GrowingFiles(stream, ledger, folder, taker::mustWait);
        this.files =
                new ReadyFiles(
                        stream,
                        ledger,
                        watch,
                        rest,
                        completeness,
                        stale,
                        doubts,
                        progress,
                        growing);
        this.work =
                new FileWork(
                        stream,
                        ledger,
                        folder,
                        watch,
                        rest,
                        completeness,
                        stale,
                        taker,
                        putAway,
                        doubts,
                        memory,
                        progress,
                        growing);
        this.lookAt = clock.nanoTime();
        this.reportAt = clock.nanoTime();
    }

    /** What it is doing. */
    public FileProgress progress() {
        return progress.now();
    }

    /** How long ago it last got on, even within a long file or while it waits for room. */
    @Override
    public Optional<Duration> sinceAlive() {
        return Optional.of(progress.sinceAlive());
    }

    /** Reads one file, or looks at the folder if that is due. */
    @Override
    public boolean turn() throws InterruptedException {
        adoptSettings();
        if (isStopped()) {
            ready.clear();
            return false;
        }
        if (ready.isEmpty() && clock.nanoTime() - lookAt >= 0) {
            look();
        }
        Candidate next = ready.poll();
        if (next != null) {
            workOn(next);
        }
        return next != null;
    }

    /** What failed goes on first, before another file takes its place in the lane. */
    private void workOn(Candidate next) throws InterruptedException {
        try {
            work.on(next);
        } catch (RuntimeException e) {
            ready.clear();
            lookAt = clock.nanoTime();
            throw e;
        }
    }

    private void adoptSettings() throws InterruptedException {
        if (!adopted) {
            if (ledger.isNew()) {
                memory.learnArchive();
            }
            ledger.adoptSettings();
            work.tidy();
            RowSpill.sweep(stream.spill());
            adopted = true;
        }
    }

    private boolean isStopped() {
        Optional<Obstacle> obstacle =
                ledger.paused()
                        .map(reason -> new Obstacle("paused: " + reason, false))
                        .or(this::full);
        if (obstacle.isPresent()) {
            progress.obstacle(obstacle);
        }
        return obstacle.isPresent();
    }

    private Optional<Obstacle> full() {
        return stream.fullFor().apply(Lane.LIVE).map(why -> new Obstacle(why, true));
    }

    private void look() throws InterruptedException {
        lookAt = clock.nanoTime() + stream.csv().poll().toNanos();
        try {
            ReadyFiles.Seen seen = files.look();
            back();
            ready.addAll(work.inOrder(seen.ready()));
            for (ReadyFiles.Overdue overdue : seen.overdue()) {
                overdue(overdue);
            }
            putAway.after(seen.known());
            if (seen.more() && !seen.ready().isEmpty()) {
                lookAt = clock.nanoTime(); // As soon as these are done.
            }
        } catch (FolderAwayException e) {
            away(e);
        }
    }

    private void overdue(ReadyFiles.Overdue overdue) throws InterruptedException {
        try {
            work.hold(overdue.file(), overdue.reason());
        } catch (IOException e) {
            files.unreadable(overdue.file(), e);
        }
    }

    private void away(FolderAwayException e) {
        progress.obstacle(Optional.of(new Obstacle(e.getMessage(), false)));
        if (!away) {
            Events.warn(LOG, FileEvent.FOLDER_AWAY)
                    .addKeyValue("stream", stream.name())
                    .log("{}", e.getMessage());
        }
        away = true;
    }

    private void back() {
        progress.obstacle(Optional.empty());
        if (away) {
            Events.info(LOG, FileEvent.FOLDER_BACK)
                    .addKeyValue("stream", stream.name())
                    .log("the folder {} can be read again", stream.csv().directory());
        }
        away = false;
        if (clock.nanoTime() - reportAt >= 0) {
            reportAt = clock.nanoTime() + BETWEEN_REPORTS.toNanos();
            ledger.looked();
        }
    }
}
