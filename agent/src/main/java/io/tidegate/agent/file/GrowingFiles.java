package io.tidegate.agent.file;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.Tx;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Files that grow all day: what is complete of one is taken at each look, as a newer version of the
 * same origin, as long as it begins with what was taken before. Reading one takes at most a tenth
 * of the time. Used by one thread.
 */
final class GrowingFiles {
    private static final int MOST = 10_000;
    private static final int PAUSE_PER_READING = 9;

    private final FileStream stream;
    private final FileLedger ledger;
    private final Folder folder;
    private final Predicate<String> mustWait;
    private final Clock clock;
    private final Map<Path, Long> readAgainAt = new HashMap<>();
    private final Map<Path, Long> begunAt = new HashMap<>();

    /**
     * @param mustWait whether an earlier version of that origin is on its way
     */
    GrowingFiles(FileStream stream, FileLedger ledger, Folder folder, Predicate<String> mustWait) {
        this.stream = stream;
        this.ledger = ledger;
        this.folder = folder;
        this.mustWait = mustWait;
        this.clock = stream.clock();
    }

    /** What is to be done with a file that grows. */
    sealed interface Answer {
        /** So much of it may be read. */
        record Ready(Candidate candidate) implements Answer {}

        /** Not yet. */
        record Wait(String reason) implements Answer {}

        /** Nothing, as it is now. */
        record Known() implements Answer {}
    }

    /** Whether this source's files grow. */
    boolean areMeant() {
        return stream.csv().growing();
    }

    Answer of(Found file) throws IOException {
        Long again = readAgainAt.get(file.path());
        if (again != null && clock.nanoTime() - again < 0) {
            return new Answer.Wait("it grows, and was read a short while ago");
        }
        LineEnds.Last last =
                LineEnds.last(file.path(), file.size(), stream.csv().encoding().orElse(""));
        if (last.offset() == 0) {
            return new Answer.Wait("it has no complete line so far");
        }
        begunAt.put(file.path(), clock.nanoTime());
        Optional<FileRecord> here = ledger.at(file.path());
        Optional<FileRecord> known = known(file, last, here);
        if (known.isEmpty()) {
            var growth = new Candidate.Growth(last.offset(), before(file));
            return new Answer.Ready(new Candidate(file, Optional.empty(), Optional.of(growth)));
        }
        return known(file, last.offset(), known.get());
    }

    /** Files that are to be taken again though they have not grown. */
    List<Found> stale() {
        return ledger.stale().stream()
                .flatMap(record -> folder.look(Path.of(record.path())).stream())
                .filter(file -> file.path().startsWith(folder.directory()))
                .toList();
    }

    /** That file was read. */
    void wasRead(Found file) {
        Long begun = begunAt.remove(file.path());
        if (begun != null) {
            long taken = clock.nanoTime() - begun;
            readAgainAt.put(file.path(), clock.nanoTime() + PAUSE_PER_READING * taken);
        }
    }

    /** Forgets all but these. */
    void keep(Set<Path> paths) {
        readAgainAt.keySet().retainAll(paths);
        begunAt.keySet().retainAll(paths);
    }

    private Answer known(Found file, long bytes, FileRecord record) {
        boolean copy =
                !record.path().equals(file.path().toString())
                        && Path.of(record.path()).isAbsolute()
                        && folder.look(Path.of(record.path())).isPresent();
        if (copy || !isWanted(record, bytes)) {
            return new Answer.Known();
        }
        if (mustWait.test(record.sha256())) {
            return new Answer.Wait("its last version is on its way");
        }
        var growth = new Candidate.Growth(bytes, Optional.empty());
        return new Answer.Ready(new Candidate(file, Optional.of(record), Optional.of(growth)));
    }

    private static boolean isWanted(FileRecord record, long bytes) {
        return switch (record.state()) {
            case STALE -> true;
            case TAKEN, COMMITTED, REFUSED, ASIDE -> bytes > record.size();
            case HELD, KEPT_OUT -> false;
        };
    }

    /** What the file begins with: most likely what lay there before. */
    private Optional<FileRecord> known(Found file, LineEnds.Last last, Optional<FileRecord> here)
            throws IOException {
        Optional<FileRecord> same = here.filter(record -> record.size() > 0);
        if (same.isPresent()) {
            same = begins(file, last, List.of(same.get()));
        }
        return same.isPresent() ? same : begins(file, last, others(file, last.offset()));
    }

    private Optional<FileRecord> begins(Found file, LineEnds.Last last, List<FileRecord> records)
            throws IOException {
        List<Beginnings.Known> known =
                stream.store().read(tx -> records.stream().map(r -> known(tx, r)).toList());
        return known.isEmpty()
                ? Optional.empty()
                : new Beginnings(known).of(file.path(), last.offset(), last.ends());
    }

    private static Beginnings.Known known(Tx tx, FileRecord record) {
        return new Beginnings.Known(record, Grown.newest(tx, record));
    }

    /** What was taken under that name and reaches furthest. */
    private Optional<FileRecord> before(Found file) {
        return stream
                .store()
                .read(tx -> tx.files(stream.name(), EnumSet.allOf(State.class), MOST))
                .stream()
                .filter(r -> r.revision() > 0 && r.path().equals(file.path().toString()))
                .max(Comparator.comparing(r -> r.to().orElse(Instant.MAX)));
    }

    /** Under another name it may be what was moved; the ingest remembers no more than the name. */
    private List<FileRecord> others(Found file, long bytes) {
        List<FileRecord> others = new ArrayList<>();
        for (FileRecord record :
                stream.store()
                        .read(tx -> tx.files(stream.name(), EnumSet.allOf(State.class), MOST))) {
            boolean mayBe =
                    record.size() > 0 ? record.size() <= bytes : record.path().equals(file.name());
            if (mayBe) {
                others.add(record);
            }
        }
        return others;
    }
}
