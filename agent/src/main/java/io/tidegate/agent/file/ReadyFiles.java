package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.source.csv.Dialect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says which files may be read now, and why the others wait. Used by one thread. */
final class ReadyFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyFiles.class);

    private final FileStream stream;
    private final FileLedger ledger;
    private final FolderWatch watch;
    private final Rest rest;
    private final Completeness completeness;
    private final StaleFiles stale;
    private final Doubts doubts;
    private final Progress progress;
    private final GrowingFiles growing;
    private final Set<Path> told = new HashSet<>();
    private final Set<Path> named = new HashSet<>();

    ReadyFiles(
            FileStream stream,
            FileLedger ledger,
            FolderWatch watch,
            Rest rest,
            Completeness completeness,
            StaleFiles stale,
            Doubts doubts,
            Progress progress,
            GrowingFiles growing) {
        this.growing = growing;
        this.stream = stream;
        this.ledger = ledger;
        this.watch = watch;
        this.rest = rest;
        this.completeness = completeness;
        this.stale = stale;
        this.doubts = doubts;
        this.progress = progress;
    }

    /**
     * What a look at the folder shows.
     *
     * @param ready may be read, in this order
     * @param overdue have waited too long without being complete
     * @param known some files about which nothing more is to be read
     * @param more whether there are new files besides
     */
    record Seen(List<Candidate> ready, List<Overdue> overdue, List<Found> known, boolean more) {}

    /** A file about which a person has to be asked. */
    record Overdue(Found file, String reason) {}

    Seen look() throws FolderAwayException {
        FolderWatch.Look look = watch.look();
        if (growing.areMeant()) {
            return growing(look);
        }
        List<Candidate> ready = new ArrayList<>(stale.find());
        Set<Path> again = new HashSet<>();
        ready.forEach(candidate -> again.add(candidate.file().path()));
        ready.removeIf(candidate -> !rest.mayTry(candidate.file()));
        List<Overdue> overdue = new ArrayList<>();
        List<FileProgress.Waiting> waiting = new ArrayList<>();
        Optional<Dialect> frozen = ledger.frozen();
        for (Found file : look.fresh()) {
            if (!again.contains(file.path())) {
                switch (ask(file, frozen)) {
                    case Completeness.Answer.Ready _ -> ready.add(Candidate.fresh(file));
                    case Completeness.Answer.Wait(String reason, boolean isNamed) -> {
                        waiting.add(new FileProgress.Waiting(file.name(), reason, isNamed));
                        if (isNamed && !rest.hasFailed(file)) {
                            name(file, reason);
                        }
                    }
                    case Completeness.Answer.Overdue(String reason) ->
                            overdue.add(new Overdue(file, reason));
                }
            }
        }
        ready.sort(Candidate.ORDER);
        again.addAll(look.paths());
        rest.keep(again);
        told.retainAll(again);
        named.retainAll(again);
        doubts.look(waiting(look.fresh()), look.more() > 0);
        ready.forEach(
                c ->
                        waiting.add(
                                new FileProgress.Waiting(
                                        c.file().name(), "its turn comes", false)));
        progress.waiting(waiting, look.more());
        return new Seen(ready, overdue, look.known(), look.more() > 0);
    }

    /** Files that grow are never at rest: what is complete of them is ready. */
    private Seen growing(FolderWatch.Look look) {
        List<Candidate> ready = new ArrayList<>();
        List<FileProgress.Waiting> waiting = new ArrayList<>();
        Set<Found> files = new LinkedHashSet<>(growing.stale());
        files.addAll(look.fresh());
        Set<Path> paths = new HashSet<>();
        for (Found file : files) {
            paths.add(file.path());
            switch (grown(file)) {
                case GrowingFiles.Answer.Ready(Candidate candidate) -> ready.add(candidate);
                case GrowingFiles.Answer.Wait(String reason) ->
                        waiting.add(new FileProgress.Waiting(file.name(), reason, false));
                case GrowingFiles.Answer.Known() -> watch.settle(file);
            }
        }
        ready.sort(Candidate.ORDER);
        growing.keep(paths);
        rest.keep(paths);
        told.retainAll(paths);
        doubts.look(waiting(look.fresh()), look.more() > 0);
        progress.waiting(waiting, look.more());
        return new Seen(ready, List.of(), List.of(), look.more() > 0);
    }

    private GrowingFiles.Answer grown(Found file) {
        try {
            rest.of(file);
            return rest.mayTry(file)
                    ? growing.of(file)
                    : new GrowingFiles.Answer.Wait("it could not be read just now");
        } catch (IOException e) {
            rest.failed(file);
            unreadable(file, e);
            return new GrowingFiles.Answer.Wait("it cannot be opened just now");
        }
    }

    /** A file that stays empty is a template of nothing: it keeps nobody waiting. */
    private Set<Path> waiting(List<Found> fresh) {
        Set<Path> paths = new HashSet<>();
        for (Found file : fresh) {
            if (file.size() > 0 || !completeness.isOverdue(file)) {
                paths.add(file.path());
            }
        }
        return paths;
    }

    private Completeness.Answer ask(Found file, Optional<Dialect> frozen) {
        try {
            Completeness.Answer answer = completeness.of(file, frozen);
            return rest.mayTry(file)
                    ? answer
                    : new Completeness.Answer.Wait(
                            "it could not be read to its end; it is tried again in a while", true);
        } catch (IOException e) {
            rest.failed(file);
            unreadable(file, e);
            return new Completeness.Answer.Wait("it cannot be opened just now", true);
        }
    }

    /** Says, once per file, that it looks unfinished. */
    private void name(Found file, String reason) {
        if (named.add(file.path())) {
            Events.warn(LOG, FileEvent.INCOMPLETE)
                    .addKeyValue("stream", stream.name())
                    .addKeyValue("file", file.name())
                    .log("{} waits: {}", file.name(), reason);
        }
    }

    /** Says, once per file, that it cannot be read. */
    void unreadable(Found file, IOException e) {
        if (told.add(file.path())) {
            Events.warn(LOG, FileEvent.UNREADABLE)
                    .addKeyValue("stream", stream.name())
                    .addKeyValue("file", file.name())
                    .log(
                            "{} cannot be read just now: {}",
                            file.name(),
                            e.getClass().getSimpleName());
        }
    }
}
