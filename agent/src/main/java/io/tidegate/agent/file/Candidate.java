package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A file that may be taken.
 *
 * @param file as the folder shows it
 * @param known what is remembered of it, if it is to be taken again
 */
record Candidate(Found file, Optional<FileRecord> known) {
    /** In which they are taken: the order in which they were written. */
    static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::modified).thenComparing(c -> c.file().name());

    static Candidate fresh(Found file) {
        return new Candidate(file, Optional.empty());
    }

    /** Its place among files. A file that was copied back gets no later one than it had. */
    Instant modified() {
        return known.map(FileRecord::modified).orElseGet(file::modifiedMicros);
    }

    /** A person's yes: neither the files before it nor a limit matters. */
    boolean accepted() {
        return known.filter(FileRecord::accepted).isPresent();
    }
}
