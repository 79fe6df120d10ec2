package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A file that may be taken.
 *
 * @param file as the folder shows it
 * @param known what is remembered of it, if it is to be taken again
 * @param growth if it grows: which part of it is meant
 * @param copy where its bytes lie, if they were copied before they are read
 */
record Candidate(
        Found file, Optional<FileRecord> known, Optional<Growth> growth, Optional<Copy> copy) {
    /** In which they are taken: the order in which they were written. */
    static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::modified).thenComparing(c -> c.file().name());

    /**
     * Which part of a file that grows is meant.
     *
     * @param bytes up to the end of its last complete record
     * @param before what lay under its name before and is not its beginning any more
     */
    record Growth(long bytes, Optional<FileRecord> before) {}

    /**
     * Its bytes of one moment.
     *
     * @param sha256 of them
     */
    record Copy(Path path, String sha256) {}

    Candidate(Found file, Optional<FileRecord> known, Optional<Growth> growth) {
        this(file, known, growth, Optional.empty());
    }

    Candidate copied(Copy made) {
        return new Candidate(file, known, growth, Optional.of(made));
    }

    /** Where its bytes are read. */
    Path bytes() {
        return copy.map(Copy::path).orElse(file.path());
    }

    static Candidate fresh(Found file) {
        return new Candidate(file, Optional.empty(), Optional.empty());
    }

    static Candidate again(Found file, FileRecord known) {
        return new Candidate(file, Optional.of(known), Optional.empty());
    }

    /** Its place among files. A file that was copied back gets no later one than it had. */
    Instant modified() {
        return known.filter(_ -> growth.isEmpty())
                .map(FileRecord::modified)
                .orElseGet(file::modifiedMicros);
    }

    /** A person's yes: neither the files before it nor a limit matters. */
    boolean accepted() {
        return known.filter(FileRecord::accepted).isPresent();
    }

    /** What of the file is read. */
    Found content() {
        return growth.map(g -> new Found(file.path(), g.bytes(), file.modified())).orElse(file);
    }

    /** Under which it is known; what has grown keeps what its first version had. */
    String origin(String sha256) {
        return known.filter(_ -> growth.isPresent()).map(FileRecord::sha256).orElse(sha256);
    }
}
