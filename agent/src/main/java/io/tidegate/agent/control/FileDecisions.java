package io.tidegate.agent.control;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.Store;
import io.tidegate.config.SourceConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a person decides about the files of a CSV source. */
final class FileDecisions {
    private static final Set<State> WAITING = Set.of(State.HELD, State.REFUSED);
    private static final Set<State> DONE =
            Set.of(State.COMMITTED, State.TAKEN, State.ASIDE, State.REFUSED);

    /** More than that wait for nobody; a second command takes the rest. */
    private static final int MOST = 10_000;

    private final Store store;

    FileDecisions(Store store) {
        this.store = store;
    }

    /** Files that wait for a person are taken, whatever speaks against it; returns how many. */
    int accept(SourceConfig source, Optional<Days> days) {
        return decide(source, days, file -> with(file, State.STALE, true));
    }

    /** Files that wait for a person are not taken; returns how many. */
    int keep(SourceConfig source, Optional<Days> days) {
        return decide(source, days, file -> with(file, State.KEPT_OUT, false));
    }

    private interface Decision {
        FileRecord of(FileRecord file);
    }

    private int decide(SourceConfig source, Optional<Days> days, Decision decision) {
        return store.write(
                tx -> {
                    List<FileRecord> files =
                            days.map(d -> tx.files(source.name(), start(source, d), end(source, d)))
                                    .orElseGet(() -> tx.files(source.name(), WAITING, MOST));
                    List<FileRecord> waiting =
                            files.stream().filter(f -> WAITING.contains(f.state())).toList();
                    waiting.forEach(file -> tx.putFile(decision.of(file)));
                    return waiting.size();
                });
    }

    /**
     * @param again files that are taken again
     * @param away files that are no longer where they were
     */
    record Reimport(int again, int away) {}

    /** Looks at the folder before it writes: no transaction waits for a network drive. */
    Reimport reimport(SourceConfig source, Days days) {
        List<FileRecord> known =
                store.read(tx -> tx.files(source.name(), start(source, days), end(source, days)));
        List<FileRecord> present = new ArrayList<>();
        int away = 0;
        for (FileRecord file : known) {
            if (Files.isRegularFile(Path.of(file.path()))) {
                present.add(file);
            } else {
                away++;
            }
        }
        return new Reimport(again(present), away);
    }

    private int again(List<FileRecord> present) {
        return store.write(
                tx -> {
                    int again = 0;
                    for (FileRecord seen : present) {
                        Optional<FileRecord> now =
                                tx.file(seen.stream(), seen.sha256())
                                        .filter(file -> DONE.contains(file.state()));
                        now.ifPresent(file -> tx.putFile(with(file, State.STALE, false)));
                        again += now.isPresent() ? 1 : 0;
                    }
                    return again;
                });
    }

    private static java.time.Instant start(SourceConfig source, Days days) {
        return days.start(source.zone());
    }

    private static java.time.Instant end(SourceConfig source, Days days) {
        return days.end(source.zone());
    }

    private static FileRecord with(FileRecord f, State state, boolean accepted) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                f.path(),
                f.size(),
                f.modified(),
                state,
                f.revision(),
                f.rows(),
                f.rejected(),
                f.from(),
                f.to(),
                f.takenAt(),
                f.committedAt(),
                accepted,
                state == State.KEPT_OUT ? "kept out by hand: " + f.reason() : "");
    }
}
