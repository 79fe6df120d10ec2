package io.tidegate.agent.file;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.config.SourceConfig;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the store remembers of a stream's files. Used by one thread. */
final class FileLedger implements FolderWatch.Stored {
    /** Under which the store keeps how the files are written. */
    static final String DIALECT = "csv-dialect";

    private static final String RECIPE = "csv-recipe";
    private static final int MOST_STALE = 1_000;
    private static final int PAGE = 500;
    private static final Set<State> NEVER_TAKEN =
            EnumSet.of(State.HELD, State.REFUSED, State.STALE);

    private final SourceConfig source;
    private final Store store;
    private final Clock clock;
    private final String stream;
    private final Path rejects;

    FileLedger(FileStream shared) {
        this.source = shared.source();
        this.store = shared.store();
        this.clock = shared.clock();
        this.stream = shared.name();
        this.rejects = shared.rejects();
    }

    /** Why a person, the cloud or the ingest has paused the stream; empty when it runs. */
    Optional<String> paused() {
        return store.read(tx -> tx.stream(stream))
                .flatMap(StreamRecord::paused)
                .map(StreamRecord.Pause::reason);
    }

    Optional<FileRecord> file(String sha256) {
        return store.read(tx -> tx.file(stream, sha256));
    }

    Optional<FileRecord> at(Path path) {
        return store.read(tx -> tx.fileAt(stream, path.toString()));
    }

    /** Whether all is said about a file of that path, size and time. */
    @Override
    public boolean settles(Found file) {
        return at(file.path()).filter(record -> FolderWatch.fits(record, file)).isPresent();
    }

    @Override
    public Stamps all() {
        var stamps = new Stamps();
        String last = "";
        List<FileRecord> page;
        do {
            String after = last;
            page = store.read(tx -> tx.filesAfter(stream, after, PAGE));
            page.stream()
                    .filter(f -> f.state() != State.STALE)
                    .forEach(f -> stamps.add(Found.stamp(f.path(), f.size(), f.modified())));
            last = page.isEmpty() ? last : page.getLast().sha256();
        } while (page.size() == PAGE);
        return stamps;
    }

    /** Files to be taken (again), oldest first. */
    List<FileRecord> stale() {
        return store.read(tx -> tx.files(stream, EnumSet.of(State.STALE), MOST_STALE));
    }

    /** How the files so far were written; empty before the first. */
    Optional<Dialect> frozen() {
        return store.read(tx -> tx.blob(stream, DIALECT)).map(Dialect::fromBytes);
    }

    /**
     * A file is held or refused. Its rejected rows are not listed, since none of its rows counts;
     * those of a file that was sent before stay listed, since what was sent stands.
     */
    void stop(String sha256, Found file, Stop stop) {
        var unit = new Unit.File(stream, sha256);
        store.change(
                tx -> {
                    forgetReplaced(tx, sha256, file);
                    FileRecord known =
                            tx.file(stream, sha256)
                                    .orElseGet(() -> FileLine.first(stream, sha256, file));
                    tx.putFile(FileLine.stopped(known, stop));
                    if (known.committedAt().isEmpty()) {
                        tx.putRejects(unit, RejectRecord.AGENT, List.of());
                    }
                });
    }

    /** A file that was held or refused under that path and is not there any more is forgotten. */
    void forgetReplaced(Tx tx, String sha256, Found file) {
        tx.fileAt(stream, file.path().toString())
                .filter(before -> !before.sha256().equals(sha256))
                .filter(before -> before.revision() == 0 && NEVER_TAKEN.contains(before.state()))
                .filter(before -> isOut(tx, before))
                .ifPresent(before -> forget(tx, before));
    }

    /** Drops what is stored of it without its end; false if some of that is on its way. */
    private static boolean isOut(Tx tx, FileRecord file) {
        var unit = new Unit.File(file.stream(), file.sha256());
        tx.abandon(unit);
        return !tx.onItsWay(unit);
    }

    /** What is stored of a file without its end is dropped; false if some is on its way. */
    boolean giveUp(FileRecord file) {
        return store.write(tx -> isOut(tx, file));
    }

    private void forget(Tx tx, FileRecord file) {
        var unit = new Unit.File(file.stream(), file.sha256());
        tx.putRejects(unit, RejectRecord.AGENT, List.of());
        tx.dropFile(file.stream(), file.sha256());
        RejectFiles.drop(rejects, file);
    }

    /** Forgets a file of which nothing was ever sent; false if something was. */
    boolean forget(String sha256) {
        return store.write(
                tx -> {
                    Optional<FileRecord> file =
                            tx.file(stream, sha256)
                                    .filter(f -> f.revision() == 0)
                                    .filter(f -> isOut(tx, f));
                    file.ifPresent(f -> forget(tx, f));
                    return file.isPresent();
                });
    }

    /** The file lies elsewhere now. */
    void moved(String sha256, Path path) {
        store.change(
                tx ->
                        tx.file(stream, sha256)
                                .ifPresent(f -> tx.putFile(FileLine.at(f, path.toString()))));
    }

    /**
     * A file whose content had given way to another one has it again, later than that one: it
     * counts anew from then on. So does one that could not be taken and was written or touched
     * again. False if nothing like that has happened.
     */
    boolean putBack(FileRecord record, Found file) {
        return store.write(
                tx -> {
                    boolean isBack =
                            isDroppedAgain(record, file)
                                    || tx.fileAt(stream, record.path())
                                            .filter(other -> isBetween(record, other, file))
                                            .isPresent();
                    if (isBack) {
                        tx.putFile(FileLine.putBack(record, file.modifiedMicros()));
                    }
                    return isBack;
                });
    }

    /** Whether rows lay in the future of a file may have changed with its time, for example. */
    private static boolean isDroppedAgain(FileRecord record, Found file) {
        return record.revision() == 0
                && (record.state() == State.REFUSED || record.state() == State.HELD)
                && !record.modified().equals(file.modifiedMicros());
    }

    private static boolean isBetween(FileRecord record, FileRecord other, Found file) {
        return !other.sha256().equals(record.sha256())
                && other.revision() > 0
                && other.modified().isAfter(record.modified())
                && file.modifiedMicros().isAfter(other.modified());
    }

    /** The folder was read: what the cloud is told to tell "no calls" from "connector blind". */
    void looked() {
        store.change(tx -> tx.putStream(read(tx, stream, Optional.empty(), clock.instant())));
    }

    /** The stream after a reading; what it holds up to never moves back. */
    static StreamRecord read(Tx tx, String stream, Optional<Instant> to, Instant now) {
        Optional<StreamRecord> before = tx.stream(stream);
        Optional<Instant> bound = before.flatMap(StreamRecord::bound);
        return new StreamRecord(
                stream,
                Optional.empty(),
                Optional.empty(),
                to.filter(t -> bound.isEmpty() || t.isAfter(bound.get())).or(() -> bound),
                before.flatMap(StreamRecord::shape),
                before.flatMap(StreamRecord::paused),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now));
    }

    /** Why a file that is to be taken cannot be. */
    void lacking(String sha256, String reason) {
        store.change(
                tx ->
                        tx.file(stream, sha256)
                                .filter(f -> f.state() == State.STALE)
                                .ifPresent(
                                        f -> tx.putFile(FileLine.state(f, State.STALE, reason))));
    }

    /** Whether this data folder has never begun with the stream. */
    boolean isNew() {
        return store.read(tx -> tx.blob(stream, RECIPE)).isEmpty();
    }

    /**
     * With new settings everything that did not go well is tried again: what was refused, held or
     * set aside, and files of which rows were rejected, if they are still there.
     */
    void adoptSettings() {
        byte[] recipe = source.recipe().getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> before = store.read(tx -> tx.blob(stream, RECIPE));
        if (before.isEmpty() || !java.util.Arrays.equals(before.get(), recipe)) {
            if (before.isPresent()) {
                tryUnwellAgain();
            }
            store.change(tx -> tx.putBlob(stream, RECIPE, recipe));
        }
    }

    /**
     * A page at a time, each in a transaction of its own: the recipe is written after all of them,
     * so whoever is killed in between begins anew, and finds those done that are.
     */
    private void tryUnwellAgain() {
        String last = "";
        List<FileRecord> page;
        do {
            String after = last;
            page = store.read(tx -> tx.filesAfter(stream, after, PAGE));
            List<String> unwell =
                    page.stream().filter(FileLedger::isUnwell).map(FileRecord::sha256).toList();
            if (!unwell.isEmpty()) {
                store.change(tx -> unwell.forEach(sha256 -> tryAgain(tx, sha256)));
            }
            last = page.isEmpty() ? last : page.getLast().sha256();
        } while (page.size() == PAGE);
    }

    private static boolean isUnwell(FileRecord file) {
        return switch (file.state()) {
            case HELD, REFUSED, ASIDE -> true;
            case TAKEN, COMMITTED -> file.rejected() > 0 && Files.exists(Path.of(file.path()));
            case STALE, KEPT_OUT -> false;
        };
    }

    private void tryAgain(Tx tx, String sha256) {
        tx.file(stream, sha256).ifPresent(f -> tx.putFile(FileLine.state(f, State.STALE, "")));
    }
}
